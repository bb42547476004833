import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Breaks } from '../../src/platform/breaks/breaks.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Clock, londonDate } from '../../src/vocabulary/clock.js';
import { Treasurer } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser, launchBrowser, type Visitor, visit } from '../support/browser.js';
import { type Colleague, joinStaff } from '../support/staff.js';

const pictures = process.env['TAKE_PICTURES'] === '1' ? join(process.cwd(), 'docs', 'images') : undefined;

describeInBrowser('a remittance by two people', () => {
  let browser: Browser;
  let test: TestApp;
  let gift: string;
  let fiona: Visitor;
  let boss: Visitor;

  beforeAll(async () => {
    [browser, test] = await Promise.all([launchBrowser(), startTestApp({ workers: false })]);
    gift = await aWeekOfGifts(test);
    fiona = await signedIn(await joinStaff(test, 'finance', 'Fiona Figures'));
    boss = await signedIn(await joinStaff(test, 'approver', 'Bo Seal'));
  });
  afterAll(() => Promise.all([browser.close(), test.close()]));

  async function signedIn(colleague: Colleague): Promise<Visitor> {
    const person = await visit(browser);
    await person.page.goto(`${test.url}/staff`);
    await person.page.getByLabel('E-mail address').fill(colleague.email);
    await person.page.getByLabel('Password').fill(colleague.password);
    await person.page.getByLabel('Code').fill(colleague.code());
    await person.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await person.page.getByRole('heading', { name: 'Today' }).waitFor();
    return person;
  }

  it('goes from what may be sent to the charity’s word', async () => {
    const { page } = fiona;
    await page.getByRole('link', { name: 'Remittances', exact: true }).click();
    await page.getByText('£170.00 may be sent now').waitFor();
    await page.getByLabel('Amount in pounds').fill('150');
    await page.getByRole('button', { name: 'Prepare a draft' }).click();
    await page.getByText('Another person must approve it.').waitFor();
    expect(await page.getByRole('button', { name: 'Approve this remittance' }).count()).toBe(0);

    await boss.page.goto(page.url());
    await boss.page.getByRole('button', { name: 'Approve this remittance' }).click();
    await boss.page.getByText('It is approved').waitFor();
    expect(await boss.page.getByRole('link', { name: 'Download the payment file' }).count()).toBe(0);

    await page.reload();
    const downloaded = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the payment file' }).click();
    const file = readFileSync(await (await downloaded).path(), 'utf8');
    expect(file).toContain('pain.001.001.09');
    expect(file).toContain('150.00');
    await page.getByLabel('Bank’s reference').fill('FP 4711');
    await page.getByLabel('Left the bank on').fill(londonDate(test.app.get(Clock).now()));
    await page.getByRole('button', { name: 'Note that it was sent' }).click();
    await page.getByText('It is noted as sent.').waitFor();
    await picture(fiona, 'remittance');
    await page.getByRole('button', { name: 'The charity says that it has it' }).click();
    await page.getByText('It is noted that the charity has it.').waitFor();
  });

  it('is found again from a gift that it carries', async () => {
    const { page } = fiona;
    await page.getByRole('link', { name: 'Donations', exact: true }).click();
    await page.getByLabel('Any number of it').fill(gift);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('Where the money is').first().waitFor();
    await picture(fiona, 'donation-history');
    await page.getByRole('link', { name: 'Number 1' }).click();
    await page.getByRole('heading', { name: 'Remittance 1' }).waitFor();
  });

  it('leaves nothing to be found by axe on any page of the console, on a small screen and a wide one', async () => {
    const { page } = fiona;
    await page.goto(`${test.url}/staff/remittances`);
    const round = await page.getByRole('link', { name: 'Number 1' }).getAttribute('href');
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const sections = await page
        .getByRole('navigation', { name: 'Console' })
        .getByRole('link')
        .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href));
      expect(sections.length).toBeGreaterThanOrEqual(4);
      for (const address of [...sections, `/staff/donations/${gift}`, `${round}`]) {
        await page.goto(new URL(address, test.url).href);
        expect([width, address, await fiona.faults()]).toEqual([width, address, []]);
      }
      if (width === 1280) {
        await page.goto(`${test.url}/staff`);
        await picture(fiona, 'today');
      }
    }
  });

  it('is done by the keyboard alone, and asks nothing of a third party', async () => {
    const { page } = boss;
    await page.goto(`${test.url}/staff`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    // Whoever is not signed in yet is told so.
    expect([...fiona.troubles, ...boss.troubles]).toEqual(['GET /staff: 401', 'GET /staff: 401']);
    await Promise.all([fiona.leave(), boss.leave()]);
  });
});

/** Gifts by card and by text, most of them in the bank; one of them for each of the pages' pictures. */
async function aWeekOfGifts(test: TestApp): Promise<string> {
  const treasurer = await Treasurer.of(test);
  const ago = (hours: number): Date => new Date(test.app.get(Clock).now().getTime() - hours * 3_600_000);
  const gift = await treasurer.banked({ name: 'first', amountPence: 10_000, givenAt: ago(160) });
  await treasurer.banked({ name: 'second', amountPence: 7_000, givenAt: ago(30) });
  for (let hours = 1; hours < 44; hours++) {
    for (let number = 0; number < 2 + ((hours * 7) % 9); number++)
      await treasurer.give({
        name: `t${hours}-${number}`,
        channel: 'text',
        amountPence: 500,
        givenAt: ago(hours),
      });
    if (hours % 3 === 0)
      await treasurer.give({ name: `c${hours}`, amountPence: 2_000, feePence: 50, givenAt: ago(hours) });
  }
  await test.app.get(Transactions).run((tx) =>
    test.app.get(Breaks).note(tx, {
      kind: 'paid_twice',
      reference: 'pi_second',
      detail: 'A second payment came for one donation.',
      whatToDo: 'Ask the donor, or give one back.',
      donationId: gift,
      theirs: [{ what: 'payment', id: 'pi_second', amountPence: 10_000 }],
    }),
  );
  return gift;
}

/** For docs/images, when they are asked for. */
async function picture({ page }: Visitor, name: string): Promise<void> {
  if (pictures === undefined) return;
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.screenshot({ path: join(pictures, `console-${name}.png`) });
}
