import { Module } from '@nestjs/common';
import { AppModule } from '../../src/app.module.js';
import { applyAppealFiles, exampleAppeals } from '../../src/appeal-files.js';
import { run } from '../../src/main.js';
import { Tokens } from '../../src/platform/access/tokens.js';
import { readConfig } from '../../src/platform/config/config.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { rivals } from './rival-routes.js';

/* The product, with the routes that it is compared with beside its own. */
Module(rivals)(AppModule);
const config = readConfig(process.env);
const app = await run(config, config.databaseUrl ?? '', createLogger(config.logLevel), {
  http: true,
  workers: process.argv.includes('workers'),
});
await applyAppealFiles(app, exampleAppeals());
// A Ctrl-C reaches every process of the terminal; this one ends when its parent says so.
process.on('SIGINT', () => {});
process.on('disconnect', () => {
  void app.close().finally(() => process.exit(0));
});
process.send?.({ bearer: await app.get(Tokens).create({ person: 'Bench', role: 'finance' }) });
