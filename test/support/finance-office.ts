import { expect } from '@jest/globals';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { BooksCheck } from '../../src/reports/check.js';
import type { Round } from '../remittances/treasurer.js';
import type { TestApp } from './app.js';
import { slug } from './donor.js';
import type { Call } from './play-gateway.js';
import { Staff } from './staff.js';
import type { StripeWorld } from './stripe.js';

interface OpenLine {
  id: string;
  bankId: string;
  matches: { id: string }[];
}

interface Wish {
  amountPence?: number;
  lateReason?: string;
}

/** Flo prepares, Ben approves, Ann may do both: by the staff API, with what bank, gateway and Stripe show. */
export class FinanceOffice {
  /** A London date: of the lines of the bank, of remittances. */
  today = '';
  /** What phones were charged, as the gateway knows it. */
  readonly texts: { date: string; charge: Call; amountPence: number }[] = [];
  private lines = 0;
  private readonly shown = new Set<string>();

  private constructor(
    private readonly test: TestApp,
    private readonly stripe: StripeWorld,
    readonly flo: Staff,
    readonly ben: Staff,
    readonly ann: Staff,
  ) {}

  static async of(test: TestApp, stripe: StripeWorld): Promise<FinanceOffice> {
    const flo = await Staff.of(test, 'finance', 'Flo');
    const ben = await Staff.of(test, 'approver', 'Ben');
    return new FinanceOffice(test, stripe, flo, ben, await Staff.of(test, 'admin', 'Ann'));
  }

  /** The bank’s statement has one more line; `matched` says whether it is what was expected. */
  async bankShows(amountPence: number, reference: string): Promise<{ matched: number }> {
    const line = { id: `line ${(this.lines += 1)}`, date: this.today, amountPence, reference };
    return (await this.flo.post<{ matched: number }>('settlements/bank-lines', [line])).body;
  }

