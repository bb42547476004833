import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Appeals } from '../giving/appeals/appeals.service.js';
import type { Happening } from '../ledger/entry.js';
import { penceFromText } from '../vocabulary/pence.js';
import type { OperatorStatementDto, StatementPeriod } from './operator-statement.dto.js';

/** What the operator writes as the reference of a payment, so that its line on the bank's statement explains itself. */
export const topUpReference = 'TOPUP FEES';

/** By the London day and the kind of happening; a card fee is one of hundreds a day. */
const lines = `
  select (occurred_at at time zone 'Europe/London')::date::text as date, happening as kind,
    count(*)::integer as count, sum(amount_pence)::text as "amountPence"
  from ledger.posting join ledger.account on account.id = posting.account
  where account.book = $1 and account.name = 'due_from_operator'
    and ($2::date is null or occurred_at < ($2::date + 1)::timestamp at time zone 'Europe/London')
  group by 1, 2 order by 1, 2`;

interface Row {
  date: string;
  kind: Happening;
  count: number;
  amountPence: string;
}

/** The operator's bill: each fee that it bears, what it has paid, and what it owes. It is read from the books. */
@Injectable()
export class OperatorStatement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly appeals: Appeals,
  ) {}

  /** Throws AppealNotFound. */
  async of(slug: string, { from, to }: StatementPeriod): Promise<OperatorStatementDto> {
    const { definition } = await this.appeals.get(slug);
    const rows = await this.dataSource.query<Row[]>(lines, [slug, to ?? null]);
    const all = rows.map((row) => ({ ...row, amountPence: penceFromText(row.amountPence) }));
    const isBefore = ({ date }: { date: string }): boolean => from !== undefined && date < from;
    const items = all.filter((row) => !isBefore(row));
    const paid = items.filter(({ kind }) => kind === 'operator_paid');
    const fees = items.filter(({ kind }) => kind !== 'operator_paid');
    return {
      appeal: slug,
      operator: definition.operator.name,
      from: from ?? null,
      to: to ?? null,
      openingPence: sumOf(all.filter(isBefore)),
      feesPence: sumOf(fees),
      // Paid in is taken off what is owed; said above 0.
      paidPence: 0 - sumOf(paid),
      balancePence: sumOf(all),
      payReference: topUpReference,
      items,
    };
  }
}

const sumOf = (rows: { amountPence: number }[]): number =>
  rows.reduce((sum, { amountPence }) => sum + amountPence, 0);
