import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser, launchBrowser, type Visitor, visit } from '../support/browser.js';
import { type Colleague, joinStaff } from '../support/staff.js';

describeInBrowser('the people of the staff, on a screen of 320 px', () => {
  let browser: Browser;
  let test: TestApp;
  let ada: Colleague;
  beforeAll(async () => {
    [browser, test] = await Promise.all([launchBrowser(), startTestApp({ workers: false, sandbox: false })]);
    ada = await joinStaff(test, 'admin', 'Ada Admin');
  });
  afterAll(() => Promise.all([browser.close(), test.close()]));

  const signIn = async ({ page }: Visitor, who: Colleague, password = who.password): Promise<void> => {
    await page.getByLabel('E-mail address').fill(who.email);
    await page.getByLabel('Password').fill(password);
    await page.getByLabel('Code').fill(who.code());
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const done = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor();

  it('are invited, join, change their password, are looked up and sent away', async () => {
    const admin = await visit(browser);
    const { page } = admin;
    await page.goto(`${test.url}/staff/people`);
    await signIn(admin, ada);
    await page.getByRole('heading', { name: 'People' }).waitFor();
    await page.getByLabel('E-mail address').fill('ben@example.org');
    await page.getByLabel('Role', { exact: true }).selectOption('finance');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const link = await page.locator('code.secret').innerText();
    expect(await admin.faults()).toEqual([]);

    const ben = await visit(browser);
    await ben.page.goto(link);
    expect(await ben.faults()).toEqual([]);
    const secret = await ben.page.locator('code.secret').innerText();
    await ben.page.getByLabel('Your name').fill('Ben Harbour');
    await ben.page.getByLabel('A new password').fill('short');
    await ben.page.getByLabel('The code it shows now').fill(new TOTP({ secret }).generate());
    await ben.page.getByRole('button', { name: 'Join' }).click();
    await ben.page.getByRole('link', { name: 'The password must have 12 characters or more.' }).waitFor();
    expect(await ben.faults()).toEqual([]);
    await ben.page.getByLabel('A new password').fill('harbour lantern quilt 7');
    await ben.page.getByLabel('The code it shows now').fill(new TOTP({ secret }).generate());
    await ben.page.getByRole('button', { name: 'Join' }).click();
    await ben.page.getByRole('heading', { name: 'Welcome, Ben Harbour' }).waitFor();
    expect(await ben.page.locator('.codes code').count()).toBe(10);
    expect(await ben.faults()).toEqual([]);
    await ben.page.getByRole('link', { name: 'Go on to the staff pages' }).click();

    await ben.page.getByRole('link', { name: 'Your account' }).click();
    await ben.page.getByLabel('Your password now').fill('wrong');
    await ben.page.getByLabel('The new password').fill('another lantern entirely');
    await ben.page.getByRole('button', { name: 'Change the password' }).click();
    await ben.page.getByRole('link', { name: 'That is not your password.' }).waitFor();
    expect(await ben.faults()).toEqual([]);
    await ben.page.getByLabel('Your password now').fill('harbour lantern quilt 7');
    await ben.page.getByLabel('The new password').fill('another lantern entirely');
    await ben.page.getByRole('button', { name: 'Change the password' }).click();
    await done(ben.page, 'Your password is changed');
    await ben.page.getByLabel('Your password', { exact: true }).fill('another lantern entirely');
    await ben.page.getByRole('button', { name: 'Make new codes' }).click();
    await ben.page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    expect(await ben.page.locator('.codes code').count()).toBe(10);

    await page.goto(`${test.url}/staff/people`);
    await page.getByLabel('Role of Ben Harbour', { exact: true }).selectOption('approver');
    await page.getByRole('button', { name: 'Change the role of Ben Harbour' }).click();
    await done(page, 'Their role is changed.');
    await page.getByRole('button', { name: 'Deactivate Ben Harbour' }).click();
    await done(page, 'They are out');
    expect(await admin.faults()).toEqual([]);
    await ben.page.goto(`${test.url}/staff/account`);
    await ben.page.getByRole('heading', { name: 'Staff sign-in' }).waitFor();

    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByLabel('Person').fill('Ada Admin');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('role: approver, status: deactivated').waitFor();
    expect(await admin.faults()).toEqual([]);
    expect(admin.troubles).toEqual(['GET /staff/people: 401']);
    await Promise.all([admin.leave(), ben.leave()]);
  });
});
