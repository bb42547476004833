import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Closing } from '../../src/treasury/closing/closing.service.js';
import { Treasurer } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, slug, startCardDonation } from '../support/donor.js';

interface Checklist {
  status: string;
  mayClose: boolean;
  items: {
    what: string;
    withWhom: string;
    amountPence: number | null;
    until: string | null;
    blocks: boolean;
  }[];
  code?: string;
  errors?: { field: string; message: string }[];
}

/** One after another: the same appeal comes to its end. */
describe('the end of an appeal', () => {
  let test: TestApp;
  let treasurer: Treasurer;
  let gift: string;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    treasurer = await Treasurer.of(test);
    gift = await treasurer.banked({ name: 'banked', amountPence: 10_000 });
    await treasurer.give({ name: 'by text', channel: 'text', amountPence: 300 });
  });
  afterAll(() => test.close());

  const post = (step: 'stop' | 'close', person = 'Flo') =>
    treasurer.post(person, `appeals/${slug}/${step}`) as unknown as Promise<{
      status: number;
      body: Checklist;
    }>;
  const checklist = () => treasurer.read<Checklist>(`appeals/${slug}/closing`);
  const statement = () => call<Record<string, unknown>>(`${test.url}/api/v1/appeals/${slug}/final-statement`);

  it('names what is open, with whom and until when', async () => {
    const { status, mayClose, items } = await checklist();
    expect({ status, mayClose }).toEqual({ status: 'open', mayClose: false });
    expect(items.find(({ what }) => what === 'status')).toMatchObject({ withWhom: 'The Sun', blocks: true });
    expect(items.find(({ what }) => what.startsWith('text_receivable'))).toMatchObject({
      withWhom: 'fonix',
      amountPence: 300,
      // Eighty days after the last of March.
      until: '2022-06-19',
      blocks: true,
    });
    expect(items.find(({ what }) => what.startsWith('held'))).toMatchObject({
      withWhom: 'British Red Cross Society',
      amountPence: 10_300,
    });
  });

  it('stops it, once: no page, no API and no pledge takes anything more', async () => {
    expect((await post('stop', 'Ada')).status).toBe(403);
    expect((await post('stop')).body.status).toBe('stopped');
    expect((await post('stop')).body.status).toBe('stopped');
    const card = await startCardDonation(test, { amountPence: 500 }, 'too-late-to-give');
    expect(card).toMatchObject({ status: 409, body: { code: 'appeal_not_open' } });
    const pledge = await call<{ code: string }>(`${test.url}/api/v1/appeals/${slug}/pledges`, {
      method: 'POST',
      json: { amountPence: 500, donor: { email: 'ada@example.org' }, dueOn: '2099-01-01' },
      headers: { 'Idempotency-Key': 'too-late-to-promise' },
    });
    expect(pledge.body.code).toBe('appeal_not_open');
    const page = await (await fetch(`${test.url}/appeals/${slug}`)).text();
    expect(page).toContain('has stopped taking donations');
    expect(page).not.toContain('<form');
  });

  it('refuses to close while any account holds anything, and says which', async () => {
    const { status, body } = await post('close');
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'appeal_not_at_zero' });
    expect(body.errors?.map(({ field }) => field.split(':')[0]).toSorted()).toEqual([
      'appeal_bank',
      'held',
      'text_receivable',
    ]);
    expect((await checklist()).status).toBe('stopped');
    expect((await statement()).body['code']).toBe('appeal_not_closed');
  });

  it('closes once, however many ask at once, and then says where it all went', async () => {
    await treasurer.gatewayPays(300, '2022-05-01');
    await treasurer.passedOn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('close')));
    expect(answers.map(({ body }) => body.status)).toEqual(Array(20).fill('closed'));
    const closings = await test.database.asOwner(
      `select from access.audit where action = 'appeal' and after ->> 'status' = 'closed'`,
    );
    expect(closings).toHaveLength(1);
    expect((await statement()).body).toMatchObject({
      raisedPence: 10_300,
      passedOnPence: 10_300,
      feesPence: 0,
      given: [
        { channel: 'card', donations: 1, chargedPence: 10_000, wentBackPence: 0 },
        { channel: 'text', donations: 1, chargedPence: 300, wentBackPence: 0 },
      ],
      payments: [{ sentOn: '2022-03-08', payee: 'British Red Cross Society', amountPence: 10_300 }],
    });
    for (const language of ['en', 'cy']) {
      const page = await (await fetch(`${test.url}/appeals/${slug}/statement?lang=${language}`)).text();
      expect(page).toContain('£10,300'.replace('10,300', '103'));
    }
    const card = await startCardDonation(test, { amountPence: 500 }, 'after-the-end-of-it');
    expect(card.body).toMatchObject({ code: 'appeal_not_open' });
  });

  it('books what is heard of afterwards, and shows it to people instead of opening it again', async () => {
    await test.app.get(Closing).noteLate();
    const late = () => treasurer.read<{ items: object[] }>('breaks?kind=booked_after_closing');
    expect((await late()).items).toEqual([]);
    await treasurer.refund(gift, 1_000);
    await test.app.get(Closing).noteLate();
    await test.app.get(Closing).noteLate();
    expect((await late()).items).toMatchObject([{ amountPence: 1_000, donationId: gift }]);
    expect((await checklist()).status).toBe('closed');
    expect(await treasurer.balances()).toEqual({ stripe_balance: -1_000, due_from_partner: 1_000 });
    expect(await treasurer.checked()).toEqual([]);
  });
});
