import { afterEach, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { browserStories, heading, payBy, tabTo } from '../support/browser-stories.js';
import { raised, settled, slug } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

const surplusStatement =
  'In the unlikely event that more money is raised than can be reasonably and efficiently spent, any ' +
  'surplus funds will be used to help prepare for and respond to other humanitarian disasters anywhere ' +
  'in the world.';

describeInBrowser('giving by card on a screen of 320 px', () => {
  let books: Client | undefined;
  // Before the product stops, which a held table would keep waiting.
  afterEach(async () => {
    await books?.end();
    books = undefined;
  });
  const stories = browserStories();

  const button = (page: Page, name: string) => page.getByRole('button', { name });

  /** Nothing can be booked until the connection ends. */
  const holdTheBooks = async (): Promise<Client> => {
    books = new Client({ connectionString: stories.test.database.ownerUrl });
    await books.connect();
    await books.query('begin; lock table ledger.transfer in share mode');
    return books;
  };

  it('works without JavaScript, from the appeal to the receipt', async () => {
    const donor = await stories.visitor({ javaScript: false });
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    await heading(page, "The Sun's Ukraine Fund").waitFor();
    const words = (await page.getByRole('main').innerText()).replaceAll(/\s+/g, ' ');
    for (const wording of [
      'Text to 70141 from UK mobiles: £3 text SUN£3 £5 text SUN£5 £10 text SUN£10 ' +
        'Texts cost your chosen donation amount + 1 standard message (we receive 100%). ' +
        "You must be aged 16 or over and have the bill payer's permission.",
      surplusStatement,
      'Every penny you give goes to British Red Cross Society. The Sun pays the fees.',
    ]) {
      expect(words).toContain(wording);
    }
    expect(await donor.faults()).toEqual([]);

    await page.getByRole('radio', { name: '£10', exact: true }).check();
    await button(page, 'Give by card').click();
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
    expect(await donor.faults()).toEqual([]);
    const held = await holdTheBooks();
    await payBy(page);

    await heading(page, 'Nearly there').waitFor();
    expect(await page.getByText('We are waiting for your bank').innerText()).toContain('£10');
    await held.end();
    await heading(page, 'Thank you').waitFor();
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('link', { name: 'See your receipt' }).click();
    await heading(page, 'Your receipt').waitFor();
    expect(await page.getByRole('main').innerText()).toMatch(
      /£10\n[^]*British Red Cross Society[^]*, by card/,
    );
    expect(await donor.faults()).toEqual([]);

    expect(await raised(stories.test, 1000)).toMatchObject({
      donations: 1,
      pendingPence: 0,
      heldPence: 1000,
    });
    expect(donor.troubles).toEqual([]);
  });

  it('keeps what was typed, lets a declined card try again, and tells by itself when the money has come', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    const own = page.getByLabel('Other amount');
    await own.fill('2');
    await page.getByLabel('First name').fill('Ada');
    await page.getByLabel('Email').fill('ada@example.org');
    await button(page, 'Give by card').click();
    const summary = page.getByRole('alert');
    expect(await summary.innerText()).toMatch(/Please look at this again\s+The amount [^]*£3/);
    expect(await page.title()).toMatch(/^Error: /);
    expect(await own.inputValue()).toBe('2');
    expect(await page.getByLabel('First name').inputValue()).toBe('Ada');
    expect(await page.getByLabel('Email').inputValue()).toBe('ada@example.org');
    expect(await donor.faults()).toEqual([]);
    await summary.getByRole('link').click();
    await page.locator('#otherAmount:focus').waitFor();

    await own.fill('12.50');
    await button(page, 'Give by card').click();
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
    await payBy(page, '4000 0000 0000 0002');
    expect(await page.getByRole('alert').innerText()).toContain('declined');
    expect(await donor.faults()).toEqual([]);
    const appeal = await donor.anotherPage();
    await appeal.goto(`${stories.test.url}/`);
    const shown = appeal.locator('#total-raised');
    expect(await shown.innerText()).toBe('£0');
    await page.bringToFront();
    const held = await holdTheBooks();
    await payBy(page);

    await heading(page, 'Nearly there').waitFor();
    expect(await donor.faults()).toEqual([]);
    await page.evaluate('window.sameDocument = true');
    await appeal.evaluate('window.sameDocument = true');
    await held.end();
    await heading(page, 'Thank you').waitFor();
    await shown.getByText('£12.50').waitFor();
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(await appeal.evaluate('window.sameDocument')).toBe(true);
    expect(await appeal.locator('#total-promised').isHidden()).toBe(true);
    expect(await donor.faults()).toEqual([]);
    expect(await raised(stories.test, 1250)).toMatchObject({ donations: 1, pendingPence: 0 });
    expect(donor.troubles.map((trouble) => trouble.replace(/cs_\w+/, '…'))).toEqual([
      `POST /appeals/${slug}/donate: 400`,
      'POST /pay/…: 402',
    ]);
  });

  it('can be done with the keyboard alone', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Skip to the main text');
    await page.keyboard.press('Enter');
    await tabTo(page, '[name=amount]');
    await page.keyboard.press('Space');
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
    for (const [field, typed] of [
      ['cardNumber', '4242424242424242'],
      ['expiry', '1234'],
      ['cvc', '123'],
      ['name', 'Ada Example'],
    ] as const) {
      await tabTo(page, `#${field}`);
      await page.keyboard.type(typed);
    }
    await tabTo(page, 'button');
    await page.keyboard.press('Space');
    await heading(page, 'Thank you').waitFor();
    expect(await raised(stories.test, 300)).toMatchObject({ donations: 1 });
    expect(donor.troubles).toEqual([]);
  });

  it('makes one donation of a double click', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    await page.getByRole('radio', { name: '£5', exact: true }).check();
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await button(page, 'Give by card').dblclick();
    // The second click may break off the first one's way to the payment page, so no single navigation is awaited.
    await eventually('the payment page', () =>
      Promise.resolve(page.url().startsWith(stories.test.sandboxUrl)),
    );
    // A browser may send a double click once or twice; here the form comes a second time for certain.
    const again = await page.request.fetch(await sent, { maxRedirects: 0 });
    expect(again.status()).toBe(303);
    await settled(stories.test);
    expect(await stories.test.database.dataSource.query('select id from giving.donation')).toHaveLength(1);
    expect(donor.troubles).toEqual([]);
  });

  it('takes a gift while cards are being tried out, once the browser has done its work', async () => {
    await stories.test.database.asOwner(
      `insert into limits.mark (id, what, subject, at)
       select number::text, 'declined', 'all appeals', now() from generate_series(1, 5) as number`,
    );
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    expect(await page.locator('form[data-difficulty="16"]').count()).toBe(1);
    await page.getByRole('radio', { name: '£5', exact: true }).check();
    await button(page, 'Give by card').click();
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
    expect(await stories.test.database.dataSource.query('select id from giving.donation')).toHaveLength(1);
    expect(donor.troubles).toEqual([]);
  });

  it('has an error page and a privacy page that everybody can read', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/appeals/moon`);
    await heading(page, 'No such appeal').waitFor();
    expect(await donor.faults()).toEqual([]);
    await page.goto(`${stories.test.url}/appeals/${slug}/privacy`);
    await heading(page, 'How we use your information').waitFor();
    expect(await donor.faults()).toEqual([]);
    expect(donor.troubles).toEqual(['GET /appeals/moon: 404']);
  });
});
