import { Donations } from '../../src/giving/donations/donations.service.js';
import { Funds } from '../../src/ledger/funds.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { gatewayPaid, payoutBanked } from '../../src/ledger/postings-bank.js';
import { cardRefunded, disputeOpened, disputeWon, payoutCreated } from '../../src/ledger/postings-card.js';
import { type Tx, Transactions } from '../../src/platform/database/transactions.js';
import { BooksCheck } from '../../src/reports/check.js';
import { Clock, londonNoon } from '../../src/vocabulary/clock.js';
import { pence } from '../../src/vocabulary/pence.js';
import { type Gift, give } from '../reports/given.js';
import type { TestApp } from '../support/app.js';
import { call, slug } from '../support/donor.js';

export interface Round {
  id: string;
  number: number;
  state: string;
  amountPence: number;
  setOffPence: number;
  paidPence: number;
  donations: number;
  firstReceivedOn: string | null;
  lastReceivedOn: string | null;
  dueOn: string | null;
  payments: { id: string; payee: string; amountPence: number; returnedOn: string | null }[];
  code?: string;
  detail?: string;
  errors?: { field: string }[];
}

interface MaySend {
  maySendPence: number;
  overduePence: number;
  why: { sentence: string }[];
  due: { receivedOn: string; dueOn: string; openPence: number; overdue: boolean }[];
}

/** Turns the product's clock to noon of a London date. */
export function turnClock({ app }: TestApp, date: string): void {
  app.get(Clock).now = () => londonNoon(date);
}

/** What happens outside, and the people who pass the money on. */
export class Treasurer {
  private readonly bearers = new Map<string, string>();
  private happenings = 0;

  constructor(
    readonly test: TestApp,
    readonly appeal = slug,
  ) {}

  /** Flo prepares, Ben approves, Ann may do both, Ada reads. */
  static async of(test: TestApp, appeal = slug): Promise<Treasurer> {
    const treasurer = new Treasurer(test, appeal);
    for (const [person, role] of [
      ['Flo', 'finance'],
      ['Ben', 'approver'],
      ['Ann', 'admin'],
      ['Ada', 'auditor'],
    ] as const)
      treasurer.bearers.set(person, await test.token(role, person));
    return treasurer;
  }

  headers(person: string): Record<string, string> {
    return { Authorization: `Bearer ${this.bearers.get(person)}` };
  }

  post(person: string, path: string, json?: unknown) {
    return call<Round>(`${this.test.url}/api/v1/staff/${path}`, {
      method: 'POST',
      ...(json === undefined ? {} : { json }),
      headers: { Authorization: `Bearer ${this.bearers.get(person)}` },
    });
  }

  async read<Answer>(path: string, person = 'Ada') {
    const headers = { Authorization: `Bearer ${this.bearers.get(person)}` };
    return (await call<Answer>(`${this.test.url}/api/v1/staff/${path}`, { headers })).body;
  }

  fetch(path: string, person = 'Ada'): Promise<Response> {
    const headers = { Authorization: `Bearer ${this.bearers.get(person)}` };
    return fetch(`${this.test.url}/api/v1/staff/${path}`, { headers });
  }

  async csv(path: string): Promise<string> {
    const headers = { Authorization: `Bearer ${this.bearers.get('Flo')}` };
    return (await call(`${this.test.url}/api/v1/staff/${path}`, { headers })).text;
  }

  /** A paper of a round, as finance gets it. */
  async paper(paper: string, id: string) {
    const headers = { Authorization: `Bearer ${this.bearers.get('Flo')}` };
    const answer = await call(`${this.test.url}/api/v1/staff/remittances/${id}/${paper}`, { headers });
    return { status: answer.status, type: answer.headers.get('content-type'), text: answer.text };
  }

  async maySend(purpose: 'restricted' | 'surplus' = 'restricted'): Promise<MaySend> {
    const { purposes } = await this.read<{ purposes: MaySend[] }>(
      `remittances/may-send?appeal=${this.appeal}`,
    );
    const [restricted, surplus] = purposes;
    const found = purpose === 'restricted' ? restricted : surplus;
    if (!found) throw new Error('no such purpose');
    return found;
  }

  draft(amountPence?: number, more: object = {}, person = 'Flo') {
    const { appeal } = this;
    return this.post(person, 'remittances', { appeal, purpose: 'restricted', amountPence, ...more });
  }

  approve(id: string, person = 'Ben', json?: object) {
    return this.post(person, `remittances/${id}/approve`, json);
  }

  sent(id: string, sentOn = '2022-03-08') {
    return this.post('Flo', `remittances/${id}/sent`, { bankReference: `FP ${id.slice(0, 8)}`, sentOn });
  }

  /** Drafted and approved; says why where it is late. */
  async approved(amountPence?: number, more: object = { lateReason: 'A story of long ago' }): Promise<Round> {
    const { body: draft } = await this.draft(amountPence, more);
    const { status, body } = await this.approve(draft.id);
    if (status !== 200) throw new Error(`not approved: ${JSON.stringify([draft, body])}`);
    return body;
  }

