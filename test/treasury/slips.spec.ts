import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, londonDate } from '../../src/vocabulary/clock.js';
import { Treasurer } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug } from '../support/donor.js';

const tomorrow = addDays(londonDate(new Date()), 1);
const notices = `appeals/${slug}/surplus-notices`;
const notice = { noticeDate: '2022-03-09', heldPence: 0, newDonationsPurpose: 'surplus' };

/** What a hurried or a hostile person sends; nothing comes of it. */
describe('what must not pass for a decision about money', () => {
  let test: TestApp;
  let treasurer: Treasurer;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    treasurer = await Treasurer.of(test);
    await treasurer.banked({ name: 'banked', amountPence: 10_000 });
  });
  afterAll(() => test.close());

  const refusal = async (path: string, json: object): Promise<unknown[]> => {
    const { status, body } = await treasurer.post('Flo', path, json);
    return [status, body.code, body.errors?.map(({ field }) => field)];
  };

  it('a null is no amount, no document and no payee: it does not stand for all of them', async () => {
    const draft = {
      appeal: slug,
      purpose: 'restricted',
      lateReason: 'A story of long ago',
      amountPence: null,
    };
    expect(await refusal('remittances', draft)).toEqual([400, 'validation_failed', ['amountPence']]);
    for (const field of ['document', 'passedOnPence'])
      expect(await refusal(notices, { ...notice, [field]: null })).toEqual([
        400,
        'validation_failed',
        [field],
      ]);
    const { id } = await treasurer.passedOn(1_000);
    const back = { bankReference: 'RTN', returnedOn: '2022-03-09', payee: null };
    expect(await refusal(`remittances/${id}/returned`, back)).toEqual([400, 'validation_failed', ['payee']]);
  });

  it('a day that is still to come, or that comes before what it follows, is none', async () => {
    expect(await refusal(notices, { ...notice, noticeDate: tomorrow })).toEqual([
      400,
      'validation_failed',
      ['noticeDate'],
    ]);
    const { id } = await treasurer.approved(1_000);
    for (const sentOn of [tomorrow, '1022-03-08', '2002-03-08'])
      expect(await refusal(`remittances/${id}/sent`, { bankReference: 'FP', sentOn })).toEqual([
        400,
        'validation_failed',
        ['sentOn'],
      ]);
    expect((await treasurer.sent(id, '2022-03-08')).status).toBe(200);
    for (const returnedOn of [tomorrow, '2022-03-07'])
      expect(await refusal(`remittances/${id}/returned`, { bankReference: 'RTN', returnedOn })).toEqual([
        400,
        'validation_failed',
        ['returnedOn'],
      ]);
    expect(await treasurer.checked()).toEqual([]);
  });

  it('a gift by bank to no appeal is refused when it is said, not when it is confirmed', async () => {
    await treasurer.post('Flo', 'settlements/bank-lines', [
      { id: 'a gift', amountPence: 700, reference: 'A PAYER', date: '2022-06-15' },
    ]);
    const { items } = await treasurer.read<{ items: { id: string }[] }>('settlements');
    const said = { as: 'bank_donation', appeal: 'other', purpose: 'restricted' };
    expect((await refusal(`settlements/bank-lines/${items[0]?.id}/explain`, said)).slice(0, 2)).toEqual([
      404,
      'appeal_not_found',
    ]);
  });

  it.each([
    [`appeals/%00/close`, 404, 'appeal_not_found'],
    [`appeals/%00/stop`, 404, 'appeal_not_found'],
    [`periods/2022-03%00/close`, 400, 'validation_failed'],
  ])('nothing is known at %s', async (path, status, code) => {
    expect((await refusal(path, { appeal: slug })).slice(0, 2)).toEqual([status, code]);
  });

  it.each(['Flo\uFE0F', 'Fl\u034Fo', 'Flo\u3164', 'Flo\u2800', 'Flo\u200B'])(
    'nobody is a second Flo by letters that nobody sees',
    async (name) => {
      await expect(test.token('approver', name)).rejects.toMatchObject({ code: 'validation_failed' });
    },
  );
});
