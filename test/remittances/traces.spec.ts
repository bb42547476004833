import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { BooksCheck } from '../../src/reports/check.js';
import { call } from '../support/donor.js';
import { Treasurer } from './treasurer.js';

const day = (date: number) => new Date(`2022-03-${String(date).padStart(2, '0')}T10:00:00Z`);

describe('a remittance', () => {
  let test: TestApp;
  let treasurer: Treasurer;
  beforeEach(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    treasurer = await Treasurer.of(test);
  });
  afterEach(async () => {
    expect(await treasurer.checked()).toEqual([]);
    await test.close();
  });

  it('is shown to the donor, in the donation’s history and in donations.csv', async () => {
    const gift = await treasurer.banked({ name: 'gift', amountPence: 1000, givenAt: day(2) });
    const seen = async () => {
      const [row] = await test.database.dataSource.query<{ token: string }[]>(
        'select receipt_token as token from giving.donation where id = $1',
        [gift],
      );
      const path = `${test.url}/api/v1/donations/${gift}?token=${row?.token}`;
      const { body } = await call<{ place: string; remittedPence: number }>(path);
      return [body.place, body.remittedPence];
    };
    expect(await seen()).toEqual(['with_stripe', 0]);
    const first = await treasurer.approved(400);
    expect(await seen()).toEqual(['in_appeal_bank', 0]);
    await treasurer.sent(first.id);
    expect(await seen()).toEqual(['in_appeal_bank', 400]);
    const second = await treasurer.passedOn();
    expect(await seen()).toEqual(['on_its_way', 1000]);
    for (const { id } of [first, second]) await treasurer.post('Flo', `remittances/${id}/acknowledged`);
    expect(await seen()).toEqual(['with_charity', 1000]);
    expect(await treasurer.read(`donations/${gift}`)).toMatchObject({
      remittances: [
        { remittanceId: first.id, number: 1, state: 'acknowledged', amountPence: 400, sentOn: '2022-03-08' },
        { remittanceId: second.id, number: 2, state: 'acknowledged', amountPence: 600 },
      ],
    });
    const csv = await treasurer.csv('reports/donations.csv');
    expect(csv.trim().split('\r\n')[1]?.split(',')[9]).toBe([first.id, second.id].toSorted().join(' '));
  });

  it('is proved by the check of the books', async () => {
    const gift = await treasurer.banked({ name: 'gift', amountPence: 1000 });
    const { id } = await treasurer.passedOn(600);
    const tampered = async (change: string, undo: string) => {
      await test.database.asOwner(change);
      const identities = (await test.app.get(BooksCheck).run()).breaks.map(({ identity }) => identity);
      await test.database.asOwner(undo);
      return identities;
    };
    const rows = 'update treasury.remittance_donation set amount_pence =';
    expect(await tampered(`${rows} 599`, `${rows} 600`)).toEqual(['remittance_carries_what_it_pays']);
    expect(await tampered(`${rows} 1001`, `${rows} 600`)).toEqual([
      'remittance_carries_what_it_pays',
      'donation_is_carried_once',
    ]);
    const sent = `update treasury.remittance set state =`;
    expect(
      await tampered(
        `${sent} 'approved', bank_reference = null, sent_on = null`,
        `${sent} 'sent', bank_reference = 'x', sent_on = '2022-03-08'`,
      ),
    ).toEqual(['remittance_is_booked']);
    expect(await treasurer.carried(id)).toEqual({ [gift]: 600 });
  });

  it('leaves in the audit log who changed what', async () => {
    await treasurer.banked({ name: 'gift', amountPence: 1000 });
    const { id } = await treasurer.passedOn(600);
    const rows = await test.database.asOwner<{ person: string; before: object | null; after: object }>(
      `select person, before, after from access.audit where target = $1 and after is not null order by at`,
      [id],
    );
    expect(rows).toMatchObject([
      { person: 'Flo', before: null, after: { state: 'draft', amountPence: 600 } },
      {
        person: 'Ben',
        before: { state: 'draft', approvedBy: null },
        after: { state: 'approved', approvedBy: 'Ben' },
      },
      { person: 'Flo', before: { state: 'approved' }, after: { state: 'sent', sentOn: '2022-03-08' } },
    ]);
  });

  it('names each field that can’t be so, and what is not there', async () => {
    await treasurer.banked({ name: 'gift', amountPence: 1000 });
    const { id } = await treasurer.approved(600);
    for (const [path, json, fields] of [
      [
        'remittances',
        { appeal: 'A B', purpose: 'all', amountPence: 0 },
        ['appeal', 'purpose', 'amountPence'],
      ],
      [
        'remittances',
        { appeal: 'x', purpose: 'surplus', amountPence: 1.5, lateReason: ' ' },
        ['amountPence', 'lateReason'],
      ],
      [`remittances/${id}/sent`, { bankReference: '', sentOn: '2022-02-30' }, ['bankReference', 'sentOn']],
      [`remittances/${id}/sent`, { bankReference: 'x', sentOn: '9022-02-20' }, ['sentOn']],
      [`remittances/${id}/returned`, { bankReference: 'a\u0000b' }, ['bankReference', 'returnedOn']],
    ] as const) {
      const { status, body } = await treasurer.post('Flo', path, json);
      expect([path, status, body.errors?.map(({ field }) => field)]).toEqual([path, 400, fields]);
    }
    const unknown = await treasurer.post('Flo', 'remittances', { appeal: 'no-such', purpose: 'restricted' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'appeal_not_found']);
    for (const other of ['x', id.replace(/^.{8}/, '00000001')])
      for (const [person, step] of [
        ['Ben', 'approve'],
        ['Flo', 'cancel'],
        ['Flo', 'acknowledged'],
      ] as const) {
        const { status, body } = await treasurer.post(person, `remittances/${other}/${step}`);
        expect([status, body.code]).toEqual([404, 'remittance_not_found']);
      }
    expect((await treasurer.post('Flo', `remittances/${id}/acknowledged`)).body.code).toBe(
      'remittance_not_in_state',
    );
  });
});
