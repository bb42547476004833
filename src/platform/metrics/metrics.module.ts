import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics.js';

/** The figures that operators watch. It never holds a figure of the books: those are asked of the ledger. */
@Global()
@Module({ providers: [Metrics], exports: [Metrics] })
export class MetricsModule {}
