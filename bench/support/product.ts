import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { applyAppealFiles, exampleAppeals } from '../../src/appeal-files.js';
import { createApp } from '../../src/create-app.js';
import { readConfig } from '../../src/platform/config/config.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { freePort } from '../../src/platform/database/postgres-server.js';
import { Child } from './child.js';
import type { BenchDatabase } from './database.js';

export const webhookToken = 'bench-webhook-token';
export const slug = 'sun-ukraine-fund';

/** The product in a process of its own, as it is. */
export interface Product {
  port: number;
  pid: number;
  /** A bearer token that may export. */
  bearer: string;
  stop(): Promise<void>;
}

/** What a process of the product needs of the environment. `gatewayPort` is where the gateway is played. */
export function productEnvironment(database: BenchDatabase, port: number, gatewayPort: number) {
  return {
    PORT: String(port),
    DATABASE_URL: database.url,
    DATA_DIR: database.folder,
    SECRETS_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'error',
    SANDBOX: 'stripe',
    FONIX_API_KEY: 'test_bench',
    FONIX_API_BASE: `http://127.0.0.1:${gatewayPort}`,
    FONIX_WEBHOOK_TOKEN: webhookToken,
  };
}

/** Starts the product; resolves when it answers. `workers` says whether its background half runs. */
export async function startProduct(
  database: BenchDatabase,
  { workers = false, gatewayPort = 9 }: { workers?: boolean; gatewayPort?: number } = {},
): Promise<Product> {
  const port = await freePort();
  const child = Child.start(
    '../product/main.js',
    workers ? ['workers'] : [],
    productEnvironment(database, port, gatewayPort),
  );
  const { bearer } = await child.answer<{ bearer: string }>();
  return { port, pid: child.pid, bearer, stop: () => child.stop() };
}

/** The product's services in this process, without HTTP and workers, with the real appeal. */
export async function openProduct(database: BenchDatabase): Promise<NestFastifyApplication> {
  const config = readConfig(productEnvironment(database, 1, 9));
  const app = await createApp(config, database.url, createLogger(config.logLevel));
  await app.init();
  await applyAppealFiles(app, exampleAppeals());
  return app;
}
