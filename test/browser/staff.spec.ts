import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser, launchBrowser, visit } from '../support/browser.js';
import { raised, text } from '../support/donor.js';

describeInBrowser('the staff console on a screen of 320 px', () => {
  let browser: Browser;
  let test: TestApp;
  beforeAll(async () => {
    [browser, test] = await Promise.all([launchBrowser(), startTestApp()]);
    await text(test, '07700 900001', 'SUN£5');
    await raised(test, 500);
  });
  afterAll(() => Promise.all([browser.close(), test.close()]));

  it('lets in who has a token, shows the books, hands out the CSV, and lets out again', async () => {
    const person = await visit(browser);
    const { page } = person;
    const signIn = async (token: string): Promise<void> => {
      await page.getByText('Sign in with a token').click();
      await page.getByLabel('Your token').fill(token);
      await page.getByRole('button', { name: 'Use the token' }).click();
    };
    await page.goto(`${test.url}/staff`);
    expect(await person.faults()).toEqual([]);
    await signIn('not-a-token');
    expect(await page.getByRole('alert').innerText()).toContain('That token is not known');
    expect(await person.faults()).toEqual([]);

    await signIn(await test.token('finance', 'Fiona Figures'));
    await page.getByText('Signed in as Fiona Figures (finance).').waitFor();
    const accounts = page.getByRole('region', { name: 'Accounts' });
    expect(await accounts.getByRole('row', { name: 'text receivable' }).innerText()).toContain('£5');
    expect(await accounts.getByRole('row', { name: 'held' }).innerText()).toContain('£5');
    expect(await person.faults()).toEqual([]);

    const downloaded = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download its donations as CSV' }).click();
    const csv = readFileSync(await (await downloaded).path(), 'utf8');
    const [head, ...rows] = csv.trim().split('\r\n');
    expect(head).toMatch(/^id,appeal,channel,status,givenAt,amountPence,/);
    expect(rows).toEqual([expect.stringContaining(',text,confirmed,')]);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Staff sign-in' }).waitFor();
    await page.goto(`${test.url}/staff`);
    expect(await page.getByLabel('Your token').count()).toBe(1);
    expect(person.troubles).toEqual([
      'GET /staff: 401',
      'POST /staff/sign-in: 401',
      'GET /staff: 401',
      'GET /staff: 401',
    ]);
    await person.leave();
  });
});
