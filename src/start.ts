import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { applyAppealFiles, exampleAppeals } from './appeal-files.js';
import { openDatabase } from './database.js';
import { listenRefused, run, stopOnSignal } from './main.js';
import { type Config, readConfig } from './platform/config/config.js';
import { readEnvironment, StartRefused } from './platform/config/environment.js';
import { projectRoot } from './platform/config/project-root.js';
import { createLogger } from './platform/logging/logger.js';

/** `npm start`: database, sandbox, appeals, both halves of the product, and where to look. */
export async function start(): Promise<void> {
  const { port, host, sandboxPort } = readEnvironment(process.env);
  const failure = await listenError(port, host);
  if (failure) throw listenRefused(failure, port, host);
  const config = readConfig(process.env, sandboxPort ?? (await nextFree(port + 1)));
  const logger = createLogger(config.logLevel);
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each();
  };
  stopOnSignal(stop);
  try {
    const database = await openDatabase(config, true);
    stops.push(() => database.stop());
    if (config.played.length > 0) {
      const { sandbox, smtpUrl } = await startSandbox(config);
      stops.push(() => stopSandbox(sandbox));
      config.smtpUrl ??= smtpUrl;
    }
    const app = await run(config, database.url, logger, { http: true, workers: true });
    stops.push(() => app.close());
    await applyAppealFiles(app, exampleAppeals());
    process.stdout.write(banner(config, database.movedTo));
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What listening there would fail with, before anything else is started; `undefined` when it would not. */
function listenError(port: number, host: string): Promise<unknown> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

async function nextFree(port: number): Promise<number> {
  return (await listenError(port, '127.0.0.1')) === undefined ? port : nextFree(port + 1);
}

const sandboxAddress = (config: Config): string =>
  (config.played.includes('fonix') ? config.fonix?.apiBase : config.stripe.apiBase) ?? '';

/** Resolves with the sandbox and with where it takes mail. */
async function startSandbox(config: Config): Promise<{ sandbox: ChildProcess; smtpUrl: string }> {
  const { port } = new URL(sandboxAddress(config));
  if (Number(port) === config.port || (await listenError(Number(port), '127.0.0.1')) !== undefined) {
    throw new StartRefused(`port ${port} of the sandbox is in use: set SANDBOX_PORT`);
  }
  const sandbox = fork(join(projectRoot, 'dist', 'sandbox', 'main.js'), {
    env: {
      PATH: process.env['PATH'],
      SANDBOX_PORT: port,
      SANDBOX_FILE: join(config.dataDir, 'sandbox.json'),
      SANDBOX_PRODUCT_URL: `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}`,
      STRIPE_SECRET_KEY: config.stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: config.stripe.webhookSecrets[0],
      FONIX_API_KEY: config.fonix?.apiKey,
      FONIX_WEBHOOK_TOKEN: config.fonix?.webhookToken,
    },
  });
  const failed = once(sandbox, 'exit').then(() =>
    Promise.reject(new StartRefused('the sandbox did not start')),
  );
  const [{ smtpUrl }] = (await Promise.race([once(sandbox, 'message'), failed])) as [{ smtpUrl: string }];
  failed.catch(() => {
    if (!sandbox.killed)
      process.stderr.write('The sandbox has ended: stop and start again to have it back.\n');
  });
  return { sandbox, smtpUrl };
}

async function stopSandbox(sandbox: ChildProcess): Promise<void> {
  if (sandbox.exitCode !== null || sandbox.signalCode !== null) return;
  const gone = once(sandbox, 'exit');
  sandbox.kill('SIGTERM');
  await gone;
}

function banner(config: Config, movedTo: string | undefined): string {
  const sandbox = sandboxAddress(config);
  const lines = [
    ['Every Penny is ready.'],
    ['  Give by card', `${config.publicUrl}/`],
    ...(config.played.includes('fonix') ? [['  Text from a phone', `${sandbox}/phone`]] : []),
    ...(config.played.length > 0 ? [['  Mail', `${sandbox}/mail`]] : []),
    ['  Staff sign-in', `${config.publicUrl}/staff`],
    ['', 'invite yourself: npx everypenny staff invite --role admin --email you@example.org'],
    ['', 'or, with a token: npx everypenny token create --role finance --name "Your name"'],
    ['  API', `${config.publicUrl}/api/docs`],
    ...(config.played.includes('stripe')
      ? [['  Test card', '4242 4242 4242 4242, any date to come, any CVC']]
      : []),
    ...(movedTo === undefined
      ? []
      : [['  Database', `${movedTo} (PostgreSQL's own user can't reach this folder)`]]),
    ['  Ctrl-C stops everything; the data stays.'],
  ];
  return `\n${lines.map(([name = '', value = '']) => `${name.padEnd(20)} ${value}`.trimEnd()).join('\n')}\n\n`;
}
