import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Donations } from '../../giving/donations/donations.service.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Clock } from '../../vocabulary/clock.js';
import { endHolds, heldForMs, overdueHolds } from './holds.js';
import { Phones } from './phones.js';
import { TextIntake } from './text-intake.js';
import { chargeLivesMs } from './text-outcomes.js';
import { TextParts } from './text-parts.js';

const everyMs = 10_000;
const mostAtOnce = 500;
/** So long we wait for the other parts of a text. */
const partsWaitMs = 5 * 60_000;

/** Ends what waited too long: held texts, charges without a word, texts of which a part is missing. */
@Injectable()
export class TextJanitor implements OnModuleInit {
  constructor(
    private readonly schedule: Schedule,
    private readonly transactions: Transactions,
    private readonly donations: Donations,
    private readonly phones: Phones,
    private readonly parts: TextParts,
    private readonly intake: TextIntake,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.schedule.every(everyMs, 'overdue texts', () => this.round());
  }

  async round(): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run((tx) => this.expireHolds(tx, now));
    await this.transactions.run((tx) => this.expireCharges(tx, now));
    await this.transactions.run((tx) => this.abandonParts(tx, now));
  }

  private async expireHolds(tx: Tx, now: Date): Promise<void> {
    const overdue = await overdueHolds(tx, new Date(now.getTime() - heldForMs));
    await this.donations.end(tx, await endHolds(tx, overdue, 'expired', now), 'expired');
  }

  /**
   * Our clock's word is no final word: the charges stay as they are, nobody is told that they failed, and a
   * later report or row of a statement still confirms.
   */
  private async expireCharges(tx: Tx, now: Date): Promise<void> {
    const since = new Date(now.getTime() - chargeLivesMs);
    const pending = await this.donations.pendingSince('text', since, mostAtOnce, tx);
    const rows = await tx.query<{ id: string }[]>(
      `select donation_id as id from text.charge where donation_id = any($1::uuid[])
       group by donation_id having max(expires_at) < $2`,
      [pending.map(({ id }) => id), now],
    );
    await this.donations.end(
      tx,
      rows.map(({ id }) => id),
      'expired',
    );
  }

  private async abandonParts(tx: Tx, now: Date): Promise<void> {
    const before = new Date(now.getTime() - partsWaitMs);
    const waiting = await this.parts.waitingSince(tx, before);
    if (waiting.length === 0) return;
    const optedOut = await this.phones.lock(tx, waiting);
    await this.intake.work(tx, await this.parts.abandon(tx, waiting, before), optedOut);
  }
}
