import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Appeal } from '../giving/appeals/appeal.entity.js';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { penceFromText } from '../vocabulary/pence.js';
import type { ChannelGivenDto, FinalStatementDto, PassedOnDto } from './final-statement.dto.js';
import { OperatorStatement } from './operator-statement.js';
import { AppealNotClosed } from './reports.problems.js';
import { Totals } from './totals.js';

const given = `
  select channel, count(*)::integer as donations, sum(charged_pence)::text as charged,
    sum(refunded_pence + lost_pence + reversed_pence)::text as back
  from giving.donation where appeal = $1 and charged_pence > 0 group by channel order by channel`;

const payments = `
  select to_char(sent_on, 'YYYY-MM-DD') as "sentOn", payee, purpose, payment.amount_pence::text as pence
  from treasury.remittance join treasury.remittance_payment payment on payment.remittance_id = remittance.id
  where appeal = $1 and sent_on is not null and returned_on is null order by sent_on, number, payee`;

/** By gift: the days from its receipt until it left the bank, the first time that it stayed gone. */
const days = `
  select percentile_disc(0.5) within group (order by days)::integer as median, max(days)::integer as longest
  from (
    select min(sent_on - received_on) as days
    from treasury.remittance_donation carried join treasury.remittance on remittance.id = carried.remittance_id
    where appeal = $1 and sent_on is not null and received_on is not null and released_pence < carried.amount_pence
    group by donation_id
  ) gift`;

const redesignated = `
  select coalesce(sum(held_pence), 0)::text as pence from treasury.surplus_notice
  where appeal = $1 and state = 'approved'`;

/** What everybody may read once an appeal is closed: what was given, and that it arrived. */
@Injectable()
export class FinalStatements {
  constructor(
    private readonly dataSource: DataSource,
    private readonly appeals: Appeals,
    private readonly totals: Totals,
    private readonly bill: OperatorStatement,
  ) {}

  /** Throws AppealNotFound, AppealNotClosed. */
  async of(slug: string): Promise<FinalStatementDto> {
    const { definition, status } = await this.appeals.get(slug);
    const { closedAt } = await this.dataSource.getRepository(Appeal).findOneByOrFail({ slug });
    if (status !== 'closed' || !closedAt) throw new AppealNotClosed();
    const { raisedPence, remittedPence } = await this.totals.of(slug);
    const { feesPence, paidPence } = await this.bill.of(slug, {});
    const [taken] = await this.query<{ median: number | null; longest: number | null }>(days, slug);
    const [moved] = await this.query<{ pence: string }>(redesignated, slug);
    return {
      appeal: slug,
      title: definition.title,
      operator: definition.operator.name,
      partner: definition.partner.name,
      closedAt,
      raisedPence,
      given: await this.given(slug),
      feesPence,
      feesPaidByOperatorPence: paidPence,
      passedOnPence: remittedPence,
      payments: await this.payments(slug),
      redesignatedPence: penceFromText(moved?.pence ?? '0'),
      medianDays: taken?.median ?? null,
      longestDays: taken?.longest ?? null,
    };
  }

  private async given(slug: string): Promise<ChannelGivenDto[]> {
    type Row = { channel: string; donations: number; charged: string; back: string };
    return (await this.query<Row>(given, slug)).map(({ charged, back, ...row }) => ({
      ...row,
      chargedPence: penceFromText(charged),
      wentBackPence: penceFromText(back),
    }));
  }

  private async payments(slug: string): Promise<PassedOnDto[]> {
    type Row = Omit<PassedOnDto, 'amountPence'> & { pence: string };
    return (await this.query<Row>(payments, slug)).map(({ pence, ...row }) => ({
      ...row,
      amountPence: penceFromText(pence),
    }));
  }

  private query<Row>(sql: string, slug: string): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, [slug]);
  }
}
