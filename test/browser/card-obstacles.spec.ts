import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser, launchBrowser, visit, type Visitor } from '../support/browser.js';
import { raised, settled } from '../support/donor.js';

const asksEveryTime = '4000 0027 6000 3184';
const pays = '4242 4242 4242 4242';

describeInBrowser('giving by card where something comes between', () => {
  let browser: Browser;
  let test: TestApp;
  let donor: Visitor;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    test = await startTestApp();
  });
  afterEach(async () => {
    await donor.leave();
    await test.close();
  });

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const button = (page: Page, name: string) => page.getByRole('button', { name });

  /** Chooses £10 on the appeal's page and comes to the payment page. */
  const choose = async (page: Page): Promise<void> => {
    await page.goto(`${test.url}/`);
    await page.getByRole('radio', { name: '£10', exact: true }).check();
    await button(page, 'Give by card').click();
    await page.waitForURL(`${test.sandboxUrl}/**`);
  };
  const pay = async (page: Page, cardNumber: string): Promise<void> => {
    await page.getByLabel('Card number').fill(cardNumber);
    await page.getByLabel('Expiry').fill('12 / 34');
    await page.getByLabel('CVC').fill('123');
    await page.getByLabel('Name on card').fill('Ada Example');
    await button(page, 'Pay').click();
  };
  const sessionIds = /cs_\w+/g;
  const troubles = () => donor.troubles.map((trouble) => trouble.replaceAll(sessionIds, '…'));

  for (const javaScript of [true, false]) {
    it(`fails 3-D Secure, passes it at the second try, and pays once, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
      donor = await visit(browser, { javaScript });
      const { page } = donor;
      await choose(page);
      await pay(page, asksEveryTime);
      await heading(page, '3D Secure: is it you?').waitFor();
      expect(await donor.faults()).toEqual([]);
      await button(page, 'Fail authentication').click();
      expect(await page.getByRole('alert').innerText()).toContain('Nothing was taken');
      await pay(page, asksEveryTime);
      await button(page, 'Complete authentication').click();
      await heading(page, 'Thank you').waitFor();
      expect(await raised(test, 1000)).toMatchObject({ donations: 1, pendingPence: 0 });
      expect(troubles()).toEqual(['POST /pay/…/authenticate: 402']);
    });
  }

  it('is challenged with the keyboard alone', async () => {
    donor = await visit(browser);
    const { page } = donor;
    await choose(page);
    await pay(page, asksEveryTime);
    await heading(page, '3D Secure: is it you?').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Complete authentication');
    await page.keyboard.press('Enter');
    await heading(page, 'Thank you').waitFor();
    expect(await raised(test, 1000)).toMatchObject({ donations: 1 });
    expect(donor.troubles).toEqual([]);
  });

  it('goes back from the payment page, comes again, pays, and goes back once more: one gift', async () => {
    donor = await visit(browser);
    const { page } = donor;
    await choose(page);
    const paymentPage = page.url();
    await page.goBack();
    await heading(page, "The Sun's Ukraine Fund").waitFor();
    await page.goForward();
    expect(page.url()).toBe(paymentPage);
    await pay(page, pays);
    await heading(page, 'Thank you').waitFor();
    await raised(test, 1000);
    await page.goBack();
    await page.goto(paymentPage);
    await heading(page, 'Already paid').waitFor();
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('link', { name: 'Continue' }).click();
    await heading(page, 'Thank you').waitFor();
    await settled(test);
    expect(await raised(test, 1000)).toMatchObject({ donations: 1, pendingPence: 0 });
    expect(donor.troubles).toEqual([]);
  });

  it('has the payment page open in two tabs and presses the button in both: one gift', async () => {
    donor = await visit(browser);
    const { page } = donor;
    await choose(page);
    const other = await donor.anotherPage();
    await other.goto(page.url());
    await Promise.all([pay(page, pays), pay(other, pays)]);
    await heading(page, 'Thank you').waitFor();
    await heading(other, 'Thank you').waitFor();
    await settled(test);
    expect(await raised(test, 1000)).toMatchObject({ donations: 1, pendingPence: 0 });
    expect(donor.troubles).toEqual([]);
  });

  it('gives twice in two tabs when two forms were filled in: two gifts', async () => {
    donor = await visit(browser);
    const { page } = donor;
    const other = await donor.anotherPage();
    await choose(page);
    await choose(other);
    expect(other.url()).not.toBe(page.url());
    await pay(page, pays);
    await pay(other, pays);
    await heading(page, 'Thank you').waitFor();
    await heading(other, 'Thank you').waitFor();
    expect(await raised(test, 2000)).toMatchObject({ donations: 2, pendingPence: 0 });
    expect(donor.troubles).toEqual([]);
  });

  it('is refunded in the Dashboard of the sandbox, whose page everybody can use', async () => {
    donor = await visit(browser);
    const { page } = donor;
    await choose(page);
    await pay(page, pays);
    await heading(page, 'Thank you').waitFor();
    await page.goto(`${test.sandboxUrl}/stripe`);
    await heading(page, 'The card company').waitFor();
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('button', { name: /^Refund: / }).click();
    await page.getByText('refunded', { exact: false }).first().waitFor();
    expect(await raised(test, 0)).toMatchObject({ donations: 0, pendingPence: 0 });
    expect(await donor.faults()).toEqual([]);
    expect(donor.troubles).toEqual([]);
  });
});
