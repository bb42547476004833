import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Retention } from '../../src/channels/text/retention.js';
import { TextJanitor } from '../../src/channels/text/text-janitor.js';
import { PledgeReminders } from '../../src/giving/pledges/pledge-reminders.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { turnClock } from '../support/clock.js';
import {
  call,
  handset,
  pay,
  paymentPage,
  raised,
  settled,
  startCardDonation,
  text,
} from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { openPledge } from '../support/pledger.js';
import { Staff } from '../support/staff.js';

const phone = '07700 900123';
const donor = { firstName: 'Iris', lastName: 'Merton', email: 'iris@example.org', phone };

interface Export {
  told: object[];
  donations: { id: string; channel: string; status: string }[];
  monthlyGifts: { id: string; status: string }[];
  pledges: { id: string; status: string }[];
  texts: { from: string | null; body: string | null }[];
  declarations: { details?: { house: string } }[];
}

describe('a donor who gave by card, every month and by text, promised more, and wants to be forgotten', () => {
  let test: TestApp;
  let admin: Staff;
  let monthlyId: string;
  let donorId: string;
  beforeAll(async () => {
    test = await startTestApp();
    admin = await Staff.of(test, 'admin', 'Ada Admin');
    const monthly = await startCardDonation(
      test,
      { amountPence: 1000, interval: 'month', donor },
      'every-month',
    );
    monthlyId = monthly.body.id;
    await pay(await paymentPage(monthly.body.checkoutUrl));
    await raised(test, 1000);
    await openPledge(test, { amountPence: 5000, donor }, 'to-be-withdrawn');
    await text(test, phone, 'SUN£5');
    await raised(test, 1500);
    // The same text within a minute waits for a YES.
    await text(test, phone, 'SUN£5');
    await settled(test);
  });
  afterAll(() => test.close());

  const rows = <Row>(sql: string, values: unknown[] = []) =>
    test.database.dataSource.query<Row[]>(sql, values);
  const transfers = () => rows('select * from ledger.transfer order by entry, leg');
  const subscriptions = () => rows<{ status: string }>('select status from card.monthly_gift order by id');

  it('adds Gift Aid to a text by its link, with name and address', async () => {
    const link = await eventually('the link in the text', async () => {
      const { messages } = await handset(test, phone);
      return messages.map(({ body }) => /http\S+\/g\/\S+/.exec(body)?.[0]).find(Boolean);
    });
    const page = await fetch(link);
    const declared = { firstName: 'Iris', lastName: 'Merton', house: '7 Quay', postcode: 'CF10 1EP' };
    const form = new URLSearchParams({ ...declared, scope: 'this_gift', taxpayer: 'yes' });
    expect((await fetch(page.url, { method: 'POST', body: form, redirect: 'manual' })).status).toBe(303);
  });

  it('is found by number, and has all that is kept of them', async () => {
    const found = await admin.post<{ items: { id: string; donationIds: string[] }[] }>('donors/find', {
      phone,
    });
    expect(found.body.items.map(({ donationIds }) => donationIds)).toEqual([[monthlyId], []]);
    donorId = found.body.items[0]?.id ?? '';
    const all = await admin.read<Export>(`donors/${donorId}/export`);
    expect(all).toMatchObject({
      donations: [{ channel: 'card' }, { channel: 'text' }, { channel: 'text', status: 'held' }],
      monthlyGifts: [{ id: monthlyId, status: 'active' }],
      pledges: [{ status: 'open' }],
      texts: [
        { from: '+447700900123', body: 'SUN£5' },
        { from: '+447700900123', body: 'SUN£5' },
      ],
      declarations: [{ details: { house: '7 Quay' } }],
    });
    const byNumber = (await admin.post<Export>('donors/export', { phone: '+44 7700 900123' })).body;
    expect(byNumber).toEqual(all);
    const finance = await Staff.of(test, 'finance');
    const auditor = await Staff.of(test, 'auditor');
    expect((await auditor.post('donors/export', { phone })).status).toBe(403);
    expect((await finance.post('donors/erase', { phone })).status).toBe(403);
    expect((await admin.post('donors/erase', { phone: '12' })).status).toBe(400);
    expect((await admin.post('donors/find', {})).status).toBe(400);
  });

  it('is forgotten: the monthly gift stops, the pledge is withdrawn, texts and names go, the books stay', async () => {
    const before = await transfers();
    const answers = await Promise.all([1, 2].map(() => admin.post(`donors/${donorId}/erase`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await eventually(
      'the monthly gift to be stopped',
      async () => (await subscriptions())[0]?.status === 'stopped',
    );
    await settled(test);

    expect(await rows('select status, reminders from giving.pledge')).toEqual([
      { status: 'withdrawn', reminders: false },
    ]);
    turnClock(test, 3);
    expect(await test.app.get(PledgeReminders).remind()).toBe(0);
    turnClock(test, 0);
    expect(await rows('select body is null as erased from text.message order by received_at')).toEqual([
      { erased: true },
      { erased: false },
    ]);
    const kept = await admin.read<Export>(`donors/${donorId}/export`);
    expect(kept).toMatchObject({
      told: [{}],
      donations: [{ id: monthlyId, status: 'confirmed' }],
      texts: [],
    });
    expect((await admin.post<{ items: [] }>('donors/find', { phone })).body.items).toEqual([]);

    const [declaration] = await rows<{ years: number }>(
      `select extract(year from forget_on)::integer - extract(year from current_date)::integer as years
       from giving.declaration where details is not null`,
    );
    expect(declaration?.years).toBe(7);
    expect(await transfers()).toEqual(before);
  });

  it('pays nothing more, and gets no letter about it', async () => {
    await call(`${test.sandboxUrl}/stripe/time`, { method: 'POST', json: { seconds: 40 * 86_400 } });
    await settled(test);
    await raised(test, 1500);
    const { body } = await call<{ subject: string }[]>(`${test.sandboxUrl}/mail.json`);
    expect(body.map(({ subject }) => subject).filter((subject) => subject.includes('stopped'))).toEqual([]);
  });

  it('loses the last text too once its gift has ended, with what the gateway sent of it', async () => {
    turnClock(test, 1);
    await eventually('the held text to end', async () => {
      await test.app.get(TextJanitor).round();
      const [{ held }] = (await rows(
        `select count(*)::integer as held from giving.donation where status = 'held'`,
      )) as [{ held: number }];
      return held === 0;
    });
    await test.app.get(Retention).round();
    expect(await rows('select distinct body is null as erased from text.message')).toEqual([
      { erased: true },
    ]);
    expect(
      await rows(`select source from messaging.inbox where source like 'fonix.%' and body <> ''`),
    ).toEqual([]);
    turnClock(test, 0);
  });

  it('may never have been more to us than a number', async () => {
    const other = '07700 900124';
    await text(test, other, 'SUN£3');
    await raised(test, 1800);
    await settled(test);
    const { body } = await admin.post<Export>('donors/export', { phone: other });
    expect(body).toMatchObject({ told: [], donations: [{ channel: 'text' }], texts: [{ body: 'SUN£3' }] });
    expect((await admin.post('donors/erase', { phone: other })).status).toBe(200);
    expect((await admin.post<Export>('donors/export', { phone: other })).body.texts).toMatchObject([
      { from: null, body: null },
    ]);
  });

  it('begins no monthly gift on a payment page that was still open', async () => {
    const late = { ...donor, email: 'late@example.org' };
    const gift = await startCardDonation(
      test,
      { amountPence: 700, interval: 'month', donor: late },
      'late-subscription',
    );
    const page = await paymentPage(gift.body.checkoutUrl);
    const { body } = await admin.post<{ items: { id: string }[] }>('donors/find', { email: late.email });
    await admin.post(`donors/${body.items[0]?.id}/erase`);
    await pay(page);
    await eventually('the second gift to be stopped', async () =>
      (await subscriptions()).every(({ status }) => status === 'stopped'),
    );
    await raised(test, 2500);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
    expect(test.logs.join('')).not.toMatch(/iris@|Merton|900123|900124|Quay/i);
  });
});
