import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { Donations } from '../../src/giving/donations/donations.service.js';
import { payoutExpected } from '../../src/ledger/bank.events.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { type Tx, Transactions } from '../../src/platform/database/transactions.js';
import { News } from '../../src/platform/messaging/news.js';
import { BooksCheck } from '../../src/reports/check.js';
import { BooksWatch } from '../../src/reports/books-watch.js';
import { Expectations } from '../../src/treasury/settlements/expectations.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { camt053 } from '../support/camt053.js';
import { settled, slug } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { postForm } from '../support/gateway.js';
import {
  chargeOf,
  donationOf,
  entryOf,
  givenOn,
  guidOf,
  loadTexts,
  textPence,
} from '../support/loaded-texts.js';
import { Staff } from '../support/staff.js';
import { StripeWorld } from '../support/stripe.js';

const texts = 10_000;

interface Found {
  kind: string;
  amountPence: number | null;
}

describe('a month of ten thousand gifts with one of every disagreement', () => {
  let test: TestApp;
  let finance: Staff;
  let stripe: StripeWorld;

  beforeAll(async () => {
    test = await startTestApp({ schedule: false, webhooks: false });
    finance = await Staff.of(test, 'finance', 'Flo');
    stripe = new StripeWorld(test);
    await loadTexts(test, texts, isCharged);
    const expire = (tx: Tx) => test.app.get(Donations).end(tx, [donationOf(late)], 'expired');
    await test.app.get(Transactions).run(expire);
  });
  afterAll(() => test.close());

  /** What is wrong with which gift. */
  const [late, contradicted, missing, altered, restated] = [0, 1, 2, 3, 4] as const;
  const isCharged = (number: number): boolean => number !== late;

  const report = (guid: string, chargeId: string, STATUSCODE: string) =>
    postForm(test, test.url, 'charge-report', {
      IFVERSION: '201001',
      CHARGEMETHOD: 'direct',
      MONUMBER: '447700900003',
      OPERATOR: 'voda-uk',
      DURATION: '0',
      RETRYCOUNT: '0',
      STATUSTEXT: '',
      STATUSTIME: '20220616060000',
      STATUSCODE,
      GUID: guid,
      REQUESTID: chargeId.replaceAll('-', ''),
    });
  const found = async (): Promise<Found[]> => {
    const all: Found[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: Found[]; nextCursor: string | null } = await finance.read(
        `breaks${cursor && `?cursor=${cursor}`}`,
      );
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  };

  it('has no break before', async () => {
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
    expect(await test.app.get(BalanceCheck).run()).toBe(0);
    expect(await found()).toEqual([]);
  });

  it('shows each, each once, and nothing else', async () => {
    await textsGoWrong();
    await cardsGoWrong();
    await theBankGoesWrong();
    await theBooksGoWrong();
    // Whatever looks again finds nothing new.
    for (let again = 0; again < 2; again++) {
      await test.app.get(Expectations).noteOverdue();
      await test.app.get(BooksWatch).run();
      await test.app.get(BalanceCheck).run();
    }
    const seeded: [string, number | null][] = [
      ['charged_after_all', 300],
      ['contradicting_reports', 300],
      ['report_without_charge', null],
      ['unreadable_text', null],
      ['statement_row_missing', 300],
      ['statement_row_differs', 500],
      ['statement_row_extra', 1_000],
      ['same_identity_other_content', null],
      ['paid_twice', 1_000],
      ['dispute_to_answer', 1_100],
      ['early_fraud_warning', null],
      ['refund_failed', 1_300],
      ['stripe_balance_differs', -150],
      ['gateway_paid_short', 2_500],
      ['payment_overdue', 4_200],
      ['bank_line_unmatched', 4_711],
      ['bank_line_differs', 4_712],
      ['bank_balance_differs', 250],
      ['bank_statement_missing', 250],
      // One transfer whose donation nobody knows: the row itself, and by how much it makes raised wrong.
      ['books_do_not_agree', null],
      ['books_do_not_agree', null],
    ];
    const shown = (await found()).map(({ kind, amountPence: amount }) => [kind, amount]);
    expect(shown.toSorted()).toEqual(seeded.toSorted());
  });

  async function textsGoWrong(): Promise<void> {
    await report(guidOf(late), chargeOf(late), 'DELIVERED');
    await report(guidOf(contradicted), chargeOf(contradicted), 'INSUFFICIENT_FUNDS');
    await report('guid-of-nobody', derivedId('nobody'), 'DELIVERED');
    await postForm(test, test.url, 'message', { GUID: 'seeded', DESTINATION: '70141', BODY: 'SUN£3' });
    await settled(test);
    const rows = Array.from({ length: texts }, (_, number) => number)
      .filter((number) => number !== missing)
      .map((number) => [chargeOf(number), guidOf(number), number === altered ? 500 : textPence] as const);
    const csv = [...rows, [derivedId('extra'), 'guid-extra', 1_000] as const].map(
      ([charge, guid, amount]) =>
        `${givenOn},447700900003,voda-uk,${charge.replaceAll('-', '')},${guid},${amount},charged`,
    );
    const header = 'date,msisdn,operator,requestid,guid,amount,status';
    const { status } = await finance.postCsv('settlements/gateway-statements', [header, ...csv].join('\n'));
    expect(status).toBe(201);
    await test.app
      .get(Transactions)
      .run((tx) => test.app.get(Ledger).post(tx, [{ ...entryOf(restated), fact: { grossPence: 301 } }]));
  }

  async function cardsGoWrong(): Promise<void> {
    const twice = await stripe.paidDonation(1_000, 'seeded-paid-twice');
    await stripe.tell(await stripe.untold());
    await stripe.payAgain(twice.donationId);
    const disputed = await stripe.paidDonation(1_100, 'seeded-disputed');
    await stripe.dashboard('dispute', { charge: disputed.charge });
    const warned = await stripe.paidDonation(1_200, 'seeded-warned');
    await stripe.dashboard('warning', { charge: warned.charge });
    const { donationId } = await stripe.paidDonation(1_300, 'seeded-refund-fails');
    await stripe.tell(await stripe.untold());
    const { body } = await finance.post<{ id: string }>(`donations/${donationId}/refunds`, {
      amountPence: 1_300,
      reason: 'A mistake',
    });
    const approver = await Staff.of(test, 'approver', 'Ann');
    await approver.post(`refunds/${body.id}/approve`);
    const made = await eventually('the refund to be made', async () => {
      const { data } = await stripe.client.refunds.list({ limit: 100 });
      return data.find(({ metadata }) => metadata?.['refund_id'] === body.id);
    });
    await stripe.dashboard('refund/fail', { refund: made.id });
    await stripe.tell(await stripe.untold());
    await stripe.untilWorkedOn();
  }

  async function theBankGoesWrong(): Promise<void> {
    await test.app.get(Transactions).run((tx) =>
      test.app.get(News).tell(tx, payoutExpected, [
        {
          payoutId: 'po_seeded',
          amountPence: pence(4_200),
          arrivalDate: '2022-07-01',
          perBook: [{ book: slug, amountPence: pence(4_200) }],
        },
      ]),
    );
    const { expected } = await finance.read<{ expected: { kind: string; amountPence: number }[] }>(
      'settlements',
    );
    const due = expected.find(({ kind }) => kind === 'gateway_payment')?.amountPence ?? 0;
    const statement = {
      iban: 'GB33BUKB20201555555555',
      id: 'S1',
      opening: 0,
      closedOn: '2022-07-20',
      entries: [
        { id: 'paid', pence: due - 2_500, reference: 'FONIX JUNE' },
        { id: 'stray', pence: 4_711, reference: 'WHO KNOWS' },
      ],
    };
    const camt = (body: string) => finance.postFile('settlements/bank-lines', 'application/xml', body);
    await camt(camt053(statement));
    const { items } = await finance.read<{ items: { bankId: string; matches: { id: string }[] }[] }>(
      'settlements',
    );
    const [match] = items.find(({ bankId }) => bankId === 'paid')?.matches ?? [];
    expect((await finance.post(`settlements/matches/${match?.id}/confirm`)).status).toBe(200);
    const again = { id: 'stray', date: '2022-07-20', amountPence: 4_712, reference: 'WHO KNOWS' };
    await finance.post('settlements/bank-lines', [again]);
    const held = due - 2_500 + 4_711;
    await camt(camt053({ ...statement, id: 'S3', closedOn: '2022-07-22', opening: held + 250, entries: [] }));
  }

  async function theBooksGoWrong(): Promise<void> {
    const post = (happening: string, debit: string, credit: string, amount: number) =>
      test.database.asOwner(
        `insert into ledger.transfer (entry, leg, happening, debit_account, credit_account, amount_pence,
           occurred_at, body_hash, donation_id, source, source_id)
         select gen_random_uuid(), 1, $1::ledger.happening, debit.id, credit.id, $4, now(), gen_random_uuid(),
           case when $1 = 'text_charged' then gen_random_uuid() end, 'seeded', $1
         from ledger.account debit, ledger.account credit
         where debit.code = $5 || ':' || $2 and credit.code = $5 || ':' || $3`,
        [happening, debit, credit, amount, slug],
      );
    await post('text_charged', 'text_receivable:fonix:restricted', 'held:restricted', 700);
    await post('stripe_fee', 'stripe_balance', 'due_from_operator', 150);
  }
});
