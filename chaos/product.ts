import { run, stopOnSignal } from '../src/main.js';
import { readConfig } from '../src/platform/config/config.js';
import { createLogger } from '../src/platform/logging/logger.js';

// Both halves of the product in one process, on the database that the harness runs.
const config = readConfig(process.env);
const app = await run(config, config.databaseUrl ?? '', createLogger(config.logLevel), {
  http: true,
  workers: true,
});
stopOnSignal(() => app.close());
