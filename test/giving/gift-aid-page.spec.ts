import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GiftAid } from '../../src/giving/gift-aid/gift-aid.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, handset, raised, text } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

const form = {
  firstName: 'Ada',
  lastName: 'Example',
  house: '12a',
  postcode: 'cf101ep',
  scope: 'this_gift',
  taxpayer: 'yes',
};

describe('the page behind the Gift Aid link of a text', () => {
  let test: TestApp;
  let id: string;
  let url: string;
  beforeAll(async () => {
    test = await startTestApp();
    await text(test, '07700 900005', 'SUN£5');
    await raised(test, 500);
    const [donation] = await test.database.dataSource.query<{ id: string }[]>(
      'select id from giving.donation',
    );
    id = donation?.id ?? '';
    const link = await eventually('the link in the text', async () => {
      const { messages } = await handset(test, '07700 900005');
      return messages.map(({ body }) => /http\S+\/g\/\S+/.exec(body)?.[0]).find(Boolean);
    });
    const short = await fetch(link, { redirect: 'manual' });
    url = new URL(short.headers.get('location') ?? '', test.url).href;
  });
  afterAll(() => test.close());

  const send = (to: string, fields: Record<string, string>) =>
    call(to, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const declarations = () => test.app.get(GiftAid).of([id]);

  it('shows the charity, the amount and HMRC’s wording, and takes nothing for granted', async () => {
    const { text: html } = await call(url);
    expect(html).toContain('You gave £5. If you pay UK tax, British Red Cross Society can reclaim tax on it');
    expect(html).toContain(
      'I am a UK taxpayer and understand that if I pay less Income Tax and/or Capital Gains Tax in the current tax ' +
        'year than the amount of Gift Aid claimed on all my donations it is my responsibility to pay any difference.',
    );
    expect(html).toContain('any donations I make in the future or have made in the past 4 years');
    expect(html).not.toMatch(/type="checkbox"[^>]* checked/);
    expect(html).not.toContain('900005');
  });

  it('asks again for what is missing and keeps the rest', async () => {
    const { status, text: html } = await send(url, {
      ...form,
      taxpayer: '',
      postcode: 'x',
      house: 'The <Mill>',
    });
    expect(status).toBe(400);
    for (const field of ['taxpayer', 'postcode']) expect(html).toContain(`<a href="#${field}">`);
    expect(html).toContain('value="The &lt;Mill>"');
    expect(await declarations()).toEqual([]);
  });

  it('makes one declaration of a form that comes twenty times, and another after it was cancelled', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(url, form)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await declarations()).toMatchObject([{ madeBy: 'gift_link', wording: 'hmrc-2015-single-en' }]);
    expect((await call(url)).text).toContain('Gift Aid is added');

    expect((await send(`${url}/cancel`, {})).status).toBe(303);
    expect(await declarations()).toMatchObject([{ cancelledBy: 'donor' }]);
    expect((await call(url)).text).toContain('Your declaration is cancelled');

    await send(url, form);
    expect(await declarations()).toHaveLength(2);
    expect(await test.app.get(GiftAid).isAdded(id)).toBe(true);
  });

  it('knows no made-up address', async () => {
    for (const code of ['x', 'A'.repeat(22), '%00']) {
      expect((await call(`${test.url}/gift-aid/${code}`)).status).toBe(404);
      expect((await send(`${test.url}/gift-aid/${code}`, form)).status).toBe(404);
    }
  });
});
