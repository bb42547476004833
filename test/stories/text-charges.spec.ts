import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TextJanitor } from '../../src/channels/text/text-janitor.js';
import { BooksCheck } from '../../src/reports/check.js';
import { smsLength } from '../../src/vocabulary/sms-length.js';
import { call, pay, paymentPage, settled, type StartedDonation } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { postMessage } from '../support/gateway.js';
import { type Call, startTextStory, type TextStory } from '../support/play-gateway.js';

describe('the charges of text gifts', () => {
  let story: TextStory;
  beforeAll(async () => {
    story = await startTextStory();
  });
  afterAll(() => story.close());

  /** Gives £3 and resolves with the call that charges it. */
  const give = async (number: string): Promise<Call> => {
    await story.send(number, 'SUN£3');
    const [charge] = story.gateway.charges(number);
    if (!charge) throw new Error('no charge was asked for');
    return charge;
  };
  const statuses = async (number: string) => (await story.gifts(number)).map(({ status }) => status);
  const entries = async (number: string) => {
    const ids = (await story.gifts(number)).map(({ id }) => id);
    const rows = await story.test.database.dataSource.query<{ pence: number }[]>(
      `select amount_pence::integer as pence from ledger.transfer where donation_id = any($1::uuid[])`,
      [ids],
    );
    return rows.map(({ pence }) => pence);
  };

  it('begin with one call that carries the thanks, and are confirmed by the charge report alone', async () => {
    const number = story.number();
    const { path, form } = await give(number);
    expect(path).toBe('/v2/chargemobile');
    expect(form).toMatchObject({
      NUMBERS: `voda-uk.${number}`,
      AMOUNT: '300',
      CURRENCY: 'GBP',
      TIMETOLIVE: '90',
    });
    expect(form['REQUESTID']).toMatch(/^[0-9a-f]{32}$/);
    expect(form['BODY']).toMatch(
      /Your £3 donation goes to the British Red Cross Society\. Gift Aid: http:\S+\/g\/[\w-]{22} Help: 020 7946 0141/,
    );
    expect(smsLength(form['BODY'] ?? '')).toMatchObject({ messages: 1 });
    expect(await statuses(number)).toEqual(['pending']);
    await story.report({ path, form, txguid: 'a-code-of-tomorrow' }, 'ACCEPTED_BY_OPERATOR');
    expect(await statuses(number)).toEqual(['pending']);
    await story.report({ path, form, txguid: 'guid-1' }, 'DELIVERED');
    expect(await statuses(number)).toEqual(['confirmed']);
    expect(await entries(number)).toEqual([300]);
    expect(story.gateway.texts(number)).toEqual([]);
  });

  it('fail for want of credit with one free text, whose link leads to one gift by card', async () => {
    const number = story.number();
    await story.report(await give(number), 'INSUFFICIENT_FUNDS');
    expect(await statuses(number)).toEqual(['failed']);
    const [words = '', ...others] = story.gateway.texts(number);
    expect(others).toEqual([]);
    expect(smsLength(words)).toMatchObject({ messages: 1 });
    const link = /http:\S+\/p\/[\w-]{16}/.exec(words)?.[0] ?? '';
    const page = await call(link);
    expect(page.text).toContain('Give £3 by card');
    const press = async () =>
      (await fetch(link, { method: 'POST', redirect: 'manual' })).headers.get('location');
    const checkoutUrl = await press();
    expect(await press()).toBe(checkoutUrl);
    await pay(await paymentPage(checkoutUrl ?? ''));
    const [, id = ''] = /\/pay\/([\w-]+)/.exec(checkoutUrl ?? '') ?? [];
    await eventually('the card gift to be confirmed', async () => {
      const { body } = await call<StartedDonation>(
        `${story.test.url}/api/v1/donations/${id}${new URL(checkoutUrl ?? '').search}`,
      );
      return body.status === 'confirmed' && body.amountPence === 300;
    });
    expect((await call(`${story.test.url}/p/AAAAAAAAAAAAAAAA`)).status).toBe(404);
  });

  it('fail without a link where a card would solve nothing, and in silence where nobody can read it', async () => {
    const number = story.number();
    await story.report(await give(number), 'PERMANENT_OPERATOR_ERROR');
    expect(story.gateway.texts(number)).toEqual([
      expect.stringMatching(/^Sorry, your £3 donation did not go through[^/]*$/),
    ]);
    const refused = story.number();
    story.gateway.refusal = 'INVALID_NUMBER';
    await story.send(refused, 'SUN£3');
    story.gateway.refusal = undefined;
    expect(await statuses(refused)).toEqual(['failed']);
  });

  it('expire without a word to the donor after the gateway’s time to live; a later report still confirms', async () => {
    const number = story.number();
    const charge = await give(number);
    story.later(89);
    await story.test.app.get(TextJanitor).round();
    expect(await statuses(number)).toEqual(['pending']);
    story.later(91);
    await story.test.app.get(TextJanitor).round();
    story.later(0);
    expect(await statuses(number)).toEqual(['expired']);
    expect(story.gateway.texts(number)).toEqual([]);
    await story.report(charge, 'DELIVERED');
    expect(await statuses(number)).toEqual(['confirmed']);
    expect(await entries(number)).toEqual([300]);
    const [gift] = await story.gifts(number);
    expect(await story.breaks('charged_after_all')).toContainEqual(
      expect.objectContaining({ donationId: gift?.id }),
    );
  });

  it('are asked for once when the same text is delivered again', async () => {
    const number = story.number();
    const form = { GUID: `again-${number}`, MONUMBER: number, BODY: 'SUN£3' };
    for (let times = 0; times < 3; times++) await postMessage(story.test, form);
    await settled(story.test);
    expect(story.gateway.charges(number)).toHaveLength(1);
    expect(await statuses(number)).toEqual(['pending']);
  });

  it('are asked for once when a text comes again that the inbox has forgotten', async () => {
    const number = story.number();
    const GUID = `remembered-${number}`;
    const { test } = story;
    for (let time = 0; time < 2; time++) {
      await postMessage(test, { GUID, BODY: 'SUN£3', MONUMBER: number });
      await settled(test);
      await test.database.asOwner('delete from messaging.inbox where external_id = $1', [GUID]);
    }
    expect(await statuses(number)).toEqual(['pending']);
    expect(story.gateway.charges(number)).toHaveLength(1);
  });

  it('are matched with a report that overtakes the answer to their call', async () => {
    const number = story.number();
    story.gateway.beforeAnswer = (charge) => postReport(charge);
    const postReport = (charge: Call) =>
      fetch(`${story.test.url}/webhooks/text/fonix/${story.test.config.fonix.webhookToken}/charge-report`, {
        method: 'POST',
        body: new URLSearchParams({
          GUID: charge.txguid,
          STATUSCODE: 'DELIVERED',
          REQUESTID: charge.form['REQUESTID'] ?? '',
        }),
      });
    await give(number);
    story.gateway.beforeAnswer = undefined;
    expect(await statuses(number)).toEqual(['confirmed']);
    expect(await entries(number)).toEqual([300]);
  });

  it('are booked once when reported twice, and keep the first final word against a contradicting one', async () => {
    const number = story.number();
    const charge = await give(number);
    await story.report(charge, 'DELIVERED');
    await story.report(charge, 'DELIVERED', { RETRYCOUNT: '1' });
    await story.report(charge, 'DELIVERED', { STATUSTIME: '20261124060101' });
    expect(await story.breaks('contradicting_reports')).toEqual([]);
    await story.report(charge, 'INSUFFICIENT_FUNDS');
    expect(await statuses(number)).toEqual(['confirmed']);
    expect(await entries(number)).toEqual([300]);
    const [gift] = await story.gifts(number);
    expect(await story.breaks('contradicting_reports')).toEqual([
      expect.objectContaining({ donationId: gift?.id }),
    ]);
    expect(story.gateway.texts(number)).toEqual([]);

    const other = story.number();
    const failing = await give(other);
    await story.report(failing, 'INSUFFICIENT_FUNDS');
    await story.report(failing, 'DELIVERED');
    expect(await statuses(other)).toEqual(['failed']);
    expect(await entries(other)).toEqual([]);
    expect(await story.breaks('contradicting_reports')).toHaveLength(2);
  });

  it('change nothing by a report that names none of them', async () => {
    const stranger = { path: '', txguid: 'guid-of-nobody', form: { REQUESTID: 'f'.repeat(32), NUMBERS: '' } };
    await story.report(stranger, 'DELIVERED');
    expect(await story.breaks('report_without_charge')).toEqual([
      expect.objectContaining({ reference: expect.stringContaining('guid-of-nobody') }),
    ]);
  });

  it('outlast a gateway that is down, and one that acts without answering: one charge, one REQUESTID', async () => {
    const [one, other] = [story.number(), story.number()];
    story.gateway.mood = 'down';
    const send = (MONUMBER: string) =>
      postMessage(story.test, { GUID: `down-${MONUMBER}`, MONUMBER, BODY: 'SUN£5' });
    const attempts = (number: string) =>
      story.gateway.attempts.filter(({ form }) => form['NUMBERS']?.endsWith(number));
    await send(one);
    await eventually('a second attempt', async () => attempts(one).length >= 2);
    expect(await statuses(one)).toEqual(['pending']);
    story.gateway.mood = 'acts and cuts';
    await send(other);
    await eventually('the charges to be carried out', async () => story.gateway.charges(other).length === 1);
    await eventually('the charges to be carried out', async () => story.gateway.charges(one).length === 1);
    story.gateway.mood = 'answers';
    await settled(story.test);
    for (const number of [one, other]) {
      expect(story.gateway.charges(number)).toHaveLength(1);
      expect(new Set(attempts(number).map(({ form }) => form['REQUESTID'])).size).toBe(1);
      expect(attempts(number).length).toBeGreaterThan(1);
      await story.report(story.gateway.charges(number)[0] as Call, 'DELIVERED');
      expect(await statuses(number)).toEqual(['confirmed']);
      expect(await entries(number)).toEqual([500]);
      expect(story.gateway.texts(number)).toEqual([]);
    }
  });

  it('by a text of their own price go out from the short code of that price, and once, though the answer is lost', async () => {
    await story.appeal('priced', 'PRICED', [3], {
      shortcode: '70148',
      options: [{ keyword: 'PRICED', amountPence: 300, text: 'PRICED£3', originator: '70300' }],
    });
    const number = story.number();
    story.gateway.mood = 'acts and cuts';
    await postMessage(story.test, {
      GUID: `priced-${number}`,
      MONUMBER: number,
      BODY: 'PRICED£3',
      DESTINATION: '70148',
    });
    await eventually('the charge to be carried out', async () => story.gateway.charges(number).length === 1);
    story.gateway.mood = 'answers';
    await settled(story.test);
    const [charge, ...others] = story.gateway.charges(number);
    expect(others).toEqual([]);
    expect(charge).toMatchObject({ path: '/v2/chargesms', form: { ORIGINATOR: '70300' } });
    const attempts = story.gateway.attempts.filter(({ form }) => form['NUMBERS']?.endsWith(number));
    expect(attempts.length).toBeGreaterThan(1);
    expect(new Set(attempts.map(({ form }) => form['REQUESTID'])).size).toBe(1);
    await story.report(charge as Call, 'DELIVERED');
    expect(await statuses(number)).toEqual(['confirmed']);
  });

  it('leave the books in order', async () => {
    expect((await story.test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
