import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { GiftAid } from '../../src/giving/gift-aid/gift-aid.service.js';
import { describeInBrowser } from '../support/browser.js';
import { browserStories, payBy, tabTo } from '../support/browser-stories.js';
import { call, settled, slug } from '../support/donor.js';

const mostBytes = 60_000;

describeInBrowser('what a donor says beside the gift, on a screen of 320 px', () => {
  const stories = browserStories();

  const pay = async (page: Page): Promise<void> => {
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
    await payBy(page);
  };
  const onlyDonation = async (): Promise<string> => {
    const [row] = await stories.test.database.dataSource.query<{ id: string }[]>(
      'select id from giving.donation',
    );
    return row?.id ?? '';
  };

  it.each([
    { name: 'with JavaScript', javaScript: true },
    { name: 'without JavaScript', javaScript: false },
  ])('adds Gift Aid, a consent and a note $name, and gets a receipt that says so', async ({ javaScript }) => {
    const donor = await stories.visitor({ javaScript });
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    expect(await page.locator('details[open]').count()).toBe(0);
    expect(await page.locator('input[type=checkbox]:checked').count()).toBe(0);
    await page.getByRole('radio', { name: '£10', exact: true }).check();
    await page.getByLabel('First name').fill('Ada');
    await page.getByLabel('Last name').fill('Example');
    await page.getByLabel('Email').fill('ada@example.org');
    await page.getByText('Add Gift Aid').click();
    await page.getByLabel('House name or number').fill('12a');
    await page.getByLabel('Postcode').fill('cf10');
    const single = page.getByText('in the current tax year');
    const multiple = page.getByText('past 4 years to British Red Cross Society');
    expect([await single.isVisible(), await multiple.isVisible()]).toEqual([true, false]);
    await page.getByRole('radio', { name: 'those to come' }).check();
    expect([await single.isVisible(), await multiple.isVisible()]).toEqual([false, true]);
    await page.getByRole('checkbox', { name: 'I want to Gift Aid' }).check();
    await page.getByText('Keep in touch').click();
    await page
      .getByRole('group', { name: 'British Red Cross Society' })
      .getByRole('checkbox', { name: 'by e-mail' })
      .check();
    await page.getByText('Dedicate your gift').click();
    await page.getByLabel('In memory of').fill('Nan');
    await page.getByLabel('A note for').fill('<b>Thank you</b> & bless you');
    if (javaScript) expect(await donor.faults()).toEqual([]);
    await page.getByRole('button', { name: 'Give by card' }).click();

    // The postcode was half of one.
    await page.getByRole('alert').getByRole('link', { name: 'Enter a UK postcode' }).click();
    expect(await page.getByLabel('House name or number').inputValue()).toBe('12a');
    expect(await page.getByLabel('A note for').inputValue()).toBe('<b>Thank you</b> & bless you');
    expect(await page.locator('input[type=checkbox]:checked').count()).toBe(2);
    if (javaScript) expect(await donor.faults()).toEqual([]);
    await page.getByLabel('Postcode').fill('cf10 1ep');
    await page.getByRole('button', { name: 'Give by card' }).click();
    await pay(page);

    await page.getByRole('link', { name: 'See your receipt' }).click();
    expect(await page.getByRole('main').innerText()).toMatch(
      /Where the money is now\nWith Stripe[^]*Gift Aid\nYou have added Gift Aid to this gift\./,
    );
    expect(await donor.faults()).toEqual([]);
    const id = await onlyDonation();
    expect(await stories.test.app.get(GiftAid).of([id])).toMatchObject([
      {
        scope: 'all_gifts',
        wording: 'hmrc-2015-multiple-en',
        details: { house: '12a', postcode: 'CF10 1EP' },
      },
    ]);
    await settled(stories.test);
    const { body } = await call<{ to: string; text: string }[]>(`${stories.test.sandboxUrl}/mail.json`);
    expect(body).toMatchObject([{ to: 'ada@example.org' }]);
    expect(body[0]?.text).toContain('You have added Gift Aid to it.');
    expect(donor.troubles).toEqual([`POST /appeals/${slug}/donate: 400`]);
  });

  it('is all in Welsh for who asks for it, to the letter', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    await page.getByRole('link', { name: 'Cymraeg' }).click();
    await page.locator('summary', { hasText: 'Ychwanegu Rhodd Cymorth' }).click();
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('radio', { name: '£5', exact: true }).check();
    await page.getByLabel('Enw cyntaf').fill('Megan');
    await page.getByLabel('E-bost (dewisol)').fill('megan@');
    await page.getByRole('button', { name: 'Rhoi â cherdyn' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Rhowch gyfeiriad e-bost megis');
    await page.getByLabel('E-bost (dewisol)').fill('megan@example.org');
    await page.getByRole('button', { name: 'Rhoi â cherdyn' }).click();
    await pay(page);
    await page.getByRole('heading', { level: 1, name: 'Diolch' }).waitFor();
    await page.getByRole('link', { name: 'Gweld eich derbynneb' }).click();
    expect(await page.getByRole('main').innerText()).toContain('Gyda Stripe, ein cwmni cardiau');
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('link', { name: 'Ychwanegu Rhodd Cymorth at y rhodd hon' }).click();
    expect(await page.getByRole('main').innerText()).toContain('drethdalwr yn y DU');
    expect(await donor.faults()).toEqual([]);
    await settled(stories.test);
    const { body } = await call<{ subject: string }[]>(`${stories.test.sandboxUrl}/mail.json`);
    expect(body).toMatchObject([{ subject: "Eich derbynneb: £5 i The Sun's Ukraine Fund" }]);
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Add Gift Aid to your gift' }).waitFor();
    expect(donor.troubles).toEqual([`POST /appeals/${slug}/donate: 400`]);
  });

  it('can be said with the keyboard alone', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    await tabTo(page, '[name=amount]');
    await page.keyboard.press('Space');
    for (const [selector, typed] of [
      ['[name=firstName]', 'Ada'],
      ['[name=lastName]', 'Example'],
      ['summary', 'Enter'],
      ['[name=house]', '12a'],
      ['[name=postcode]', 'CF10 1EP'],
      ['[name=scope]', 'ArrowDown'],
      ['[name=taxpayer]', 'Space'],
    ] as const) {
      await tabTo(page, selector);
      if (['Enter', 'Space', 'ArrowDown'].includes(typed)) await page.keyboard.press(typed);
      else await page.keyboard.type(typed);
    }
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
    expect(await stories.test.app.get(GiftAid).of([await onlyDonation()])).toMatchObject([
      { scope: 'all_gifts' },
    ]);
    expect(donor.troubles).toEqual([]);
  });

  it('costs less than 60 kB and asks nobody but us before the donor pays', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    const log = await page.context().newCDPSession(page);
    await log.send('Network.enable');
    let bytes = 0;
    const asked: string[] = [];
    log.on('Network.requestWillBeSent', ({ request }) => asked.push(new URL(request.url).origin));
    log.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(`${stories.test.url}/appeals/${slug}`, { waitUntil: 'load' });
    await page.getByText('Add Gift Aid').click();
    await page.getByLabel('Email').fill('ada@example.org');
    expect(new Set(asked)).toEqual(new Set([stories.test.url]));
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(mostBytes);
    expect(donor.troubles).toEqual([]);
  });

  it('begins in a newspaper’s article, by one script tag', async () => {
    const article = await servedArticle(stories.test.url);
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(article.url);
    const frame = page.frameLocator('iframe');
    await frame.getByText('£0 raised so far').waitFor();
    // Our style sheet reaches the frame: the link is as large as a button.
    const box = await frame.getByRole('link', { name: 'Give now' }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(48);
    expect(await donor.faults()).toEqual([]);
    const opened = page.waitForEvent('popup');
    await frame.getByRole('link', { name: 'Give now' }).click();
    const appeal = await opened;
    await appeal.getByRole('heading', { level: 1, name: "The Sun's Ukraine Fund" }).waitFor();
    expect(await appeal.evaluate('window.opener')).toBeNull();
    expect(await page.context().cookies()).toEqual([expect.objectContaining({ name: 'lang' })]);
    article.server.close();
  });
});

/** A page of another site, with a policy as newspapers have one. */
async function servedArticle(product: string): Promise<{ url: string; server: Server }> {
  const policy = `default-src 'self'; script-src ${product}; frame-src ${product}`;
  const html =
    '<!doctype html><html lang="en"><title>News</title><main><h1>News</h1>' +
    `<script async src="${product}/assets/widget.js" data-appeal="${slug}" data-title="Give to the appeal"></script></main>`;
  const server = createServer((request, response) => {
    const headers = { 'Content-Type': 'text/html', 'Content-Security-Policy': policy };
    response.writeHead(request.url === '/' ? 200 : 204, headers).end(request.url === '/' ? html : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
