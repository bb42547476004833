import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, pay, paymentPage, raised, settled, startCardDonation } from '../support/donor.js';
import { BooksCheck } from '../../src/reports/check.js';

const donor = { firstName: 'Iris', lastName: 'Example', email: 'iris@example.org', phone: '07700 900123' };
const giftAid = {
  taxpayer: true,
  scope: 'this_gift',
  firstName: 'Iris',
  lastName: 'Example',
  house: '7 Quay',
  postcode: 'CF10 1EP',
};
interface Export {
  told: Record<string, string>[];
  donations: { id: string; status: string }[];
  consents: { organisationName: string; channel: string }[];
  declarations: { details?: { house: string } }[];
}

describe('one donor', () => {
  let test: TestApp;
  let admin: Record<string, string>;
  let paid: string;
  let unpaid: string;
  beforeAll(async () => {
    test = await startTestApp();
    admin = { Authorization: `Bearer ${await test.token('admin', 'Ada Admin')}` };
    const consents = [{ organisation: 'partner', channel: 'email' }];
    const note = { message: 'For <b>Nan</b>', inMemoryOf: 'Nan' };
    const first = await startCardDonation(
      test,
      { amountPence: 500, donor, giftAid, consents, ...note },
      'donor-paid',
    );
    await pay(await paymentPage(first.body.checkoutUrl));
    await raised(test, 500);
    const second = await startCardDonation(
      test,
      {
        amountPence: 700,
        donor: { ...donor, email: 'IRIS@example.org' },
        giftAid: { ...giftAid, house: '9' },
      },
      'donor-unpaid',
    );
    await startCardDonation(
      test,
      { amountPence: 900, donor: { ...donor, email: 'otto@example.org' } },
      'another-donor',
    );
    [paid, unpaid] = [first.body.id, second.body.id];
    await settled(test);
  });
  afterAll(() => test.close());

  const find = (email: string, headers = admin) =>
    call<{ items: { id: string; donationIds: string[] }[] }>(`${test.url}/api/v1/staff/donors/find`, {
      method: 'POST',
      json: { email },
      headers,
    });
  const exported = (id: string, headers = admin) =>
    call<Export>(`${test.url}/api/v1/staff/donors/${id}/export`, { headers });
  const erase = (id: string, headers = admin) =>
    call<{ erased: string[]; kept: string }>(`${test.url}/api/v1/staff/donors/${id}/erase`, {
      method: 'POST',
      headers,
    });

  it('is found by e-mail address and exported whole, by who may', async () => {
    const { body } = await find('Iris@Example.org');
    expect(body.items.flatMap(({ donationIds }) => donationIds)).toEqual([paid, unpaid]);
    const all = await exported(body.items[0]?.id ?? '');
    expect(all.headers.get('cache-control')).toBe('no-store');
    expect(all.body.told[0]).toMatchObject({ ...donor, message: 'For <b>Nan</b>', inMemoryOf: 'Nan' });
    expect(all.body.donations.map(({ id }) => id)).toEqual([paid, unpaid]);
    expect(all.body.consents).toMatchObject([
      { organisationName: 'British Red Cross Society', channel: 'email' },
    ]);
    expect(all.body.declarations).toHaveLength(2);

    const auditor = { Authorization: `Bearer ${await test.token('auditor')}` };
    const finance = { Authorization: `Bearer ${await test.token('finance')}` };
    expect((await find('iris@example.org', auditor)).status).toBe(403);
    expect((await exported(body.items[0]?.id ?? '', auditor)).status).toBe(403);
    expect((await erase(body.items[0]?.id ?? '', finance)).status).toBe(403);
    expect(await exported('0')).toMatchObject({ status: 404, body: { code: 'donor_not_found' } });
    expect((await find('not an address')).status).toBe(400);
    expect((await find('nobody@example.org')).body.items).toEqual([]);
  });

  it('is erased: the gift, its books and its declaration stay, and nothing else', async () => {
    const [{ id } = { id: '' }] = (await find('iris@example.org')).body.items;
    const transfers = () =>
      test.database.dataSource.query('select * from ledger.transfer order by entry, leg');
    const before = await transfers();
    const answers = await Promise.all([erase(id), erase(id)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.body.erased).toHaveLength(2);

    expect((await find('iris@example.org')).body.items).toEqual([]);
    const { body } = await exported(id);
    expect(body.told).toEqual([{}]);
    expect(body.consents).toEqual([]);
    expect(body.donations).toMatchObject([{ id: paid, status: 'confirmed' }]);
    expect(body.declarations).toMatchObject([{ details: { house: '7 Quay' } }]);
    const rows = await test.database.dataSource.query<{ kept: boolean; years: number }[]>(
      `select details is not null as kept, extract(year from forget_on)::integer
         - extract(year from current_date)::integer as years from giving.declaration order by 1`,
    );
    expect(rows).toEqual([
      { kept: false, years: 0 },
      { kept: true, years: 7 },
    ]);
    expect(await transfers()).toEqual(before);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
    expect((await find('otto@example.org')).body.items).toHaveLength(1);
    expect((await erase(id)).status).toBe(200);

    const log = await test.database.dataSource.query<{ action: string }[]>(
      `select person, action, target, outcome from access.audit where action like '%/erase'`,
    );
    expect(log).toContainEqual({
      person: 'Ada Admin',
      action: 'POST /api/v1/staff/donors/:id/erase',
      target: `id=${id}`,
      outcome: 200,
    });
    expect(test.logs.join('')).not.toMatch(/iris|Example|Quay/i);
  });
});
