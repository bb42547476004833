import { expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { browserStories, heading, payBy, tabTo } from '../support/browser-stories.js';
import { raised, slug, total } from '../support/donor.js';
import { inDays } from '../support/pledger.js';

describeInBrowser('promising a gift on a screen of 320 px', () => {
  const stories = browserStories();

  it.each([{ javaScript: true }, { javaScript: false }])(
    'is promised, paused, kept in part and taken back: %j',
    async ({ javaScript }) => {
      const donor = await stories.visitor({ javaScript });
      const { page } = donor;
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      await page.goto(`${stories.test.url}/`);
      await page.getByRole('link', { name: 'Promise a gift for later' }).click();
      await heading(page, 'Promise a gift').waitFor();
      expect(await donor.faults()).toEqual([]);
      await page.getByLabel('Amount in pounds').fill('2');
      await page.getByLabel('By which day').fill(inDays(10));
      await page.getByLabel('First name').fill('李 <b>');
      await page.getByLabel('Email').fill('li@');
      await press('Promise it');
      expect(await page.getByRole('alert').getByRole('link').allInnerTexts()).toEqual([
        'The amount must be from £3 to £10,000.',
        'Enter an e-mail address such as name@example.org.',
      ]);
      expect(await page.getByLabel('By which day').inputValue()).toBe(inDays(10));
      expect(await page.getByLabel('First name').inputValue()).toBe('李 <b>');
      if (javaScript) expect(await donor.faults()).toEqual([]);
      await page.getByLabel('Amount in pounds').fill('25');
      await page.getByLabel('Email').fill('li@example.org');
      await press('Promise it');

      await page.getByText('Thank you for your promise. Nothing was taken from you yet.').waitFor();
      expect(await total(stories.test)).toMatchObject({ raisedPence: 0, pendingPence: 0 });
      expect(await donor.faults()).toEqual([]);
      const pledgePage = page.url();
      await press('Pause it');
      await press('Go on with it');
      await page.getByRole('button', { name: 'Pause it' }).waitFor();
      await press('Don’t remind me');
      expect(await page.getByRole('button', { name: 'Don’t remind me' }).count()).toBe(0);

      expect(await page.getByLabel('Amount in pounds').inputValue()).toBe('25');
      await page.getByLabel('Amount in pounds').fill('10,5');
      await press('Pay by card');
      await page.getByRole('alert').getByRole('link', { name: 'Enter an amount in pounds' }).click();
      await page.locator('#amount:focus').waitFor();
      expect(await page.getByLabel('Amount in pounds').inputValue()).toBe('10,5');
      await page.getByLabel('Amount in pounds').fill('10');
      await press('Pay by card');
      await page.waitForURL(`${stories.test.sandboxUrl}/**`);
      await payBy(page);
      await heading(page, 'Thank you').waitFor();
      await raised(stories.test, 1000);
      await page.goto(pledgePage);
      await page.getByText('A part of it has arrived.').waitFor();
      expect(await page.getByRole('main').innerText()).toMatch(/Given so far\s+£10\n/);
      expect(await donor.faults()).toEqual([]);
      await press('Take it back');
      await page.getByText('You took it back. You owe nothing.').waitFor();
      expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
      expect(await donor.faults()).toEqual([]);
      const paid = `POST ${new URL(pledgePage).pathname}/pay: 400`;
      expect(donor.troubles).toEqual([`POST /appeals/${slug}/pledge: 400`, paid]);
    },
  );

  it('can be done with the keyboard alone', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/appeals/${slug}/pledge`);
    // Such as 12 December: browsers differ in whether the day or the month is typed first.
    const dueOn = Array.from({ length: 40 }, (_, days) => inDays(days)).find((date) =>
      /-(\d\d)-\1$/.test(date),
    );
    const [year, month] = dueOn?.split('-') ?? [];
    for (const [selector, typed] of [
      ['#amount', '25'],
      ['#dueOn', `${month}${month}${year}`],
      ['#firstName', 'Ada'],
    ] as const) {
      await tabTo(page, selector);
      await page.keyboard.type(typed);
    }
    expect(await page.locator('#dueOn').inputValue()).toBe(dueOn);
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await heading(page, 'Your pledge').waitFor();
    await tabTo(page, 'form[action*="/withdraw"] button');
    await page.keyboard.press('Space');
    await page.getByText('You took it back.').waitFor();
    expect(donor.troubles).toEqual([]);
  });

  it('is in Welsh for who asks for it', async () => {
    const donor = await stories.visitor();
    const { page } = donor;
    await page.goto(`${stories.test.url}/appeals/${slug}/pledge?lang=cy`);
    expect(await donor.faults()).toEqual([]);
    await page.getByLabel('Swm mewn punnoedd').fill('25');
    await page.getByRole('button', { name: 'Addo’r rhodd' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Dewiswch y diwrnod');
    await page.getByLabel('Erbyn pa ddiwrnod').fill(inDays(10));
    await page.getByRole('button', { name: 'Addo’r rhodd' }).click();
    await heading(page, 'Eich addewid').waitFor();
    expect(await donor.faults()).toEqual([]);
    await page.getByRole('link', { name: 'English' }).click();
    await heading(page, 'Your pledge').waitFor();
    expect(donor.troubles).toEqual([`POST /appeals/${slug}/pledge: 400`]);
  });
});
