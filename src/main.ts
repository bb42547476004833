import { once } from 'node:events';
import { createServer } from 'node:http';
import { SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { refuseAppealsWithoutGateway } from './appeal-files.js';
import { createApp } from './create-app.js';
import { refuseOwner } from './database.js';
import { describeApi } from './openapi.js';
import type { Config } from './platform/config/config.js';
import { StartRefused } from './platform/config/environment.js';
import { Metrics } from './platform/metrics/metrics.js';
import { Workers } from './platform/messaging/workers.js';
import { Schedule } from './platform/schedule/schedule.js';

/** Which halves of the product a process runs: HTTP, the background work, or both. */
export interface Halves {
  http: boolean;
  workers: boolean;
}

/**
 * Starts the product on a database that is up to date. Throws StartRefused when the port is taken, or an appeal
 * needs a gateway that is not set up.
 */
export async function run(
  config: Config,
  databaseUrl: string,
  logger: Logger,
  halves: Halves,
): Promise<NestFastifyApplication> {
  if (config.production) await refuseOwner(databaseUrl);
  const app = await createApp(config, databaseUrl, logger);
  try {
    await refuseAppealsWithoutGateway(app);
  } catch (error) {
    await app.close();
    throw error;
  }
  if (halves.http) {
    SwaggerModule.setup('api/docs', app, describeApi(app));
    try {
      await app.listen(config.port, config.host);
    } catch (error) {
      await app.close();
      throw listenRefused(error, config.port, config.host);
    }
  } else {
    await app.init();
  }
  if (config.metricsPort !== undefined) await listenForMetrics(app, config.metricsPort, config.host);
  if (halves.workers) {
    app.get(Workers).start();
    app.get(Schedule).start();
  }
  return app;
}

/** The figures on a listener of their own, so that the public one needs no route to them. */
async function listenForMetrics(app: NestFastifyApplication, port: number, host: string): Promise<void> {
  const { registry } = app.get(Metrics);
  const server = createServer((_request, response) => {
    void registry
      .metrics()
      .then((text) => response.setHeader('Content-Type', registry.contentType).end(text));
  });
  server.listen(port, host);
  await once(server, 'listening').catch(async () => {
    await app.close();
    throw new StartRefused(`METRICS_PORT ${port} is in use or not ours to take`);
  });
  server.unref();
}

/** A failure to listen as a StartRefused in plain words; any other error as it is. */
export function listenRefused(error: unknown, port: number, host: string): unknown {
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
  // The terminal was closed.
  process.on('SIGHUP', onSignal);
}
