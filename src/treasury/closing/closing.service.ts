import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { bankLock, fundLock, lockFunds } from '../../ledger/fund-locks.js';
import { Audit } from '../../platform/access/audit.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { penceFromText } from '../../vocabulary/pence.js';
import { ClosingChecklist } from './closing-checklist.js';
import type { ClosingDto } from './closing.dto.js';
import { NotAtZero } from './closing.problems.js';

const lookEveryMs = 60_000;

/** The entries of a closed book that were not in it when it was seen to be at zero. */
const late = `
  select distinct transfer.entry, appeal.slug, transfer.happening::text, transfer.donation_id as "donationId",
    (select sum(amount_pence) from ledger.transfer legs where legs.entry = transfer.entry)::text as pence
  from giving.appeal join ledger.account on account.book = appeal.slug
  join ledger.transfer on account.id in (transfer.debit_account, transfer.credit_account)
    and (transfer.epoch, transfer.txid) >= (appeal.closed_epoch, pg_snapshot_xmin(appeal.closed_snapshot::pg_snapshot))
  where appeal.status = 'closed' and (transfer.epoch > appeal.closed_epoch
    or not pg_visible_in_snapshot(transfer.txid, appeal.closed_snapshot::pg_snapshot))
  order by transfer.entry limit 200`;

/** The end of an appeal: nothing is owed to anybody. It never makes the books fit. */
@Injectable()
export class Closing implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly checklist: ClosingChecklist,
    private readonly breaks: Breaks,
    private readonly audit: Audit,
    private readonly schedule: Schedule,
  ) {}

  onModuleInit(): void {
    this.schedule.every(lookEveryMs, 'late events of closed appeals', () => this.noteLate());
  }

  /** Throws AppealNotFound. */
  of(slug: string): Promise<ClosingDto> {
    return this.checklist.of(this.dataSource, slug);
  }

  /** It takes no more donations; saying so again changes nothing. Throws AppealNotFound. */
  async stop(slug: string, person: string): Promise<ClosingDto> {
    const { status: before } = await this.appeals.get(slug);
    await this.transactions.run(async (tx) => {
      const { status } = await this.appeals.stop(tx, slug, person);
      const change = { what: 'appeal', id: slug, before: { status: before }, after: { status } };
      if (status !== before) await this.audit.changed(tx, person, [change]);
    });
    return this.of(slug);
  }

  /** Closes it once every account is at zero; again changes nothing. Throws AppealNotFound, NotAtZero. */
  async close(slug: string, person: string): Promise<ClosingDto> {
    await this.appeals.get(slug);
    await this.transactions.run(async (tx) => {
      await lockFunds(tx, [bankLock(slug), fundLock(slug, 'restricted'), fundLock(slug, 'surplus')]);
      const [{ snapshot }] = await tx.query<[{ snapshot: string }]>(
        'select pg_current_snapshot()::text as snapshot',
      );
      const { status, mayClose, items } = await this.checklist.of(tx, slug);
      if (status === 'closed') return;
      if (!mayClose) throw new NotAtZero(items.filter(({ blocks }) => blocks));
      await this.appeals.close(tx, slug, person, snapshot);
      const change = { what: 'appeal', id: slug, before: { status }, after: { status: 'closed' } };
      await this.audit.changed(tx, person, [change]);
    });
    return this.of(slug);
  }

  /** What happened after all is in the books, because it is true; that the appeal is not at zero is for people. */
  async noteLate(): Promise<void> {
    await this.transactions.run(async (tx) => {
      const rows =
        await tx.query<
          { entry: string; slug: string; happening: string; donationId: string | null; pence: string }[]
        >(late);
      for (const { entry, slug, happening, donationId, pence } of rows)
        await this.breaks.note(tx, {
          kind: 'booked_after_closing',
          reference: entry,
          appeal: slug,
          ...(donationId !== null && { donationId }),
          amountPence: penceFromText(pence),
          detail: `${happening.replaceAll('_', ' ')}: it was heard of after the appeal had been closed.`,
          whatToDo: 'Settle it with the charity or the operator, until every account is at zero again.',
          ours: [{ what: 'entry', id: entry, amountPence: Number(pence) }],
        });
    });
  }
}
