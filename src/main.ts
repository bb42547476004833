import { SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { createApp } from './create-app.js';
import { describeApi } from './openapi.js';
import type { Config } from './platform/config/config.js';
import { StartRefused } from './platform/config/environment.js';
import { Workers } from './platform/messaging/workers.js';

/** Which halves of the product a process runs: HTTP, the background work, or both. */
export interface Halves {
  http: boolean;
  workers: boolean;
}

/** Starts the product on a database that is up to date. Throws StartRefused when the port is taken. */
export async function run(
  config: Config,
  databaseUrl: string,
  logger: Logger,
  halves: Halves,
): Promise<NestFastifyApplication> {
  const app = await createApp(config, databaseUrl, logger);
  if (halves.http) {
    SwaggerModule.setup('api/docs', app, describeApi(app));
    try {
      await app.listen(config.port, config.host);
    } catch (error) {
      await app.close();
      throw listenFailure(error, config);
    }
  } else {
    await app.init();
  }
  if (halves.workers) app.get(Workers).start();
  return app;
}

function listenFailure(error: unknown, { port, host }: Config): unknown {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE')
    return new StartRefused(`port ${port} is in use: stop what uses it, or set PORT`);
  if (code === 'EACCES')
    return new StartRefused(`port ${port} needs more rights: set PORT to one above 1023`);
  if (code === 'EADDRNOTAVAIL') return new StartRefused(`HOST ${host} is not an address of this machine`);
  return error;
}

/** Calls `stop` at Ctrl-C or SIGTERM and then ends the process; a second Ctrl-C ends it at once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).message}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