  /** It shows what Stripe has paid out or debited since. Resolves with what that comes to. */
  async payoutsArrive(): Promise<number> {
    const { data } = await this.stripe.client.payouts.list({ limit: 100 });
    const arrived = data.filter(({ id, status }) => status === 'paid' && !this.shown.has(id));
    for (const { id, amount } of arrived) {
      this.shown.add(id);
      expect((await this.bankShows(amount, `STRIPE ${id}`)).matched).toBe(1);
    }
    return arrived.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** The newest line, which waits for people. */
  private async waiting(): Promise<OpenLine> {
    const { items } = await this.flo.read<{ items: OpenLine[] }>('settlements');
    const line = items.find(({ bankId }) => bankId === `line ${this.lines}`);
    if (!line) throw new Error('the newest line waits for nobody');
    return line;
  }

  /** It is what Flo says, and Ben agrees. */
  async explain(as: string, more: object = {}): Promise<void> {
    const { id } = await this.waiting();
    const said = { as, appeal: slug, ...more };
    const { body } = await this.flo.post<{ id: string }>(`settlements/bank-lines/${id}/explain`, said);
    expect((await this.ben.post(`settlements/explanations/${body.id}/confirm`)).status).toBe(200);
  }

  /** It is what was proposed. */
  async confirmMatch(): Promise<void> {
    const { matches } = await this.waiting();
    expect((await this.flo.post(`settlements/matches/${matches[0]?.id}/confirm`)).status).toBe(200);
  }

  /** The gateway’s statement of a month such as 2026-12, with what it kept. */
  async gatewayStates(month: string, feePence: number): Promise<{ agrees: number }> {
    const rows = this.texts
      .filter(({ date }) => date.startsWith(month))
      .map(({ date, charge: { form, txguid }, amountPence }) => {
        const number = form['NUMBERS']?.replace(/.*\./, '');
        return `${date},${number},voda-uk,${form['REQUESTID']},${txguid},${amountPence},charged`;
      });
    const csv = ['date,msisdn,operator,requestid,guid,amount,status', ...rows, ''].join('\n');
    const path = `settlements/gateway-statements?feePence=${feePence}`;
    return (await this.flo.postCsv<{ agrees: number }>(path, csv)).body;
  }

  /** A round of all that may be sent, or of so much, before anybody approves it. */
  async draft(purpose: string, wish: Wish = {}): Promise<Round> {
    return (await this.flo.post<Round>('remittances', { appeal: slug, purpose, ...wish })).body;
  }

  /** Drafted, approved by another, sent, shown by the bank, acknowledged by the charity. */
  async passOn(purpose: string, wish?: Wish): Promise<Round> {
    const { id } = await this.draft(purpose, wish);
    const { status, text, body } = await this.ben.post<Round>(`remittances/${id}/approve`);
    expect([status, text]).toEqual([200, text]);
    const bankReference = `ROUND ${body.number}`;
    await this.flo.post(`remittances/${id}/sent`, { bankReference, sentOn: this.today });
    expect((await this.bankShows(-body.paidPence, bankReference)).matched).toBe(1);
    return (await this.flo.post<Round>(`remittances/${id}/acknowledged`)).body;
  }

  /** The charity’s notice of a surplus, for all gifts to come: prepared by Ann, who can’t approve it, but Ben can. */
  async notice(heldPence: number): Promise<void> {
    const path = `appeals/${slug}/surplus-notices`;
    const { body } = await this.prepareNotice(heldPence);
    expect((await this.ann.post(`${path}/${body.id}/approve`)).status).toBe(403);
    expect((await this.ben.post(`${path}/${body.id}/approve`)).status).toBe(200);
  }

  prepareNotice(heldPence: number) {
    const notice = { noticeDate: this.today, newDonationsPurpose: 'surplus', heldPence };
    return this.ann.post<{ id: string; code?: string }>(`appeals/${slug}/surplus-notices`, notice);
  }

  /** What became of each fund: received, refunded, re-designated, passed on, set off, held. */
  async funds(): Promise<number[][]> {
    const { funds } = await this.flo.read<{ funds: Record<string, number>[] }>(
      `appeals/${slug}/fund-statement`,
    );
    const lines = ['received', 'refunded', 'redesignated', 'passedOn', 'setOff', 'held'];
    return funds.map((fund) => lines.map((line) => fund[`${line}Pence`] ?? 0));
  }

  close() {
    return this.flo.post<{ status: string; code?: string; errors?: { field: string }[] }>(
      `appeals/${slug}/close`,
    );
  }

  /** The accounts that hold something, now or as they were at a moment. */
  async accounts(at?: Date): Promise<Record<string, number>> {
    const moment = at ? `&at=${at.toISOString()}` : '';
    const { accounts } = await this.flo.read<{ accounts: Record<string, string | number>[] }>(
      `accounts?appeal=${slug}${moment}`,
    );
    return Object.fromEntries(
      accounts
        .filter(({ balancePence }) => balancePence !== 0)
        .map(({ account, gateway, purpose, balancePence }) => [
          [account, gateway, purpose].filter(Boolean).join(' '),
          Number(balancePence),
        ]),
    );
  }

  /** Proves the books, and that Stripe has what they say. */
  async check(): Promise<void> {
    expect(await this.test.app.get(BalanceCheck).run()).toBe(0);
    expect((await this.test.app.get(BooksCheck).run()).breaks).toEqual([]);
  }

  /** The kinds of what doesn’t agree and waits for a person. */
  async breaks(): Promise<string[]> {
    const { items } = await this.flo.read<{ items: { kind: string }[] }>('breaks');
    return items.map(({ kind }) => kind).toSorted();
  }
}

/** A table with a row for each account and a column for each month: by month, the accounts that hold something. */
export function accountsByMonth(table: string): Record<string, number>[] {
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/ {2,}/));
  const ofMonth = (month: number) => rows.map(([account, ...pence]) => [account, Number(pence[month])]);
  return [0, 1, 2, 3, 4, 5].map((month) =>
    Object.fromEntries(ofMonth(month).filter(([, pence]) => pence !== 0)),
  );
}
