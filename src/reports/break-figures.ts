import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BREAK_KINDS, type BreakKinds } from '../platform/breaks/break-kinds.js';
import { Clock, daysBetween, londonDate } from '../vocabulary/clock.js';

export interface BreakFigure {
  kind: string;
  means: string;
  open: number;
  /** Of those, how many have waited for more than a week. */
  old: number;
  oldestDays: number;
}

const figures = `
  select kind, count(*)::int as open, min(created_at) as oldest,
    count(*) filter (where created_at < $1::timestamptz - interval '7 days')::int as old
  from breaks.break where settled_at is null group by kind order by min(created_at), kind`;

/** How much there is to settle, by kind and age. It reads; the queue itself is BreakList. */
@Injectable()
export class BreakFigures {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(BREAK_KINDS) private readonly kinds: BreakKinds,
  ) {}

  /** The kind with the oldest break first. */
  async open(): Promise<BreakFigure[]> {
    const now = this.clock.now();
    const rows = await this.dataSource.query<{ kind: string; open: number; old: number; oldest: Date }[]>(
      figures,
      [now],
    );
    return rows.map(({ oldest, ...row }) => ({
      ...row,
      means: this.kinds[row.kind]?.means ?? '',
      oldestDays: daysBetween(londonDate(oldest), londonDate(now)),
    }));
  }
}
