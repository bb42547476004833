import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PledgeReminders } from '../../src/giving/pledges/pledge-reminders.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { turnClock } from '../support/clock.js';
import { call, pay, paymentPage, raised, slug, startCardDonation } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { inDays, openPledge, type OpenedPledge, withLink } from '../support/pledger.js';

describe('the pages of promises', () => {
  let test: TestApp;
  let pledge: OpenedPledge;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const post = (url: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers });
  const read = async (url: string): Promise<string> => (await fetch(url)).text();
  const at = (verb: string): string => pledge.payUrl.replace('?', `/${verb}?`);
  const form = { formToken: randomUUID(), amount: '25', dueOn: inDays(10), firstName: 'Ida', lastName: '' };

  it('take a promise once, however often the form is sent', async () => {
    const url = `${test.url}/appeals/${slug}/pledge`;
    expect(await read(url)).toContain('Promise a gift');
    const answers = [await post(url, form), await post(url, form)];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const [one, other] = answers.map(({ headers }) => headers.get('location') ?? '');
    expect(one).toBe(other);
    expect(await read(one ?? '')).toContain('Thank you for your promise. Nothing was taken from you yet.');
  });

  it('say what is wrong beside its field, and keep what was typed', async () => {
    const wrong = { ...form, amount: 'ten', dueOn: 'soon', email: 'ida@' };
    const answer = await post(`${test.url}/appeals/${slug}/pledge`, wrong);
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(html).toContain('Enter an amount in pounds');
    expect(html).toContain('Choose the day by which you will give: from today to ');
    expect(html).toContain('Enter an e-mail address');
    expect(html).toContain('value="ten"');
    const late = await post(`${test.url}/appeals/${slug}/pledge`, {
      ...form,
      amount: '1',
      dueOn: inDays(-1),
    });
    expect([late.status, await late.text()]).toEqual([
      400,
      expect.stringContaining('The amount must be from £3'),
    ]);
  });

  it('remind by mail with a link that stops it, and once for each day', async () => {
    pledge = (await openPledge(test, { amountPence: 5000, dueOn: inDays(10) }, 'to-be-reminded')).body;
    const reminders = test.app.get(PledgeReminders);
    expect(await reminders.remind()).toBe(0);
    turnClock(test, 3);
    // The form's pledge is due for one too, but has no address to write to.
    expect((await Promise.all([reminders.remind(), reminders.remind()])).toSorted()).toEqual([0, 2]);
    expect(await reminders.remind()).toBe(0);
    turnClock(test, 0);
    const letter = await eventually('the letter', async () =>
      (await read(`${test.sandboxUrl}/mail.json`)).includes('Your pledge of £50'),
    );
    expect(letter).toBe(true);
    expect(await read(at('stop-reminders'))).toContain('No more reminders?');
    expect((await withLink(test, pledge)).body.reminders).toBe(true);
    expect((await post(at('stop-reminders'))).status).toBe(303);
    // The next day of reminder: the form's pledge alone still has one.
    turnClock(test, 10);
    expect(await reminders.remind()).toBe(1);
    turnClock(test, 0);
  });

  it('remind in the language that the promise was made in', async () => {
    const headers = { Cookie: 'lang=cy' };
    const welsh = { ...form, formToken: randomUUID(), firstName: 'Megan', email: 'megan@example.org' };
    const answer = await post(`${test.url}/appeals/${slug}/pledge`, welsh, headers);
    const html = await (await fetch(answer.headers.get('location') ?? '', { headers })).text();
    expect(html).toContain('Diolch am eich addewid. Ni chymerwyd dim oddi wrthych eto.');
    turnClock(test, 3);
    expect(await test.app.get(PledgeReminders).remind()).toBe(1);
    turnClock(test, 0);
    const text = await eventually('the letter', async () => {
      const { body } = await call<{ to: string; text: string }[]>(`${test.sandboxUrl}/mail.json`);
      return body.find(({ to }) => to === 'megan@example.org')?.text;
    });
    expect(text).toMatch(
      /^Annwyl Megan,\n\nAddawsoch £25 i British Red Cross Society erbyn \d+ \p{L}+ \d{4}\./u,
    );
    expect(text).toContain('Dim mwy o nodiadau atgoffa:');
  });

  it('let the donor pause, go on, and pay on Stripe’s page', async () => {
    await post(at('pause'));
    expect(await read(pledge.payUrl)).toContain('Go on with it');
    await post(at('resume'));
    const wrong = await post(at('pay'), { formToken: randomUUID(), amount: '50,0' });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('value="50,0"')]);
    const answer = await post(at('pay'), { formToken: randomUUID(), amount: '50' });
    await pay(await paymentPage(answer.headers.get('location') ?? ''));
    await raised(test, 5000);
    expect(await read(pledge.payUrl)).toContain('All of it has arrived');
    expect((await post(at('withdraw'))).status).toBe(409);
    expect((await post(at('elsewhere'))).status).toBe(404);
  });

  it('let the donor of a monthly gift give it another card, and stop it', async () => {
    const donor = { email: 'mair@example.org' };
    const gift = { amountPence: 1000, interval: 'month', donor, locale: 'cy' };
    const { body } = await startCardDonation(test, gift, 'monthly-by-page');
    const { manageUrl = '' } = body as { manageUrl?: string };
    expect(await read(manageUrl)).toContain('Nothing repeats until then');
    await pay(await paymentPage(body.checkoutUrl));
    await eventually('it to be active', async () => (await read(manageUrl)).includes('Stop it'));
    const card = await post(manageUrl.replace('?', '/card?'));
    expect([card.status, card.headers.get('location')]).toEqual([303, expect.stringContaining('/portal/')]);
    const stopping = await post(manageUrl.replace('?', '/stop?'));
    expect(await read(new URL(stopping.headers.get('location') ?? '', test.url).href)).toMatch(/stopp/);
    await eventually('it to be stopped', async () => (await read(manageUrl)).includes('It has stopped'));
    const subjects = await eventually('both letters', async () => {
      const { body } = await call<{ to: string; subject: string }[]>(`${test.sandboxUrl}/mail.json`);
      const own = body.filter(({ to, subject }) => to === 'mair@example.org' && subject.includes('fisol'));
      return own.length === 2 && own.map(({ subject }) => subject);
    });
    expect(subjects).toContain("Mae’ch rhodd fisol i The Sun's Ukraine Fund wedi stopio");
    expect((await fetch(manageUrl.replace(/token=.*/, 'token=another'))).status).toBe(404);
  });
});
