import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

const lookEveryMs = 1_000;
/** At the greatest published peak, 350 donations a second, the workers have then been away for minutes. */
const mostWaiting = 100_000;

const fullness = `
  select count(*) > $1 as full
  from (select from messaging.inbox where done_at is null limit $1 + 1) as waiting`;

/** Whether so many messages wait for the workers that no more should be taken. It never counts beyond its bound. */
@Injectable()
export class Backlog {
  private full = false;
  private lookedAt = 0;

  constructor(private readonly dataSource: DataSource) {}

  /** As it was a moment ago: at most once a second somebody who asks has it looked at again. */
  isFull(): boolean {
    if (performance.now() - this.lookedAt >= lookEveryMs) {
      // When the store doesn't answer, keeping the message fails by itself.
      this.look().catch(() => {});
    }
    return this.full;
  }

  /** As it is now. */
  async look(): Promise<boolean> {
    this.lookedAt = performance.now();
    const [row] = await this.dataSource.query<[{ full: boolean }]>(fullness, [mostWaiting]);
    return (this.full = row.full);
  }
}
