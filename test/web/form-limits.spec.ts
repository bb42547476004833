import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GiftAid } from '../../src/giving/gift-aid/gift-aid.service.js';
import { FormTokens } from '../../src/platform/limits/form-tokens.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug, startCardDonation } from '../support/donor.js';
import { inDays, openPledge } from '../support/pledger.js';

type Fields = Record<string, string>;

const pledge: Fields = {
  amount: '25',
  dueOn: inDays(10),
  firstName: '李',
  lastName: 'Łoś “Zoë” <b>',
  email: '',
};
const declaration: Fields = {
  firstName: '李',
  lastName: 'O’Neill-Łoś',
  house: 'The <i>Mill</i>',
  postcode: 'cf10 1ep',
  scope: 'this_gift',
  taxpayer: 'yes',
};
const gift: Fields = { ...declaration, amount: 'other', otherAmount: '10', version: '1' };

describe('each form that a donor fills in', () => {
  let test: TestApp;
  let address: Record<'donate' | 'gift-aid' | 'pledge' | 'payment', string>;
  beforeAll(async () => {
    test = await startTestApp({ workers: false });
    const { body } = await startCardDonation(test, { amountPence: 500 }, 'for-gift-aid');
    const opened = await openPledge(test, { amountPence: 5000 }, 'to-be-paid');
    address = {
      donate: `${test.url}/appeals/${slug}/donate`,
      'gift-aid': `${test.url}${test.app.get(GiftAid).shortPath(body.id).replace('/g/', '/gift-aid/')}`,
      pledge: `${test.url}/appeals/${slug}/pledge`,
      payment: opened.body.payUrl.replace('?', '/pay?'),
    };
  });
  afterAll(() => test.close());

  const filled = { donate: gift, 'gift-aid': declaration, pledge, payment: { amount: '10' } };
  const send = async (form: keyof typeof filled, changed: Fields) => {
    const formToken = form === 'donate' ? test.app.get(FormTokens).issue() : randomUUID();
    const body = new URLSearchParams({ ...filled[form], formToken, ...changed });
    const response = await fetch(address[form], { method: 'POST', body, redirect: 'manual' });
    return { status: response.status, html: await response.text() };
  };
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const counts = () =>
    test.database.dataSource.query(
      `select (select count(*) from giving.donation) as donations, (select count(*) from giving.pledge) as pledges,
         (select count(*) from giving.declaration) as declarations`,
    );

  it.each([
    ['donate', 'otherAmount', '', 'an amount in pounds'],
    ['donate', 'otherAmount', '0', 'from £3 to £10,000'],
    ['donate', 'otherAmount', '9999999', 'from £3 to £10,000'],
    ['donate', 'otherAmount', '99999999', 'an amount in pounds'],
    ['donate', 'otherAmount', '1e3', 'an amount in pounds'],
    ['donate', 'otherAmount', '-5', 'an amount in pounds'],
    ['donate', 'otherAmount', '٥', 'an amount in pounds'],
    ['donate', 'interval', 'year', 'once or every month'],
    ['donate', 'title', 'M', 'two to four letters'],
    ['donate', 'title', 'Dames', 'two to four letters'],
    ['donate', 'house', '1'.repeat(41), 'at most 40'],
    ['donate', 'house', '\u200b', 'name or number of your house'],
    ['donate', 'address', 'x'.repeat(201), 'at most 200'],
    ['donate', 'address', 'Quay\u202e', 'at most 200'],
    ['donate', 'postcode', '', 'CF10 1EP'],
    ['donate', 'postcode', 'CF10 1EP CF10 1EP', 'CF10 1EP'],
    ['gift-aid', 'firstName', '', 'at most 35'],
    ['gift-aid', 'firstName', '\u200b', 'at most 35'],
    ['gift-aid', 'lastName', 'x'.repeat(36), 'at most 35'],
    ['gift-aid', 'house', '1'.repeat(41), 'at most 40'],
    ['gift-aid', 'address', 'x'.repeat(201), 'at most 200'],
    ['gift-aid', 'postcode', 'nowhere', 'CF10 1EP'],
    ['gift-aid', 'scope', 'some', 'which gifts'],
    ['gift-aid', 'taxpayer', 'no', 'Tick the declaration'],
    ['pledge', 'amount', '', 'an amount in pounds'],
    ['pledge', 'amount', '12.345', 'an amount in pounds'],
    ['pledge', 'amount', '2.99', 'from £3 to £10,000'],
    ['pledge', 'amount', '10000.01', 'from £3 to £10,000'],
    ['pledge', 'dueOn', '', 'from today to'],
    ['pledge', 'dueOn', inDays(-1), 'from today to'],
    ['pledge', 'dueOn', inDays(733), 'from today to'],
    ['pledge', 'dueOn', '2030-02-30', 'from today to'],
    ['pledge', 'firstName', '\u200b', 'your first name in letters'],
    ['pledge', 'lastName', 'x'.repeat(101), 'at most 100'],
    ['pledge', 'email', 'ida@', 'name@example.org'],
    ['pledge', 'email', `${'x'.repeat(250)}@example.org`, 'name@example.org'],
    ['payment', 'amount', 'all of it', 'an amount in pounds'],
    ['payment', 'amount', '2.99', 'from £3 to £10,000'],
  ] as [keyof typeof filled, string, string, string][])(
    'asks once for what can’t be so and keeps the rest: %s, %s %j',
    async (form, field, value, words) => {
      const before = await counts();
      const { status, html } = await send(form, { [field]: value });
      expect(status).toBe(400);
      expect(html.match(/<li><a href="#\w+">/g)).toEqual([`<li><a href="#${field}">`]);
      expect(html).toContain(`id="${field}"`);
      expect(html).toContain(`id="${field}-error"`);
      expect(html).toContain(words);
      for (const [name, typed] of Object.entries({ ...filled[form], [field]: value }))
        if (typed !== '' && new RegExp(`<input[^>]*name="${name}"[^>]*type="(text|date)"`).test(html))
          expect(html).toContain(` value="${escaped(typed)}"`);
      expect(html).not.toMatch(/<b>|<i>/);
      expect(await counts()).toEqual(before);
    },
  );

  it.each(['donate', 'gift-aid', 'pledge', 'payment'] as const)(
    'says each thing once where all is empty, wrong or there twice: %s',
    async (form) => {
      const before = await counts();
      const empty = await fetch(address[form], { method: 'POST', body: new URLSearchParams() });
      const twice = new URLSearchParams(
        Object.keys(filled[form]).flatMap((name) => [
          [name, '1'],
          [name, '2'],
        ]),
      );
      const doubled = await fetch(address[form], { method: 'POST', body: twice });
      for (const answer of [empty, doubled]) {
        expect(answer.status).toBe(400);
        const fields = [...(await answer.text()).matchAll(/<a href="#(\w+)">/g)].map(([, field]) => field);
        expect(fields.length).toBeGreaterThan(0);
        expect(fields).toEqual([...new Set(fields)]);
      }
      for (const [type, body] of [
        ['application/json', '{"amount": '],
        ['application/json', 'null'],
        ['application/json', '[1]'],
        ['application/x-www-form-urlencoded', '%E0%A4%A'],
        ['text/html', '<p>'],
      ] as const) {
        const answer = await fetch(address[form], {
          method: 'POST',
          headers: { 'Content-Type': type },
          body,
        });
        expect(answer.status).toBe(type === 'text/html' ? 415 : 400);
        expect(answer.headers.get('content-type')).toContain('text/html');
        expect(await answer.text()).toMatch(/<h1>/);
      }
      expect(await counts()).toEqual(before);
    },
  );

  it.each([
    ['pledge', { amount: '3', dueOn: inDays(0), firstName: '', lastName: '' }],
    [
      'pledge',
      { amount: '£10,000', dueOn: inDays(732), firstName: 'Ł'.repeat(100), email: 'ida@example.org' },
    ],
    ['payment', { amount: '3' }],
    ['payment', { amount: '10,000.00' }],
    [
      'gift-aid',
      { house: '1'.repeat(40), address: 'x'.repeat(200), lastName: 'Ł'.repeat(35), title: 'Prof' },
    ],
    ['donate', { otherAmount: '3', title: 'Ms' }],
    ['donate', { otherAmount: '£10,000', message: '<b>For Nan</b>', taxpayer: '' }],
    ['donate', { otherAmount: '3.00', postcode: '', overseas: 'yes' }],
  ] as [keyof typeof filled, Fields][])('takes each field at its limits: %s %j', async (form, changed) => {
    expect((await send(form, changed)).status).toBe(303);
  });

  it('has an API beside it that says one thing of each field too, however much is wrong', async () => {
    const donor = { firstName: 5, lastName: '\u202e'.repeat(101), email: 'x'.repeat(300), phone: 5 };
    const giftAid = { taxpayer: 'yes', scope: 1, title: 5, firstName: 5, lastName: '\u200b', house: 5 };
    const consents = [{ organisation: 1, channel: 'pigeon' }, 5];
    const beside = { consents, message: 5, inMemoryOf: '', locale: 'fr' };
    const said = async (json: object) => {
      const { status, body } = await startCardDonation(test, json, 'all-wrong');
      const { errors } = body as unknown as { errors: { field: string; message: string }[] };
      expect([status, errors.length]).toEqual([400, new Set(errors.map(({ field }) => field)).size]);
      return Object.fromEntries(errors.map(({ field, message }) => [field, message]));
    };
    expect(await said({ amountPence: 'x', interval: 5, donor, giftAid, ...beside })).toMatchObject({
      amountPence: 'must be a whole number of pence',
      'donor.firstName': 'must be text',
      'donor.lastName': 'must be at most 100 letters long',
      'donor.email': 'must be an e-mail address such as name@example.org',
      'giftAid.lastName': 'must contain a letter',
      'consents.0.channel': 'must be email, text or phone',
      locale: 'must be en or cy',
    });
    const shapes = await said({ amountPence: 500, donor: 'me', giftAid: [], consents: 5 });
    expect(Object.keys(shapes)).toEqual(['donor', 'giftAid', 'consents']);
  });
});
