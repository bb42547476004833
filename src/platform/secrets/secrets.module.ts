import { Global, Module } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Secrets } from './secrets.js';

/** Seals and opens personal data. It never keeps any. */
@Global()
@Module({
  providers: [
    {
      provide: Secrets,
      inject: [CONFIG],
      useFactory: (config: Config) => new Secrets(config.secretsKey, config.secretsKeyPrevious),
    },
  ],
  exports: [Secrets],
})
export class SecretsModule {}
