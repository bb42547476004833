import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser, type Visitor } from '../support/browser.js';
import { type BrowserStories, browserStories, heading, payBy, tabTo } from '../support/browser-stories.js';
import { call, raised, settled } from '../support/donor.js';

const manage = 'This gift repeats every month: change the card or stop it';

describeInBrowser('giving every month on a screen of 320 px', () => {
  const stories = browserStories();

  /** Chooses £10 a month on the appeal's page and comes to the payment page. */
  const choose = async ({ page }: Visitor): Promise<void> => {
    await page.goto(`${stories.test.url}/`);
    await page.getByRole('radio', { name: 'Every month' }).check();
    await page.getByRole('radio', { name: '£10', exact: true }).check();
    await page.getByLabel('Email').fill('ada@example.org');
    await page.getByRole('button', { name: 'Give by card' }).click();
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
    await page.getByText('a month').waitFor();
  };

  it.each([{ javaScript: true }, { javaScript: false }])(
    'begins, takes another card and stops: %j',
    async ({ javaScript }) => {
      const donor = await stories.visitor({ javaScript });
      const { page } = donor;
      await choose(donor);
      expect(await donor.faults()).toEqual([]);
      await payBy(page);
      await heading(page, 'Thank you').waitFor();
      await raised(stories.test, 1000);
      expect(await donor.faults()).toEqual([]);
      await page.getByRole('link', { name: 'See your receipt' }).click();
      await heading(page, 'Your receipt').waitFor();
      expect(await donor.faults()).toEqual([]);

      await page.getByRole('link', { name: manage }).click();
      await page.getByText('£10 a month to British Red Cross Society.').waitFor();
      // Shown again by itself until Stripe has told of the subscription.
      await page.getByRole('button', { name: 'Use another card' }).waitFor();
      expect(await donor.faults()).toEqual([]);
      await page.getByRole('button', { name: 'Use another card' }).click();
      await useCard(page, '5555 5555 5555 4444');
      await page.getByText('ending in 4444').waitFor();
      expect(await donor.faults()).toEqual([]);
      await page.getByRole('link', { name: 'Back' }).click();

      await page.getByRole('button', { name: 'Stop it' }).click();
      await page.getByText('It has stopped. Nothing more will be taken.').waitFor();
      expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
      expect(await donor.faults()).toEqual([]);
      await passMonth(stories);
      expect(await raised(stories.test, 1000)).toMatchObject({ donations: 1, pendingPence: 0 });
      expect(donor.troubles).toEqual([]);
    },
  );

  it('takes the first payment once, though the payment page is open in two tabs', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await choose(donor);
    const other = await donor.anotherPage();
    await other.goto(page.url());
    await Promise.all([payBy(page), payBy(other)]);
    await heading(page, 'Thank you').waitFor();
    await heading(other, 'Thank you').waitFor();
    await settled(stories.test);
    expect(await raised(stories.test, 1000)).toMatchObject({ donations: 1, pendingPence: 0 });
    await passMonth(stories);
    expect(await raised(stories.test, 2000)).toMatchObject({ donations: 2, pendingPence: 0 });
    expect(donor.troubles).toEqual([]);
  });

  it('is declined, paid with another card, and can all be done with the keyboard alone', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    await tabTo(page, '[name=interval]');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: 'Every month' }).isChecked()).toBe(true);
    await tabTo(page, '[name=amount]');
    await page.keyboard.press('Space');
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
    await typeCard(page, '4000000000000002');
    expect(await page.getByRole('alert').innerText()).toContain('declined');
    await typeCard(page, '4242424242424242');
    await heading(page, 'Thank you').waitFor();
    await follow(page, manage);
    await page.getByRole('button', { name: 'Stop it' }).waitFor();
    await tabTo(page, 'form[action*="/stop"] button');
    await page.keyboard.press('Enter');
    await page.getByText('It has stopped.').waitFor();
    expect(donor.troubles.map((trouble) => trouble.replace(/cs_\w+/, '…'))).toEqual(['POST /pay/…: 402']);
  });

  it('is in Welsh for who asks for it, to the letters', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/`);
    await page.getByRole('link', { name: 'Cymraeg' }).click();
    await page.getByRole('radio', { name: 'Bob mis' }).check();
    await page.getByRole('radio', { name: '£5', exact: true }).check();
    await page.getByLabel('E-bost (dewisol)').fill('megan@example.org');
    await page.getByRole('button', { name: 'Rhoi â cherdyn' }).click();
    await page.waitForURL(`${stories.test.sandboxUrl}/**`);
    await payBy(page);
    await heading(page, 'Diolch').waitFor();
    await page.getByRole('link', { name: 'Mae’r rhodd hon yn ailadrodd bob mis' }).click();
    await heading(page, 'Eich rhodd fisol').waitFor();
    await page.getByRole('button', { name: 'Ei stopio' }).waitFor();
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('button', { name: 'Ei stopio' }).click();
    await page.getByText('Mae wedi stopio.').waitFor();
    await settled(stories.test);
    const { body } = await call<{ subject: string }[]>(`${stories.test.sandboxUrl}/mail.json`);
    expect(body.map(({ subject }) => subject).toSorted()).toEqual([
      "Eich derbynneb: £5 i The Sun's Ukraine Fund",
      "Eich rhodd fisol i The Sun's Ukraine Fund",
      "Mae’ch rhodd fisol i The Sun's Ukraine Fund wedi stopio",
    ]);
    expect(donor.troubles).toEqual([]);
  });
});

async function useCard(page: Page, cardNumber: string): Promise<void> {
  await page.getByLabel('Card number').fill(cardNumber);
  await page.getByLabel('Expiry').fill('04 / 40');
  await page.getByLabel('CVC').fill('123');
  await page.getByRole('button', { name: 'Use this card' }).click();
}

/** Types a card with the keyboard alone; the page keeps what may be kept after a decline. */
async function typeCard(page: Page, cardNumber: string): Promise<void> {
  for (const [field, typed] of [
    ['cardNumber', cardNumber],
    ['expiry', '1234'],
    ['cvc', '123'],
    ['name', 'Ada Example'],
  ] as const) {
    await tabTo(page, `#${field}`);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(typed);
  }
  await tabTo(page, 'button');
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.keyboard.press('Enter');
  await answered;
  await page.waitForLoadState();
}

async function follow(page: Page, link: string): Promise<void> {
  const href = (await page.getByRole('link', { name: link }).getAttribute('href')) ?? '';
  await tabTo(page, `a[href="${href}"]`);
  await page.keyboard.press('Enter');
}

async function passMonth({ test }: BrowserStories): Promise<void> {
  await call(`${test.sandboxUrl}/stripe/time`, { method: 'POST', json: { seconds: 31 * 86_400 } });
  await settled(test);
}
