import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createSandbox } from '../../sandbox/create-sandbox.js';
import { listenForMail } from '../../sandbox/mail/mail-server.js';
import { Store } from '../../sandbox/store.js';
import { exampleAppeals, applyAppealFiles } from '../../src/appeal-files.js';
import { createApp } from '../../src/create-app.js';
import type { Role } from '../../src/platform/access/permissions.js';
import { Tokens } from '../../src/platform/access/tokens.js';
import { readConfig, type Config } from '../../src/platform/config/config.js';
import { freePort } from '../../src/platform/database/postgres-server.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { Workers } from '../../src/platform/messaging/workers.js';
import { Schedule } from '../../src/platform/schedule/schedule.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** Fonix is on, as the sandbox plays it unless a test says otherwise. */
export type TestConfig = Config & { fonix: NonNullable<Config['fonix']> };

/** The product and its sandbox, listening on ports of their own, on a database of their own. */
export interface TestApp {
  app: NestFastifyApplication;
  config: TestConfig;
  database: TestDatabase;
  /** The product's and the sandbox's addresses, without a slash at the end. */
  url: string;
  sandboxUrl: string;
  /** Everything that was logged so far, line by line. */
  logs: string[];
  /** A bearer token of a person with this role. */
  token(role: Role, person?: string): Promise<string>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** The background half; `false` leaves messages waiting. */
  workers?: boolean;
  /** No sandbox: the providers don't answer. */
  sandbox?: boolean;
  /** `false`: every webhook of the sandbox is lost, and a test sends what it wants to be heard. */
  webhooks?: boolean;
  /** What comes round again: snapshots, the catch-up. `false` where a test does it by hand. */
  schedule?: boolean;
  env?: Record<string, string>;
  /** Files of appeals; the real one unless a test has its own. */
  appeals?: string[];
}

/** Starts the product as `npm start` does, with the real appeal, in this process. */
export async function startTestApp({
  workers = true,
  sandbox = true,
  webhooks = true,
  schedule = workers,
  env = {},
  appeals = exampleAppeals(),
}: TestAppOptions = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'everypenny-app-'));
  const [port, sandboxPort] = await Promise.all([freePort(), freePort()]);
  const config = readConfig(
    {
      PORT: String(port),
      DATABASE_URL: database.url,
      SECRETS_KEY: randomBytes(32).toString('base64'),
      DATA_DIR: folder,
      NODE_ENV: 'test',
      LOG_LEVEL: 'debug',
      ...env,
    },
    sandboxPort,
  ) as TestConfig;
  const logs: string[] = [];
  const logger = createLogger(config.logLevel, { write: (line) => void logs.push(line) });
  const company = sandbox ? await listeningSandbox(config, folder, sandboxPort, webhooks) : undefined;
  const app = await createApp(config, database.url, logger);
  await app.listen(port, '127.0.0.1');
  await applyAppealFiles(app, appeals);
  if (workers) app.get(Workers).start();
  if (schedule) app.get(Schedule).start();
  return {
    app,
    config,
    database,
    logs,
    url: `http://127.0.0.1:${port}`,
    sandboxUrl: `http://127.0.0.1:${sandboxPort}`,
    token: (role, person = `A ${role}`) => app.get(Tokens).create({ person, role }),
    async close() {
      await app.close();
      const faults = company ? await faultsSeenByStripe(sandboxPort) : [];
      await company?.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`Requests that Stripe must not get: ${JSON.stringify(faults)}`);
    },
  };
}

/** Unknown parameters, keys that are missing, card numbers, metadata that is no id. There may be none, in any story. */
async function faultsSeenByStripe(sandboxPort: number): Promise<object[]> {
  const response = await fetch(`http://127.0.0.1:${sandboxPort}/stripe/watch`);
  return ((await response.json()) as { faults: object[] }).faults;
}

/** Starts the sandbox and lets the product send its mail there. */
async function listeningSandbox(config: TestConfig, folder: string, port: number, webhooks: boolean) {
  const store = new Store(join(folder, 'sandbox.json'));
  const sandbox = createSandbox({
    store,
    baseUrl: `http://127.0.0.1:${port}`,
    // Nothing listens on port 9, so nothing arrives.
    productUrl: `http://127.0.0.1:${webhooks ? config.port : 9}`,
    stripe: { secretKey: config.stripe.secretKey, webhookSecret: config.stripe.webhookSecrets[0] ?? '' },
    fonix: { apiKey: config.fonix.apiKey, webhookToken: config.fonix.webhookToken },
  });
  const mail = await listenForMail(store);
  config.smtpUrl ??= mail.url;
  sandbox.addHook('onClose', async () => {
    await mail.close();
    store.flush();
  });
  await sandbox.listen({ port, host: '127.0.0.1' });
  return sandbox;
}
