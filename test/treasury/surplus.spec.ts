import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SurplusTriggers } from '../../src/treasury/surplus/surplus-triggers.js';
import { Treasurer } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, slug, startCardDonation } from '../support/donor.js';

interface Fund {
  purpose: string;
  openingPence: number;
  receivedPence: number;
  refundedPence: number;
  redesignatedPence: number;
  passedOnPence: number;
  setOffPence: number;
  heldPence: number;
}

interface Notice {
  id: string;
  state: string;
  code?: string;
  errors?: { field: string }[];
}

const letter = Buffer.from('%PDF-1.7 a letter of the charity');

/** One after another: the fund is the same. */
describe('a surplus notice', () => {
  let test: TestApp;
  let treasurer: Treasurer;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    treasurer = await Treasurer.of(test);
    await treasurer.banked({ name: 'banked', amountPence: 10_000 });
    await treasurer.give({ name: 'by text', channel: 'text', amountPence: 3_000 });
  });
  afterAll(() => test.close());

  const notices = `appeals/${slug}/surplus-notices`;
  const prepare = (json: object, person = 'Flo') =>
    treasurer.post(person, notices, {
      noticeDate: '2022-03-09',
      heldPence: 0,
      newDonationsPurpose: 'restricted',
      ...json,
    }) as unknown as Promise<{ status: number; body: Notice }>;
  const approve = (id: string, person = 'Ben') =>
    treasurer.post(person, `${notices}/${id}/approve`) as unknown as Promise<{
      status: number;
      body: Notice;
    }>;
  const funds = async (query = ''): Promise<Fund[]> =>
    (await treasurer.read<{ funds: Fund[] }>(`appeals/${slug}/fund-statement${query}`)).funds;
  const appeal = async () =>
    (await call<{ purpose: string; surplusStatement: string }>(`${test.url}/api/v1/appeals/${slug}`)).body;

  it('is refused beyond what is held less text money not yet in', async () => {
    expect(await prepare({ heldPence: 10_001 })).toMatchObject({
      status: 409,
      body: { code: 'not_enough_held' },
    });
    expect((await prepare({ heldPence: 10_000 })).status).toBe(201);
  });

  it('is refused beyond what no approved remittance is about to take', async () => {
    const round = await treasurer.approved(4_000);
    expect((await prepare({ heldPence: 6_001 })).body.code).toBe('not_enough_held');
    expect((await prepare({ heldPence: 6_000 })).status).toBe(201);
    await treasurer.post('Flo', `remittances/${round.id}/cancel`);
  });

  it.each([
    ['no date', { noticeDate: '2022-02-30' }, 'noticeDate'],
    ['less than nothing', { heldPence: -1 }, 'heldPence'],
    ['half a penny', { heldPence: 0.5 }, 'heldPence'],
    ['no purpose', { newDonationsPurpose: ' ' }, 'newDonationsPurpose'],
    ['a document that is no base64', { document: 'a letter' }, 'document'],
    ['a document of more than 5 MB', { document: 'A'.repeat(6_990_512) }, 'document'],
  ])('is refused with %s, by the field', async (_, wrong, field) => {
    const { status, body } = await prepare(wrong);
    const errors = test.logs.filter((line) => (JSON.parse(line) as { level: number }).level >= 50);
    expect({ status, errors }).toEqual({ status: 400, errors: [] });
    expect(body.errors?.map((error) => error.field)).toContain(field);
  });

  it('needs another person, and is carried out once, however many approve at once', async () => {
    const { body } = await prepare({ heldPence: 2_500 }, 'Ann');
    expect(await approve(body.id, 'Ann')).toMatchObject({ status: 403, body: { code: 'own_work' } });
    expect((await approve(body.id, 'Flo')).status).toBe(403);
    const answers = await Promise.all(Array.from({ length: 20 }, () => approve(body.id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body: { code } }) => code === 'surplus_notice_not_in_state')).toHaveLength(19);
    expect(await funds()).toMatchObject([
      { purpose: 'restricted', receivedPence: 13_000, redesignatedPence: -2_500, heldPence: 10_500 },
      { purpose: 'surplus', receivedPence: 0, redesignatedPence: 2_500, heldPence: 2_500 },
    ]);
    await expect(
      test.database.asOwner(
        `update treasury.surplus_notice set decided_by = prepared_by where state = 'approved'`,
      ),
    ).rejects.toThrow('surplus_notice_approver_check');
  });

  it('can’t take more than is there, however many are approved at once', async () => {
    const prepared = await Promise.all([1, 2, 3].map(() => prepare({ heldPence: 5_000 })));
    const answers = await Promise.all(prepared.map(({ body }) => approve(body.id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect((await funds())[1]?.heldPence).toBe(7_500);
  });

  it('changes nothing when it is cancelled', async () => {
    const { body } = await prepare({ heldPence: 1 });
    expect((await treasurer.post('Flo', `${notices}/${body.id}/cancel`)).status).toBe(200);
    expect((await approve(body.id)).body.code).toBe('surplus_notice_not_in_state');
  });

  it('shows the new purpose to who gives afterwards, and leaves a gift what its donor saw', async () => {
    const before = await startCardDonation(test, { amountPence: 500 }, 'before-the-notice');
    const { body } = await prepare({
      newDonationsPurpose: 'surplus',
      passedOnPence: 700,
      document: letter.toString('base64'),
    });
    await approve(body.id);
    const after = await startCardDonation(test, { amountPence: 500 }, 'after-the-notice');
    const purposeOf = async (id: string) =>
      (await treasurer.read<{ purpose: string }>(`donations/${id}`)).purpose;
    expect(await purposeOf(before.body.id)).toBe('restricted');
    expect(await purposeOf(after.body.id)).toBe('surplus');
    const { purpose, surplusStatement } = await appeal();
    expect(purpose).toBe(surplusStatement);
    const page = await (await fetch(`${test.url}/appeals/${slug}`)).text();
    expect(page).toContain('what you give now goes to this');
    const answer = await fetch(`${test.url}/api/v1/staff/${notices}/${body.id}/document`, {
      headers: treasurer.headers('Ada'),
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(letter);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(await treasurer.read(`appeals/${slug}/fund-statement`)).toMatchObject({
      redesignatedAfterPassingOnPence: 700,
    });
  });

  it('may have the charity’s own words for donors', async () => {
    const { body } = await prepare({ newDonationsPurpose: 'Winter help for families who have come home.' });
    await approve(body.id);
    expect((await appeal()).purpose).toBe('Winter help for families who have come home.');
    const back = await prepare({ newDonationsPurpose: 'restricted' });
    await approve(back.body.id);
    expect((await appeal()).purpose).toMatch(/^Help for people affected/);
  });

  it('leaves a fund statement whose lines come to what is held, for any days', async () => {
    await treasurer.passedOn(1_000);
    for (const query of ['', '?from=2022-03-01', '?from=2022-03-06&to=2022-03-31', '?to=2022-03-05'])
      for (const fund of await funds(query)) {
        const { openingPence, receivedPence, refundedPence, redesignatedPence, passedOnPence, setOffPence } =
          fund;
        expect(fund.heldPence).toBe(
          openingPence + receivedPence - refundedPence + redesignatedPence - passedOnPence - setOffPence,
        );
      }
    const [restricted] = await funds('?from=2022-03-06');
    expect(restricted).toMatchObject({ openingPence: 13_000, receivedPence: 0, passedOnPence: 1_000 });
    expect(await treasurer.checked()).toEqual([]);
  });

  it('is asked for when the appeal’s own rule is reached', async () => {
    await test.database.asOwner(
      `insert into giving.appeal_version select slug, version + 100, definition || '{"surplusTriggers":{"raisedPence":13000}}'
         from giving.appeal_version where slug = '${slug}' order by version desc limit 1;
       update giving.appeal set version = (select max(version) from giving.appeal_version)`,
    );
    const triggers = test.app.get(SurplusTriggers);
    await triggers.look();
    await triggers.look();
    const { items } = await treasurer.read<{ items: { kind: string; reference: string }[] }>(
      'breaks?kind=surplus_trigger_reached',
    );
    expect(items).toMatchObject([{ reference: `${slug} raised` }]);
  });
});
