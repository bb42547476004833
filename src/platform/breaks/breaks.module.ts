import { Global, Module } from '@nestjs/common';
import { Breaks } from './breaks.js';
import { StuckMessages } from './stuck-messages.js';

/** What does not agree: kept and shown. It never corrects anything. */
@Global()
@Module({ providers: [Breaks, StuckMessages], exports: [Breaks] })
export class BreaksModule {}
