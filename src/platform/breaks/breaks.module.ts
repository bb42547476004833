import { type DynamicModule, Global, Module } from '@nestjs/common';
import { BREAK_KINDS, type BreakKinds } from './break-kinds.js';
import { Breaks } from './breaks.js';
import { BreakSettling } from './break-settling.js';
import { StuckMessages } from './stuck-messages.js';

/** What does not agree: kept and shown. It never corrects anything. */
@Global()
@Module({})
export class BreaksModule {
  static with(kinds: BreakKinds): DynamicModule {
    return {
      module: BreaksModule,
      providers: [Breaks, BreakSettling, StuckMessages, { provide: BREAK_KINDS, useValue: kinds }],
      exports: [Breaks, BreakSettling, BREAK_KINDS],
    };
  }
}
