import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser, launchBrowser, visit } from '../support/browser.js';
import { call, handset, raised, settled, text, total } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

describeInBrowser('the phone of the sandbox on a screen of 320 px', () => {
  let browser: Browser;
  let test: TestApp;
  beforeAll(async () => {
    [browser, test] = await Promise.all([launchBrowser(), startTestApp()]);
  });
  afterAll(() => Promise.all([browser.close(), test.close()]));

  it.each([
    { name: 'with JavaScript', javaScript: true, given: 300 },
    { name: 'without JavaScript', javaScript: false, given: 600 },
  ])('texts SUN£3 and shows the answer and the bill $name', async ({ javaScript, given }) => {
    const donor = await visit(browser, { javaScript });
    const { page } = donor;
    await page.goto(`${test.sandboxUrl}/phone?number=07700900${given}`);
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('textbox', { name: 'Message' }).fill('SUN£3');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await raised(test, given)).toMatchObject({ pendingPence: 0 });
    if (!javaScript) await page.getByRole('link', { name: 'Look for new messages' }).click();
    const answer = page.getByRole('log').getByText('Your £3 donation goes to the British Red Cross');
    await answer.waitFor();
    await page.getByText('£3.00 of it was given.').waitFor();
    expect(await donor.faults()).toEqual([]);
    expect(donor.troubles).toEqual([]);
    await donor.leave();
  });

  it('lets a person bar a phone by keyboard, and then charges it nothing', async () => {
    const donor = await visit(browser);
    const { page } = donor;
    await page.goto(`${test.sandboxUrl}/phone?number=07700900301`);
    await page.getByText('Change what this phone').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Premium services barred').selectOption('yes');
    await page.getByLabel('Prepaid credit').fill('1500');
    expect(await donor.faults()).toEqual([]);
    await page.getByLabel('The last part fails').press('Tab');
    await page.keyboard.press('Enter');
    await page
      .getByRole('option', { name: '07700 900301 · EE · £15.00 credit' })
      .waitFor({ state: 'attached' });
    await page.getByRole('textbox', { name: 'Message' }).fill('SUN£3');
    await page.keyboard.press('Enter');
    await page.getByText('1 standard message to 70141').waitFor();
    await settled(test);
    await eventually('the network’s refusal', async () => {
      const statement = await call(`${test.sandboxUrl}/network/statement.csv`);
      return statement.text.includes('447700900301') && statement.text.includes(',300,failed');
    });
    await page.getByText('£0.00 of it was given.').waitFor();
    expect(donor.troubles).toEqual([]);
    await donor.leave();
  });

  it('lets a person make things go wrong on the whole network, and take its statement away', async () => {
    const donor = await visit(browser);
    const { page } = donor;
    await page.goto(`${test.sandboxUrl}/`);
    await page.getByRole('link', { name: 'Make things go wrong' }).click();
    expect(await donor.faults()).toEqual([]);
    await page.getByLabel('The gateway').selectOption('acts, and cuts the line');
    await page.getByLabel('for so many seconds').fill('1');
    await page.getByLabel('Come twice').fill('100');
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await page.getByLabel('Come twice').inputValue()).toBe('100');
    expect(await donor.faults()).toEqual([]);
    const before = (await total(test)).raisedPence;
    await text(test, '07700 900302', 'SUN£5');
    await raised(test, before + 500);
    expect((await handset(test, '07700 900302')).donatedPence).toBe(500);
    const [statement] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Get the statement' }).click(),
    ]);
    expect(readFileSync(await statement.path(), 'utf8')).toMatch(/,447700900302,.*,500,charged\n/);
    expect(donor.troubles).toEqual([]);
    await donor.leave();
  });
});
