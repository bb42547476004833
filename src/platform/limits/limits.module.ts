import { Global, Module } from '@nestjs/common';
import { FormTokens } from './form-tokens.js';
import { Limits } from './limits.js';

/** What happened of late, by whom, for all processes alike. It never decides what is too much. */
@Global()
@Module({ providers: [Limits, FormTokens], exports: [Limits, FormTokens] })
export class LimitsModule {}
