import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GiftAid } from '../../src/giving/gift-aid/gift-aid.service.js';
import { FormTokens } from '../../src/platform/limits/form-tokens.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, slug } from '../support/donor.js';

const declared = {
  firstName: 'Ada',
  lastName: 'Example',
  taxpayer: 'yes',
  scope: 'this_gift',
  house: '12a',
  postcode: 'cf10 1ep',
};

describe('the donate form', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false });
  });
  afterAll(() => test.close());

  const send = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const form = { amount: '10', version: '1', formToken: test.app.get(FormTokens).issue(), ...fields };
    const response = await fetch(`${test.url}/appeals/${slug}/donate`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers,
      redirect: 'manual',
    });
    return {
      status: response.status,
      html: await response.text(),
      location: response.headers.get('location'),
    };
  };
  const count = async (): Promise<number> => {
    const [row] = await test.database.dataSource.query<{ count: number }[]>(
      'select count(*)::integer from giving.donation',
    );
    return row?.count ?? -1;
  };
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

  it.each([
    ['firstName', '\u200b', 'your first name in letters'],
    ['firstName', 'x'.repeat(101), 'at most 100 of them'],
    ['lastName', 'a\u202eb', 'your last name'],
    ['email', 'ada@', 'name@example.org'],
    ['email', `${'x'.repeat(250)}@example.org`, 'name@example.org'],
    ['phone', '12', '07700 900123'],
    ['inMemoryOf', '\u200b', 'a name in letters'],
    ['inMemoryOf', 'x'.repeat(101), 'at most 100'],
    ['message', 'x'.repeat(501), 'at most 500 letters'],
    ['message', 'bell \u0007', 'characters that can be printed'],
    ['message', '<img src=x onerror=alert(1)>'.padEnd(501, '.'), 'at most 500 letters'],
    ['otherAmount', '12.345', 'an amount in pounds'],
    ['otherAmount', '2.99', 'from £3 to £10,000'],
    ['otherAmount', '10000.01', 'from £3 to £10,000'],
  ])('asks again for %s %j and keeps what was typed', async (field, value, words) => {
    const before = await count();
    const kept = { lastName: 'Łoś “Zoë” <b>', house: 'The <i>Mill</i>' };
    const amount = field === 'otherAmount' ? 'other' : '10';
    const { status, html } = await send({ ...kept, amount, [field]: value });
    expect(status).toBe(400);
    expect(html).toContain(`<a href="#${field}">`);
    expect(html).toContain(`id="${field}-error"`);
    expect(html).toContain(words);
    const shown = field === 'message' ? `>${escaped(value)}</textarea>` : `value="${escaped(value)}"`;
    if (!value.includes('\u0007')) expect(html).toContain(shown);
    expect(html).toContain(`value="${escaped(field === 'lastName' ? value : kept.lastName)}"`);
    expect(html).toContain(`value="${escaped(kept.house)}"`);
    expect(html).not.toMatch(/<img|<b>|<i>/);
    expect(await count()).toBe(before);
  });

  it.each([
    ['firstName', { firstName: '' }, 'at most 35'],
    ['lastName', { lastName: 'x'.repeat(36) }, 'at most 35'],
    ['title', { title: 'Mister' }, 'two to four letters'],
    ['house', { house: '' }, 'name or number of your house'],
    ['postcode', { postcode: 'nowhere' }, 'CF10 1EP'],
    ['scope', { scope: 'some' }, 'which gifts'],
    ['email', { 'consent-partner-email': 'yes' }, 'untick the boxes for e-mail'],
    ['phone', { 'consent-operator-text': 'yes' }, 'untick the boxes for texts'],
  ])('asks again for the %s that Gift Aid or a consent needs', async (field, wrong, words) => {
    const { status, html } = await send({ ...declared, ...wrong });
    expect(status).toBe(400);
    expect(html).toContain(`<a href="#${field}">`);
    expect(html).toContain(words);
    expect(html).toMatch(/<details class="optional" open/);
    expect(html).toContain('name="taxpayer" value="yes" checked');
  });

  it('takes names in any script, a note in HTML and every field at its limit', async () => {
    const { status, location } = await send({
      ...declared,
      firstName: '李',
      lastName: 'Ł'.repeat(35),
      email: 'li@example.org',
      phone: '07700 900123',
      house: '1'.repeat(40),
      address: 'x'.repeat(200),
      inMemoryOf: 'Ó'.repeat(100),
      message: '<b>For Nan</b>\n'.padEnd(500, '.'),
      'consent-partner-email': 'yes',
      'consent-operator-phone': 'yes',
    });
    expect(status).toBe(303);
    const id = /pay\/([\da-f-]+)/.exec(location ?? '')?.[1] ?? '';
    const [declaration] = await test.app.get(GiftAid).of([id]);
    expect(declaration?.details).toMatchObject({
      firstName: '李',
      house: '1'.repeat(40),
      postcode: 'CF10 1EP',
    });
  });

  it('keeps no address of a donor who didn’t tick the declaration', async () => {
    const { status, location } = await send({ ...declared, taxpayer: '' });
    expect(status).toBe(303);
    const id = /pay\/([\da-f-]+)/.exec(location ?? '')?.[1] ?? '';
    expect(await test.app.get(GiftAid).of([id])).toEqual([]);
  });

  it('answers in Welsh by the cookie and by what the browser speaks', async () => {
    const page = async (headers: Record<string, string>, query = '') =>
      (await call(`${test.url}/appeals/${slug}${query}`, { headers })).text;
    const welsh = '<html lang="cy">';
    expect(await page({})).toContain('<html lang="en-GB">');
    expect(await page({ 'Accept-Language': 'fr, cy;q=0.8, en;q=0.5' })).toContain(welsh);
    expect(await page({ 'Accept-Language': 'en, cy;q=0.9' })).not.toContain(welsh);
    expect(await page({ 'Accept-Language': 'cy;q=0, en' })).not.toContain(welsh);
    expect(await page({ Cookie: 'lang=cy' })).toContain(welsh);
    expect(await page({ Cookie: 'lang=cy' }, '?lang=en')).not.toContain(welsh);
    expect(await page({ Cookie: 'lang=xx' }, '?lang=yy')).not.toContain(welsh);
    const chosen = await call(`${test.url}/appeals/${slug}?lang=cy`);
    expect(chosen.headers.get('set-cookie')).toMatch(/^lang=cy; .*HttpOnly; SameSite=Lax/);
    const { html } = await send({ firstName: '\u200b' }, { Cookie: 'lang=cy' });
    expect(html).toContain('Rhowch eich enw cyntaf');
    expect((await call(`${test.url}/appeals/moon`, { headers: { Cookie: 'lang=cy' } })).text).toContain(
      'Nid oes apêl o’r fath',
    );
  });

  it('says in plain English that a form can’t be read', async () => {
    for (const [type, body, status] of [
      ['application/json', '{"amount": ', 400],
      ['text/html', '<p>', 415],
    ] as const) {
      const answer = await call(`${test.url}/appeals/${slug}/donate`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
      expect(answer.status).toBe(status);
      expect(answer.text).toMatch(/<h1>The (message can’t be read|kind of content is not known)<\/h1>/);
    }
    const list = await call(`${test.url}/appeals/${slug}/donate`, { method: 'POST', json: [{ amount: 5 }] });
    expect(list.status).toBe(400);
    expect(list.text).toContain('Enter an amount in pounds');
  });

  it('has a terms page and a privacy page for each appeal, and a widget that any article may frame', async () => {
    const terms = await call(`${test.url}/appeals/${slug}/terms`);
    expect(terms.text).toContain('within 28 days');
    expect(terms.text).toContain('any surplus funds will be used');
    const privacy = await call(`${test.url}/appeals/${slug}/privacy`);
    expect(privacy.text).toContain('we send you no marketing unless you ask for it');
    expect(privacy.text).toContain('https://example.org/privacy');
    expect(privacy.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`);
    const widget = await call(`${test.url}/appeals/${slug}/widget`);
    expect(widget.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(widget.headers.get('content-security-policy')).toContain(`default-src 'none'`);
    expect(widget.text).not.toMatch(/<form|<script/);
  });
});
