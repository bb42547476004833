import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser, type Visitor } from '../support/browser.js';
import { browserStories, heading, payBy } from '../support/browser-stories.js';
import { raised, settled } from '../support/donor.js';

const asksEveryTime = '4000 0027 6000 3184';

describeInBrowser('giving by card where something comes between', () => {
  const stories = browserStories();

  const button = (page: Page, name: string) => page.getByRole('button', { name });

  /** Chooses £10 on the appeal's page and comes to the payment page. */
  const choose = async (page: Page): Promise<void> => {
    await page.goto(`${stories.test.url}/`);
    await page.getByRole('radio', { name: '£10', exact: true }).check();
    await button(page, 'Give by card').click();
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
  };
  const sessionIds = /cs_\w+/g;
  const troubles = (donor: Visitor) => donor.troubles.map((trouble) => trouble.replaceAll(sessionIds, '…'));

  for (const javaScript of [true, false]) {
    it(`fails 3-D Secure, passes it at the second try, and pays once, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
      const donor = await stories.visitor({ javaScript });
      const { page } = donor;
      await choose(page);
      await payBy(page, asksEveryTime);
      await heading(page, '3D Secure: is it you?').waitFor();
      expect(await donor.faults()).toEqual([]);
      await button(page, 'Fail authentication').click();
      expect(await page.getByRole('alert').innerText()).toContain('Nothing was taken');
      await payBy(page, asksEveryTime);
      await button(page, 'Complete authentication').click();
      await heading(page, 'Thank you').waitFor();
      expect(await raised(stories.test, 1000)).toMatchObject({ donations: 1, pendingPence: 0 });
      expect(troubles(donor)).toEqual(['POST /pay/…/authenticate: 402']);
    });
  }

  it('is challenged with the keyboard alone', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await choose(page);
    await payBy(page, asksEveryTime);
    await heading(page, '3D Secure: is it you?').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Complete authentication');
    await page.keyboard.press('Enter');
    await heading(page, 'Thank you').waitFor();
    expect(await raised(stories.test, 1000)).toMatchObject({ donations: 1 });
    expect(donor.troubles).toEqual([]);
  });

  it('goes back from the payment page, comes again, pays, and goes back once more: one gift', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await choose(page);
    const paymentPage = page.url();
    await page.goBack();
    await heading(page, "The Sun's Ukraine Fund").waitFor();
    await page.goForward();
    expect(page.url()).toBe(paymentPage);
    await payBy(page);
    await heading(page, 'Thank you').waitFor();
    await raised(stories.test, 1000);
    await page.goBack();
    await page.goto(paymentPage);
    await heading(page, 'Already paid').waitFor();
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('link', { name: 'Continue' }).click();
    await heading(page, 'Thank you').waitFor();
    await settled(stories.test);
    expect(await raised(stories.test, 1000)).toMatchObject({ donations: 1, pendingPence: 0 });
    expect(donor.troubles).toEqual([]);
  });

  it('has the payment page open in two tabs and presses the button in both: one gift', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await choose(page);
    const other = await donor.anotherPage();
    await other.goto(page.url());
    await Promise.all([payBy(page), payBy(other)]);
    await heading(page, 'Thank you').waitFor();
    await heading(other, 'Thank you').waitFor();
    await settled(stories.test);
    expect(await raised(stories.test, 1000)).toMatchObject({ donations: 1, pendingPence: 0 });
    expect(donor.troubles).toEqual([]);
  });

  it('gives twice in two tabs when two forms were filled in: two gifts', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    const other = await donor.anotherPage();
    await choose(page);
    await choose(other);
    expect(other.url()).not.toBe(page.url());
    await payBy(page);
    await payBy(other);
    await heading(page, 'Thank you').waitFor();
    await heading(other, 'Thank you').waitFor();
    expect(await raised(stories.test, 2000)).toMatchObject({ donations: 2, pendingPence: 0 });
    expect(donor.troubles).toEqual([]);
  });

  it('is refunded in the Dashboard of the sandbox, whose page everybody can use', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await choose(page);
    await payBy(page);
    await heading(page, 'Thank you').waitFor();
    await page.goto(`${stories.test.sandboxUrl}/stripe`);
    await heading(page, 'The card company').waitFor();
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('button', { name: /^Refund: / }).click();
    await page.getByText('refunded', { exact: false }).first().waitFor();
    expect(await raised(stories.test, 0)).toMatchObject({ donations: 0, pendingPence: 0 });
    expect(await donor.faults()).toEqual([]);
    expect(donor.troubles).toEqual([]);
  });
});
