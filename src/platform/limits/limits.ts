import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../database/transactions.js';

/** Something that happened, under the identity that it has outside: told again it is the same. */
export interface Mark {
  id: string;
  what: string;
  /** Whose it counts for, such as `address …`. Sealed or hashed by the caller where it is personal. */
  subjects: string[];
  at: Date;
}

/** How often each thing happened to one subject. */
export type Counts = Readonly<Record<string, number>>;

export interface Others {
  count: number;
  last: Date;
}

/** Counts happenings by inserting them: no counter that all would wait for, and none counted twice. */
@Injectable()
export class Limits {
  constructor(private readonly dataSource: DataSource) {}

  async mark(tx: Tx, { id, what, subjects, at }: Mark): Promise<void> {
    await tx.query(
      `insert into limits.mark (id, what, subject, at)
       select $1, $2, subject, $4 from unnest($3::text[]) as subject order by subject
       on conflict on constraint mark_pkey do nothing`,
      [id, what, subjects, at],
    );
  }

  /** What happened to each subject after `since`, one entry for each in their order. */
  async counts(subjects: string[], since: Date, tx: Tx = this.dataSource.manager): Promise<Counts[]> {
    const rows = await tx.query<{ subject: string; what: string; count: number }[]>(
      `select subject, what, count(*)::integer from limits.mark
       where subject = any($1) and at > $2 group by subject, what`,
      [subjects, since],
    );
    return subjects.map((subject) =>
      Object.fromEntries(
        rows.filter((row) => row.subject === subject).map(({ what, count }) => [what, count]),
      ),
    );
  }

  /** Of each subject, how often it happened after `since` and when last, but for the one happening `id`. */
  async others({ id, what, subjects }: Omit<Mark, 'at'>, since: Date): Promise<Others[]> {
    const rows = await this.dataSource.query<(Others & { subject: string })[]>(
      `select subject, count(*)::integer, max(at) as last from limits.mark
       where subject = any($1) and what = $2 and at > $3 and id <> $4 group by subject`,
      [subjects, what, since, id],
    );
    return subjects.map(
      (subject) => rows.find((row) => row.subject === subject) ?? { count: 0, last: since },
    );
  }

  /** A happening that isn't to count after all. */
  async takeBack({ id, what }: Pick<Mark, 'id' | 'what'>): Promise<void> {
    await this.dataSource.query('delete from limits.mark where id = $1 and what = $2', [id, what]);
  }

  /** Whom a happening was marked for. */
  async subjects(tx: Tx, id: string, what: string): Promise<string[]> {
    const rows = await tx.query<{ subject: string }[]>(
      'select subject from limits.mark where id = $1 and what = $2 order by subject',
      [id, what],
    );
    return rows.map(({ subject }) => subject);
  }

  /** Nothing is kept for longer than a limit looks back. */
  async forget(before: Date): Promise<void> {
    await this.dataSource.query('delete from limits.mark where at < $1', [before]);
    await this.dataSource.query('delete from limits.spent_token where spent_at < $1', [before]);
  }
}
