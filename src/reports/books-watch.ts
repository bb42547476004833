import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Breaks } from '../platform/breaks/breaks.js';
import { type Tx, Transactions } from '../platform/database/transactions.js';
import { Schedule } from '../platform/schedule/schedule.js';
import { Clock, londonDate } from '../vocabulary/clock.js';
import { BooksCheck, type CheckBreak } from './check.js';

const lookEveryMs = 15 * 60_000;
/** Of a London night. */
const atHour = 3;

/** Proves the books every night, as `everypenny check` does, and shows staff what can't be right. */
@Injectable()
export class BooksWatch implements OnModuleInit {
  private provedOn = '';

  constructor(
    private readonly check: BooksCheck,
    private readonly transactions: Transactions,
    private readonly breaks: Breaks,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.schedule.every(lookEveryMs, 'nightly check', () => this.look());
  }

  private async look(): Promise<void> {
    const now = this.clock.now();
    const today = londonDate(now);
    const hour = Number(
      now
        .toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hour12: false })
        .slice(0, 2),
    );
    if (hour !== atHour || this.provedOn === today) return;
    this.provedOn = today;
    await this.run();
  }

  async run(): Promise<void> {
    const { breaks } = await this.check.run();
    await this.transactions.run(async (tx) => {
      for (const found of breaks) await this.note(tx, found);
    });
  }

  private note(tx: Tx, { identity, book, detail, rows }: CheckBreak): Promise<void> {
    return this.breaks.note(tx, {
      kind: 'books_do_not_agree',
      reference: [identity, book].filter(Boolean).join(' '),
      occasion: londonDate(this.clock.now()),
      detail,
      whatToDo: 'Stop remittances, and look at the rows with the people who run the system.',
      ...(book !== undefined && { appeal: book }),
      ours: rows.map((id) => ({ what: 'entry or donation', id })),
    });
  }
}
