import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GiftAid } from '../../src/giving/gift-aid/gift-aid.service.js';
import { Funds } from '../../src/ledger/funds.js';
import { cardRefunded, disputeOpened, disputeWon } from '../../src/ledger/postings-card.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { type Tx, Transactions } from '../../src/platform/database/transactions.js';
import { pence } from '../../src/vocabulary/pence.js';
import { give, type Gift } from '../reports/given.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug } from '../support/donor.js';
import { Staff } from '../support/staff.js';

interface ClaimBody {
  id: string;
  number: number;
  donations: number;
  claimedPence: number;
  estimatedTaxPence: number;
  overClaimedPence: number;
  overClaimedTaxPence: number;
  parts: number;
  leftOut: { donationId: string; reason: string }[];
  code?: string;
  errors?: { field: string }[];
}

const charity = 'British Red Cross Society';
const declared = {
  taxpayer: true,
  scope: 'this_gift',
  title: 'Ms',
  firstName: 'Ada Jane',
  lastName: 'Example-Jones',
  house: '12a & co',
  postcode: 'cf101ep',
} as const;

/** Each test claims on what is new in it, in this order. */
describe('Gift Aid claims', () => {
  let test: TestApp;
  let finance: Staff;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    finance = await Staff.of(test, 'finance');
  });
  afterAll(() => test.close());

  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => test.app.get(Transactions).run(work);
  const on = (date: string) => new Date(`${date}T12:00:00Z`);
  const gift = async (name: string, details: Partial<Gift> = {}, words: object = {}): Promise<string> => {
    const givenAt = details.givenAt ?? on('2022-03-02');
    const id = await give(test, { name, ...details, givenAt });
    await inTx((tx) =>
      test.app.get(GiftAid).declare(tx, {
        key: name,
        donation: { id, givenAt },
        partner: charity,
        giftAid: { ...declared, ...words },
        language: 'en',
        madeBy: 'with_gift',
      }),
    );
    return id;
  };
  const refund = (donationId: string, amountPence: number, date: string) =>
    inTx((tx) =>
      test.app.get(Funds).withdraw(tx, [
        cardRefunded({
          book: slug,
          donationId,
          purpose: 'restricted',
          balanceTransactionId: `txn_refund_${donationId}_${date}`,
          createdAt: on(date),
          amountPence: pence(amountPence),
          partner: 'british-red-cross-society',
        }),
      ]),
    );
  const claim = (asOf: string, staff = finance) =>
    staff.post<ClaimBody>('gift-aid/claims', { appeal: slug, asOf });
  const sheet = async (id: string, part = 1): Promise<(string | undefined)[][]> => {
    const bytes = await finance.bytes(`gift-aid/claims/${id}/schedule.ods?part=${part}`);
    const files = unzipSync(bytes);
    const mark = 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet';
    expect(strFromU8(bytes.subarray(30, 30 + mark.length))).toBe(mark);
    const content = strFromU8(files['content.xml'] ?? new Uint8Array());
    expect(content).toContain('table:name="R68GAD_V1_00_0_EN"');
    return [...content.matchAll(/<table:table-row>(.*?)<\/table:table-row>/g)].map(([, row = '']) =>
      [...row.matchAll(/<table:table-cell(?:\/>|[^>]*><text:p>(.*?)<\/text:p>)/g)].map(([, text]) => text),
    );
  };

  it('claim what was retained at the date, once, on HMRC’s own sheet', async () => {
    const whole = await gift('whole', { amountPence: 1_000, givenAt: on('2022-03-05') });
    const part = await gift('part', { amountPence: 2_000 }, { postcode: undefined, overseas: true });
    await refund(part, 750, '2022-03-10');
    await give(test, { name: 'undeclared' });
    await gift('later', { givenAt: on('2022-04-01') });
    await gift('only promised', { promised: true });
    const { status, body } = await claim('2022-03-31');
    expect({ status, ...body }).toMatchObject({
      status: 201,
      number: 1,
      donations: 2,
      claimedPence: 2_250,
      estimatedTaxPence: 563,
      overClaimedPence: 0,
      parts: 1,
      leftOut: [],
    });
    const rows = await sheet(body.id);
    expect(rows[12]?.[3]).toBe('02/03/22');
    expect(rows[16]?.[3]).toBeUndefined();
    expect(rows[22]?.slice(1, 4)).toEqual(['Item', 'Title', 'First name']);
    const line = ['Ms', 'Ada', 'Example Jones', '12a &amp; co'];
    expect(rows.slice(24)).toEqual([
      [undefined, '1', ...line, 'X', undefined, undefined, '02/03/22', '12.50'],
      [undefined, '2', ...line, 'CF10 1EP', undefined, undefined, '05/03/22', '10.00'],
    ]);
    expect((await claim('2022-03-31')).body.code).toBe('nothing_to_claim');
    expect((await claim('2022-03-30')).body.code).toBe('earlier_than_last_claim');
    await refund(whole, 402, '2022-04-02');
    await refund(part, 1, '2022-05-02');
    const second = (await claim('2022-04-30')).body;
    // A gift on the last day, and what of the first claim has gone back by then: £4.02, of which the tax is £1.01.
    expect(second).toMatchObject({
      number: 2,
      donations: 1,
      claimedPence: 1_000,
      overClaimedPence: 402,
      overClaimedTaxPence: 101,
    });
    expect((await sheet(second.id))[16]?.[3]).toBe('1.01');
    expect((await claim('2022-05-31')).body.code).toBe('nothing_to_claim');
    await gift('third', { givenAt: on('2022-05-31') });
    const third = (await claim('2022-05-31')).body;
    expect(third).toMatchObject({ number: 3, donations: 1, overClaimedPence: 1, overClaimedTaxPence: 0 });
    const { items } = await finance.read<{ items: ClaimBody[] }>(`gift-aid/claims?appeal=${slug}`);
    expect(items.map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  it('leave out what can’t be on the schedule yet, and say why', async () => {
    const unwritable = await gift('unwritable', {}, { lastName: 'Łoś' });
    const disputed = await gift('disputed');
    const dispute = {
      book: slug,
      donationId: disputed,
      purpose: 'restricted',
      grossPence: pence(1_000),
    } as const;
    await inTx((tx) =>
      test.app.get(Ledger).post(tx, [
        disputeOpened({
          ...dispute,
          balanceTransactionId: 'txn_disputed',
          createdAt: on('2022-06-02'),
          feePence: pence(2_000),
        }),
      ]),
    );
    const undone = await gift('undone');
    await refund(undone, 1_000, '2022-06-03');
    const cancelled = await gift('cancelled');
    const [{ id } = { id: '' }] = await test.app.get(GiftAid).of([cancelled]);
    await finance.post(`gift-aid/declarations/${id}/cancel`);
    const nothing = await claim('2022-06-30');
    expect(nothing).toMatchObject({ status: 409, body: { code: 'nothing_to_claim' } });
    await gift('good');
    const { body } = await claim('2022-06-30');
    expect(body).toMatchObject({ number: 4, donations: 1 });
    expect(new Map(body.leftOut.map(({ donationId, reason }) => [donationId, reason]))).toEqual(
      new Map([
        [unwritable, 'HMRC’s schedule can’t hold every letter of the last name.'],
        [disputed, 'It was disputed at that date.'],
        [undone, 'Nothing was retained of it at that date.'],
      ]),
    );
    await inTx((tx) =>
      test.app.get(Ledger).post(tx, [
        disputeWon({
          ...dispute,
          balanceTransactionId: 'txn_won',
          createdAt: on('2022-07-02'),
          feePence: pence(0),
        }),
      ]),
    );
    expect((await claim('2022-07-31')).body).toMatchObject({ number: 5, donations: 1 });
  });

  it('are written out for Charities Online, sealed by their mark', async () => {
    await gift('for online', {}, { lastName: 'O’Example & Sons'.replace('’', "'") });
    const { id } = (await claim('2022-07-31')).body;
    const answer = await finance.get(`gift-aid/claims/${id}/r68.xml`);
    expect(answer.headers.get('content-type')).toContain('application/xml');
    expect(answer.text).toContain(
      '<HMRCref>XR4010</HMRCref><Regulator><RegName>CCEW</RegName><RegNo>220949</RegNo>',
    );
    const [, mark] = /<IRmark Type="generic">(.{28})<\/IRmark>/.exec(answer.text) ?? [];
    const [, body = ''] = /<Body>(.*)<\/Body>/.exec(answer.text) ?? [];
    const marked = body.replace(/<IRmark.*<\/IRmark>/, '');
    expect(mark).toBe(
      createHash('sha1')
        .update(`<Body xmlns="http://www.govtalk.gov.uk/CM/envelope">${marked}</Body>`)
        .digest('base64'),
    );
    expect(body).toContain("<Fore>Ada</Fore><Sur>O'Example &amp; Sons</Sur>");
  });

  it('are a report too, by the dates of the claims, in which no name is a formula', async () => {
    await gift('formula', {}, { lastName: '=SUM(A1)', firstName: 'Eve' });
    await claim('2022-07-31');
    const report = (form: string, query: string) =>
      finance.get<{ items: object[] }>(`reports/gift-aid-schedule.${form}?appeal=${slug}&${query}`);
    const { text, headers } = await report('csv', 'from=2022-03-31&to=2022-03-31');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(text.split('\r\n').map((line) => line.split(',').toSpliced(3, 1).join(','))).toEqual([
      'appeal,claim,item,title,firstName,lastName,house,postcode,givenOn,amount',
      `${slug},1,1,Ms,Ada,Example Jones,12a & co,X,2022-03-02,12.50`,
      `${slug},1,2,Ms,Ada,Example Jones,12a & co,CF10 1EP,2022-03-05,10.00`,
      '',
    ]);
    const later = await report('csv', 'from=2022-07-31&to=2022-07-31');
    expect(later.text).toContain("Eve,'=SUM(A1),");
    const { body } = await report('json', 'from=2022-03-31&to=2022-03-31');
    expect(body.items).toHaveLength(2);
    const xlsx = await finance.bytes(`reports/gift-aid-schedule.xlsx?appeal=${slug}`);
    expect(Object.keys(unzipSync(xlsx))).toContain('xl/workbook.xml');
  });

  it('are one, however many ask at once', async () => {
    await gift('hot');
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim('2022-08-31')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(19).fill(409)]);
  });

  it('take as many sheets as HMRC’s thousand donations ask for', async () => {
    await test.database.asOwner(`
      with given as (
        insert into giving.donation (id, appeal, appeal_version, channel, collection, purpose, status, amount_pence,
          charged_pence, given_at, confirmed_at, confirmed_txid, receipt_token)
        select gen_random_uuid(), '${slug}', 1, 'card', 'held', 'restricted', 'confirmed', 100, 100,
          '2022-09-01T12:00Z', '2022-09-01T12:00Z', pg_current_xact_id()::text::bigint, 'x'
        from generate_series(1, 2001) returning id),
      covered as (
        insert into giving.declared_donation select id, (select id from giving.declaration
          where cancelled_at is null order by made_at limit 1) from given)
      insert into ledger.transfer (entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at,
        body_hash, donation_id, source, source_id)
      select id, 1, 'card_charged', (select id from ledger.account where book = '${slug}' and name = 'stripe_balance'),
        (select id from ledger.account where book = '${slug}' and name = 'held'), 100, '2022-09-01T12:00Z', id, id,
        'stripe', id::text from given`);
    const { body } = await claim('2022-09-30');
    expect(body).toMatchObject({ donations: 2_001, parts: 3, claimedPence: 200_100 });
    const lengths = await Promise.all(
      [1, 2, 3].map(async (part) => (await sheet(body.id, part)).length - 24),
    );
    expect(lengths).toEqual([1_000, 1_000, 1]);
    expect((await finance.get(`gift-aid/claims/${body.id}/schedule.ods?part=4`)).status).toBe(404);
  });

  it.each([
    ['a day to come', { appeal: slug, asOf: '2999-01-01' }, 400, 'asOf'],
    ['a day that never was', { appeal: slug, asOf: '2022-02-30' }, 400, 'asOf'],
    ['no appeal', { asOf: '2022-12-01' }, 400, 'appeal'],
    ['an unknown appeal', { appeal: 'nowhere', asOf: '2022-12-01' }, 404, undefined],
  ])('refuse %s', async (_, json, status, field) => {
    const answer = await finance.post<ClaimBody>('gift-aid/claims', json);
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.[0]?.field).toBe(field);
  });

  it('are made by finance, seen by auditors, and written out for neither the auditor nor nobody', async () => {
    const auditor = await Staff.of(test, 'auditor');
    expect((await claim('2022-12-01', auditor)).status).toBe(403);
    const [{ id } = { id: '' }] = (
      await auditor.read<{ items: ClaimBody[] }>(`gift-aid/claims?appeal=${slug}`)
    ).items;
    expect((await auditor.get(`gift-aid/claims/${id}`)).status).toBe(200);
    expect((await auditor.get(`gift-aid/claims/${id}/schedule.ods`)).status).toBe(403);
    expect((await finance.get('gift-aid/claims/00000000-0000-0000-0000-000000000000')).status).toBe(404);
  });
});
