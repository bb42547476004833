import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GiftAid } from '../../src/giving/gift-aid/gift-aid.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, startCardDonation, type StartedDonation } from '../support/donor.js';

const giftAid = {
  taxpayer: true,
  scope: 'this_gift',
  title: 'Dr',
  firstName: 'Ada',
  lastName: 'Example',
  house: '12a',
  address: 'Bute Street, Cardiff',
  postcode: 'cf101ep',
};

describe('what a donor says beside the gift', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false });
  });
  afterAll(() => test.close());

  let keys = 0;
  const give = (json: object) =>
    startCardDonation(test, { amountPence: 500, ...json }, `beside-the-gift-${keys++}`);
  const given = async (json: object): Promise<string> => {
    const { status, body } = await give(json);
    expect(status).toBe(201);
    return body.id;
  };
  const declared = async (donationId: string) => test.app.get(GiftAid).of([donationId]);
  const faultsOf = async (json: object): Promise<string[]> => {
    const { status, body } = await give(json);
    expect(status).toBe(400);
    const { errors } = body as unknown as { errors: { field: string; message: string }[] };
    for (const { message } of errors)
      expect(message).toMatch(/^(must|needs|contains|each value|property county should not exist)/);
    return [...new Set(errors.map(({ field }) => field))];
  };

  it('keeps a declaration with its wording, time and way, and its name and address sealed', async () => {
    const id = await given({ giftAid, donor: { email: 'ada@example.org' }, locale: 'cy' });
    const [declaration, ...more] = await declared(id);
    expect(more).toEqual([]);
    expect(declaration).toMatchObject({
      partner: 'British Red Cross Society',
      scope: 'this_gift',
      wording: 'hmrc-2015-single-cy',
      madeBy: 'with_gift',
      cancelledAt: null,
      donationIds: [id],
      details: {
        title: 'Dr',
        firstName: 'Ada',
        lastName: 'Example',
        house: '12a',
        address: 'Bute Street, Cardiff',
        postcode: 'CF10 1EP',
      },
    });
    expect(declaration?.madeAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    const [{ rows } = { rows: '' }] = await test.database.dataSource.query<{ rows: string }[]>(
      `select string_agg(encode(details, 'escape'), '') as rows from giving.declaration`,
    );
    expect(rows).not.toMatch(/Bute|CF10|Example/);
  });

  it.each([
    ['an unconfirmed tax position', { taxpayer: false }, 'taxpayer'],
    ['no scope', { scope: undefined }, 'scope'],
    ['a title of five letters', { title: 'Mister' }, 'title'],
    ['a name of 36 letters', { firstName: 'x'.repeat(36) }, 'firstName'],
    ['a name of no width', { lastName: '\u200b' }, 'lastName'],
    ['a name that turns the text around', { lastName: 'abc\u202e' }, 'lastName'],
    ['no last name', { lastName: undefined }, 'lastName'],
    ['no house', { house: ' ' }, 'house'],
    ['a house of 41 letters', { house: '1'.repeat(41) }, 'house'],
    ['an address of 201 letters', { address: 'x'.repeat(201) }, 'address'],
    ['no postcode', { postcode: undefined }, 'postcode'],
    ['a postcode that can’t be', { postcode: 'ABC 123' }, 'postcode'],
    ['a list for a house', { house: [] }, 'house'],
    ['an unknown field', { county: 'Kent' }, 'county'],
  ])('refuses a declaration with %s by its field', async (_, wrong, field) => {
    expect(await faultsOf({ giftAid: { ...giftAid, ...wrong } })).toEqual([`giftAid.${field}`]);
  });

  it('takes names and lengths up to their limits, in any script, and an address abroad', async () => {
    const abroad = { ...giftAid, postcode: undefined, overseas: true, house: '4'.repeat(40) };
    const id = await given({ giftAid: { ...abroad, firstName: '李', lastName: 'Ł'.repeat(35) } });
    const [declaration] = await declared(id);
    expect(declaration?.details).toMatchObject({ firstName: '李', lastName: 'Ł'.repeat(35) });
    expect(declaration?.details).not.toHaveProperty('postcode');
  });

  it.each([
    ['a note of 501 letters', { message: 'x'.repeat(501) }, 'message'],
    ['a note with a NUL', { message: 'a\u0000b' }, 'message'],
    ['a note that is no text', { message: 5 }, 'message'],
    ['a name of no width to remember', { inMemoryOf: '\u200b\u200d' }, 'inMemoryOf'],
    ['an unknown language', { locale: 'fr' }, 'locale'],
    ['a number that is none', { donor: { phone: '12' } }, 'donor.phone'],
    ['a name of 101 letters', { donor: { firstName: 'x'.repeat(101) } }, 'donor.firstName'],
    ['a name of no width', { donor: { lastName: '\u200b' } }, 'donor.lastName'],
    ['consents that are no list', { consents: 'all' }, 'consents'],
    ['a consent of nobody', { consents: [null] }, 'consents.0'],
    [
      'a consent twice',
      {
        donor: { email: 'a@example.org' },
        consents: [1, 2].map(() => ({ organisation: 'partner', channel: 'email' })),
      },
      'consents',
    ],
    [
      'a consent to letters without an address',
      { consents: [{ organisation: 'partner', channel: 'email' }] },
      'consents',
    ],
    [
      'a consent to calls without a number',
      { donor: { email: 'a@example.org' }, consents: [{ organisation: 'partner', channel: 'phone' }] },
      'consents',
    ],
    [
      'a consent for another',
      { consents: [{ organisation: 'sponsor', channel: 'email' }] },
      'consents.0.organisation',
    ],
  ])('refuses %s by its field', async (_, json, field) => {
    expect(await faultsOf(json)).toContain(field);
  });

  it('takes null and a note in HTML, which stays text', async () => {
    await given({ donor: null, giftAid: null, consents: null, message: null, locale: null });
    await given({ donor: { email: null, phone: null }, message: '<script>alert(1)</script>\n<b>Nan</b>' });
  });

  it('keeps each consent apart, with the name and the words that were ticked, and presumes none', async () => {
    const donor = { email: 'grace@example.org', phone: '07700 900123' };
    const consents = [
      { organisation: 'partner', channel: 'email' },
      { organisation: 'operator', channel: 'text' },
    ];
    const id = await given({ donor, consents });
    await given({ donor });
    const rows = await test.database.dataSource.query(
      `select organisation, organisation_name, channel, wording from giving.consent
       where donor_id = (select donor_id from giving.donation where id = $1) order by channel`,
      [id],
    );
    expect(rows).toEqual([
      {
        organisation: 'partner',
        organisation_name: 'British Red Cross Society',
        channel: 'email',
        wording: '2026-en',
      },
      { organisation: 'operator', organisation_name: 'The Sun', channel: 'text', wording: '2026-en' },
    ]);
    const [{ count } = { count: -1 }] = await test.database.dataSource.query<{ count: number }[]>(
      'select count(*)::integer from giving.consent',
    );
    expect(count).toBe(2);
  });

  it('counts all of it into what a key stands for', async () => {
    const json = { amountPence: 500, giftAid, message: 'For Nan', consents: [] };
    const send = (changed: object) =>
      startCardDonation(test, { ...json, ...changed }, 'one-key-for-all-of-it');
    expect((await send({})).status).toBe(201);
    expect((await send({ giftAid: Object.fromEntries(Object.entries(giftAid).toReversed()) })).status).toBe(
      201,
    );
    for (const changed of [
      { message: 'For Gran' },
      { giftAid: { ...giftAid, house: '13' } },
      { locale: 'cy' },
    ])
      expect(await send(changed)).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
  });

  it('makes one donation with one declaration of twenty requests at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        startCardDonation(test, { amountPence: 900, giftAid }, 'twenty-at-once'),
      ),
    );
    const ids = new Set(answers.map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    expect(await declared([...ids][0] ?? '')).toHaveLength(1);
  });

  it('covers by “all gifts” those of the same person before and after, and nobody else’s', async () => {
    const donor = { firstName: 'Iris', lastName: 'Example', email: 'iris@example.org' };
    const before = await given({ donor });
    const declaring = await given({
      donor: { ...donor, email: 'Iris@Example.org' },
      giftAid: { ...giftAid, scope: 'all_gifts', firstName: 'Iris' },
    });
    const after = await given({ donor });
    const another = await given({ donor: { ...donor, firstName: 'Otto' } });
    const [declaration] = await declared(declaring);
    expect(declaration?.wording).toBe('hmrc-2015-multiple-en');
    expect(declaration?.donationIds).toEqual([declaring]);
    expect((await test.app.get(GiftAid).of([before, declaring, after]))[0]?.donationIds.toSorted()).toEqual(
      [before, declaring, after].toSorted(),
    );
    expect(await declared(another)).toEqual([]);

    const headers = { Authorization: `Bearer ${await test.token('finance', 'Fiona Figures')}` };
    const cancel = (id: string) =>
      call(`${test.url}/api/v1/staff/gift-aid/declarations/${id}/cancel`, { method: 'POST', headers });
    expect((await cancel(declaration?.id ?? '')).status).toBe(204);
    expect((await cancel(declaration?.id ?? '')).status).toBe(204);
    expect(await cancel('none')).toMatchObject({ status: 404, body: { code: 'declaration_not_found' } });
    expect((await declared(declaring))[0]).toMatchObject({ cancelledBy: 'Fiona Figures' });
    expect(await declared(await given({ donor }))).toEqual([]);
  });

  it('finds a gift by a short address that nobody can make up', async () => {
    const service = test.app.get(GiftAid);
    const { body } = await give({});
    const { id } = body as StartedDonation;
    const path = service.shortPath(id);
    expect(path).toMatch(/^\/g\/[\w-]{22}$/);
    expect(await service.donationOf(path.slice(3))).toMatchObject({ id });
    expect(service.shortPath(id)).toBe(path);
    for (const code of ['', 'x', 'A'.repeat(22), `${path.slice(3, -2)}AA`, 'é'.repeat(22)])
      expect(await service.donationOf(code)).toBeUndefined();
  });

  it('can’t be changed in its words by the application', async () => {
    const rewrite = (column: string) =>
      test.database.dataSource.query(`update giving.declaration set ${column} = 'x'`);
    for (const column of ['wording', 'partner', 'scope'])
      await expect(rewrite(column)).rejects.toThrow(/denied/);
  });
});
