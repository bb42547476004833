import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { startTestApp, type TestApp } from './app.js';
import { launchBrowser, visit, type Visitor } from './browser.js';

export interface BrowserStories {
  browser: Browser;
  test: TestApp;
  /** Somebody who leaves when the story is over. */
  visitor(options?: { javaScript: boolean }): Promise<Visitor>;
}

/** Sets a spec up: one browser for all of its stories, and the product anew for each. */
export function browserStories(): BrowserStories {
  const visitors: Visitor[] = [];
  const stories = {
    async visitor(options = { javaScript: true }) {
      const visitor = await visit(stories.browser, options);
      visitors.push(visitor);
      return visitor;
    },
  } as BrowserStories;
  beforeAll(async () => {
    stories.browser = await launchBrowser();
  });
  afterAll(() => stories.browser.close());
  beforeEach(async () => {
    stories.test = await startTestApp();
  });
  afterEach(async () => {
    await Promise.all(visitors.splice(0).map((visitor) => visitor.leave()));
    await stories.test.close();
  });
  return stories;
}

export const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });

/** Types a card into the sandbox's payment page, which must be open, and presses the button. */
export async function payBy(page: Page, cardNumber = '4242 4242 4242 4242'): Promise<void> {
  await page.getByLabel('Card number').fill(cardNumber);
  await page.getByLabel('Expiry').fill('12 / 34');
  await page.getByLabel('CVC').fill('123');
  await page.getByLabel('Name on card').fill('Ada Example');
  await page.getByRole('button', { name: 'Pay' }).click();
}

/** Presses Tab until the element has the focus, and sees that the focus shows. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  const focused = page.locator(`${selector}:focus-visible`);
  for (let presses = 0; presses < 30 && (await focused.count()) === 0; presses += 1)
    await page.keyboard.press('Tab');
  expect(await focused.count()).toBe(1);
  expect(await focused.evaluate('(element) => getComputedStyle(element).outlineStyle')).not.toBe('none');
}
