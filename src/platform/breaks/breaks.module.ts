import { Global, Module } from '@nestjs/common';
import { Breaks } from './breaks.js';

/** What does not agree: kept and shown. It never corrects anything. */
@Global()
@Module({ providers: [Breaks], exports: [Breaks] })
export class BreaksModule {}
