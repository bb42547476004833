import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { type Purpose, purposes } from '../../ledger/accounts.js';
import type { Happening } from '../../ledger/entry.js';
import { penceFromText } from '../../vocabulary/pence.js';
import type { FundDto, FundStatementDto } from './surplus.dto.js';

type Line = Exclude<keyof FundDto, 'purpose' | 'openingPence' | 'heldPence'>;

/** Where each happening that moves a fund is told, and whether an amount into the fund adds to that line. */
const lines: Partial<Record<Happening, [Line, 1 | -1]>> = {
  card_charged: ['receivedPence', 1],
  text_charged: ['receivedPence', 1],
  given_by_bank: ['receivedPence', 1],
  surplus_noticed: ['redesignatedPence', 1],
  remittance_sent: ['passedOnPence', -1],
  remittance_returned: ['passedOnPence', -1],
  set_off: ['setOffPence', -1],
};

/** What else takes from a fund, or gives back to it, is money that went back to donors. */
const refunded: [Line, 1 | -1] = ['refundedPence', -1];

const before = `(occurred_at at time zone 'Europe/London')::date < $2::date`;
const until = `($3::date is null or (occurred_at at time zone 'Europe/London')::date <= $3::date)`;

/** What each account of money held took in and gave out, by happening; `null` is what was there before. */
const moves = `
  select account.purpose, case when $2::date is not null and ${before} then null else happening::text end as happening,
    (-sum(amount_pence))::text as pence
  from ledger.account join ledger.posting on posting.account = account.id
  where account.book = $1 and account.name = 'held' and ${until}
  group by 1, 2`;

/** What became of the money for each purpose, out of the books. */
@Injectable()
export class FundStatements {
  constructor(
    private readonly dataSource: DataSource,
    private readonly appeals: Appeals,
  ) {}

  /** Between two London dates, both inclusive and both optional. Throws AppealNotFound. */
  async of(appeal: string, from?: string, to?: string): Promise<FundStatementDto> {
    await this.appeals.get(appeal);
    const rows = await this.dataSource.query<
      { purpose: Purpose; happening: Happening | null; pence: string }[]
    >(moves, [appeal, from ?? null, to ?? null]);
    const [noticed] = await this.dataSource.query<[{ pence: string }]>(
      `select coalesce(sum(passed_on_pence), 0)::text as pence from treasury.surplus_notice
       where appeal = $1 and state = 'approved' and ($2::date is null or notice_date >= $2)
         and ($3::date is null or notice_date <= $3)`,
      [appeal, from ?? null, to ?? null],
    );
    return {
      appeal,
      funds: purposes.map((purpose) =>
        fundOf(
          purpose,
          rows.filter((row) => row.purpose === purpose),
        ),
      ),
      redesignatedAfterPassingOnPence: penceFromText(noticed.pence),
    };
  }
}

function fundOf(purpose: Purpose, rows: { happening: Happening | null; pence: string }[]): FundDto {
  const fund: FundDto = {
    purpose,
    openingPence: 0,
    receivedPence: 0,
    refundedPence: 0,
    redesignatedPence: 0,
    passedOnPence: 0,
    setOffPence: 0,
    heldPence: 0,
  };
  for (const { happening, pence } of rows) {
    const movedPence = penceFromText(pence);
    fund.heldPence += movedPence;
    if (happening === null) {
      fund.openingPence += movedPence;
      continue;
    }
    const [line, sign] = lines[happening] ?? refunded;
    fund[line] += sign * movedPence;
  }
  return fund;
}
