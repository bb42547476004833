import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Audit } from '../access/audit.js';
import { Transactions } from '../database/transactions.js';
import { ValidationFailed } from '../http/http.problems.js';
import { BREAK_KINDS, type BreakKinds } from './break-kinds.js';
import { BreakNotFound } from './breaks.problems.js';

/** What people say of breaks. It never corrects anything. */
@Injectable()
export class BreakSettling {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    @Inject(BREAK_KINDS) private readonly kinds: BreakKinds,
  ) {}

  /**
   * A person has dealt with it, outside or by other routes; nothing else changes. Throws BreakNotFound, and
   * ValidationFailed for an action that doesn't settle this kind.
   */
  async settle(
    id: string,
    { action, note }: { action: string; note: string },
    person: string,
  ): Promise<void> {
    const [open] = await this.dataSource.query<{ kind: string }[]>(
      'select kind from breaks.break where id = $1 and settled_at is null',
      [id],
    );
    if (!open) throw new BreakNotFound();
    const actions = Object.keys(this.kinds[open.kind]?.actions ?? {});
    if (!actions.includes(action))
      throw new ValidationFailed([{ field: 'action', message: `must be one of ${actions.join(', ')}` }]);
    await this.transactions.run(async (tx) => {
      const [settled] = await tx.query<[unknown[], number]>(
        `update breaks.break set settled_at = clock_timestamp(), settled_by = $2, action = $3, note = $4
         where id = $1 and settled_at is null returning id`,
        [id, person, action, note],
      );
      if (settled.length === 0) throw new BreakNotFound();
      const change = { what: 'break', id, before: { settled: false }, after: { settled: true, action } };
      await this.audit.changed(tx, person, [change]);
    });
  }
}