  async passedOn(amountPence?: number): Promise<Round> {
    const { id } = await this.approved(amountPence);
    return (await this.sent(id)).body;
  }

  /** A gift by card whose money is in the bank. */
  async banked(gift: Gift): Promise<string> {
    const id = await give(this.test, { appeal: this.appeal, feePence: 0, ...gift });
    await this.payOut(gift.amountPence ?? 1000, gift.givenAt);
    return id;
  }

  give(gift: Gift): Promise<string> {
    return give(this.test, { appeal: this.appeal, feePence: 0, ...gift });
  }

  async payOut(amountPence: number, at = new Date('2022-03-05T10:00:00Z')): Promise<void> {
    const name = `payout ${this.happenings++}`;
    const book = this.appeal;
    await this.books((ledger, tx) =>
      ledger.post(tx, [
        payoutCreated({
          book,
          balanceTransactionId: `txn_${name}`,
          createdAt: at,
          netPence: pence(-amountPence),
        }),
        payoutBanked({ book, bankAccount: 'bank', reference: name, bookedAt: at }, pence(amountPence)),
      ]),
    );
  }

  /** The charity says that so much is more than the purpose needs. */
  async designate(amountPence: number): Promise<void> {
    const notice = { noticeId: `notice ${this.happenings++}`, book: this.appeal, noticedAt: new Date() };
    await this.test.app
      .get(Transactions)
      .run((tx) =>
        this.test.app.get(Funds).designateSurplus(tx, { ...notice, amountPence: pence(amountPence) }),
      );
  }

  async gatewayPays(amountPence: number, paidOn: string, feePence = 0): Promise<void> {
    const reference = `gateway ${this.happenings++}`;
    const line = { book: this.appeal, bankAccount: 'bank', reference, bookedAt: londonNoon(paidOn) };
    await this.books((ledger, tx) =>
      ledger.post(tx, [
        gatewayPaid(line, 'fonix', [
          { purpose: 'restricted', receivedPence: pence(amountPence), feePence: pence(feePence) },
        ]),
      ]),
    );
  }

  /** Stripe gives back so much of a card gift. */
  async refund(
    donationId: string,
    amountPence: number,
    partner = 'british-red-cross-society',
  ): Promise<void> {
    const balanceTransactionId = `txn_refund ${this.happenings++}`;
    await this.test.app.get(Transactions).run(async (tx) => {
      const [donation] = await this.test.app.get(Donations).lock(tx, [donationId]);
      if (!donation) throw new Error('no such donation');
      await this.test.app.get(Funds).withdraw(tx, [
        cardRefunded({
          book: this.appeal,
          donationId,
          purpose: donation.purpose,
          balanceTransactionId,
          createdAt: new Date('2022-03-09T10:00:00Z'),
          partner,
          amountPence: pence(amountPence),
        }),
      ]);
      const refundedPence = pence(donation.refundedPence + amountPence);
      await this.test.app.get(Donations).amend(tx, donation, { refundedPence });
    });
  }

  /** The donor's bank takes a gift back until it is decided; or Stripe gives it back, the dispute won. */
  async dispute(donationId: string, won = false, at = '2022-03-10'): Promise<void> {
    const transaction = {
      balanceTransactionId: `txn_dispute ${this.happenings++}`,
      createdAt: londonNoon(at),
    };
    await this.test.app.get(Transactions).run(async (tx) => {
      const [donation] = await this.test.app.get(Donations).lock(tx, [donationId]);
      if (!donation) throw new Error('no such donation');
      const of = { book: this.appeal, donationId, purpose: donation.purpose, ...transaction };
      const amounts = { grossPence: donation.chargedPence, feePence: pence(0) };
      const entry = won ? disputeWon({ ...of, ...amounts }) : disputeOpened({ ...of, ...amounts });
      await this.test.app.get(Ledger).post(tx, [entry]);
      await this.test.app.get(Donations).amend(tx, donation, { disputed: !won });
    });
  }

  private async books(work: (ledger: Ledger, tx: Tx) => Promise<unknown>): Promise<void> {
    await this.test.app.get(Transactions).run((tx) => work(this.test.app.get(Ledger), tx));
  }

  /** The accounts that hold something, by name. */
  async balances(): Promise<Record<string, number>> {
    const { accounts } = await this.read<{ accounts: { account: string; balancePence: number }[] }>(
      `accounts?appeal=${this.appeal}`,
    );
    return Object.fromEntries(
      accounts
        .filter(({ balancePence }) => balancePence !== 0)
        .map(({ account, balancePence }) => [account, balancePence]),
    );
  }

  /** What a round carries, by donation, where it is not released. */
  async carried(id: string): Promise<Record<string, number>> {
    const { items } = await this.read<{
      items: { donationId: string; amountPence: number; releasedPence: number }[];
    }>(`remittances/${id}/donations`);
    return Object.fromEntries(
      items
        .map((item): [string, number] => [item.donationId, item.amountPence - item.releasedPence])
        .filter(([, left]) => left !== 0),
    );
  }

  async checked(): Promise<unknown[]> {
    return (await this.test.app.get(BooksCheck).run()).breaks;
  }
}
