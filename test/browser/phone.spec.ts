import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser, launchBrowser, visit } from '../support/browser.js';
import { raised } from '../support/donor.js';

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
});
