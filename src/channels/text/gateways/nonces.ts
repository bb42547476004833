import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Schedule } from '../../../platform/schedule/schedule.js';
import { Clock } from '../../../vocabulary/clock.js';

/** How far the time in a signature may be from ours. */
const toleranceMs = 5 * 60_000;
const forgetAfterMs = 60 * 60_000;
const forgetEveryMs = 10 * 60_000;

/** Signatures that were used. Each stands for one message: sent again with that one it is a repeat, else forged. */
@Injectable()
export class Nonces implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.schedule.every(forgetEveryMs, 'forgetting of nonces', () => this.forget());
  }

  /** Whether a signature of this time, in seconds since 1970, is neither old nor of the future. */
  isTimely(seconds: unknown): boolean {
    const text = String(seconds);
    return (
      /^\d{1,10}$/.test(text) && Math.abs(this.clock.now().getTime() - Number(text) * 1_000) <= toleranceMs
    );
  }

  /** Remembers the nonce with its message; `false` if it was used for another one. */
  async belongsTo(nonce: string, message: string): Promise<boolean> {
    const [row] = await this.dataSource.query<{ message: string }[]>(
      `insert into text.nonce (nonce, message, seen_at) values ($1, $2, $3)
       on conflict (nonce) do update set seen_at = excluded.seen_at returning message`,
      [nonce, message, this.clock.now()],
    );
    return row?.message === message;
  }

  /** Drops what is long past the tolerance: its time alone would be refused. */
  async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - forgetAfterMs);
    await this.dataSource.query('delete from text.nonce where seen_at < $1', [before]);
  }
}
