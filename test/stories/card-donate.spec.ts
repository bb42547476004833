import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { CardJanitor } from '../../src/channels/card/card-janitor.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, pay, paymentPage, settled, slug, startCardDonation } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { StripeWorld } from '../support/stripe.js';

const hour = 3_600;

describe('a donor at the payment page', () => {
  let test: TestApp;
  let stripe: StripeWorld;
  beforeAll(async () => {
    test = await startTestApp({ webhooks: false, schedule: false });
    stripe = new StripeWorld(test);
  });
  afterAll(() => test.close());

  const start = async (key: string) => (await startCardDonation(test, { amountPence: 1000 }, key)).body;
  const statusOf = async (id: string) => {
    const [row] = await test.database.dataSource.query<{ status: string }[]>(
      'select status from giving.donation where id = $1',
      [id],
    );
    return row?.status;
  };
  const sessionsOf = async (id: string): Promise<Stripe.Checkout.Session[]> => {
    const { data } = await stripe.client.checkout.sessions.list({ limit: 100 });
    return data.filter((session) => session.client_reference_id === id);
  };
  const breaks = (id: string) =>
    test.database.dataSource.query<unknown[]>('select kind from breaks.break where donation_id = $1', [id]);

  for (const kind of ['server_error', 'dropped', 'dropped_after', 'rate_limit', 'lock_timeout'])
    it(`gets one page when Stripe’s answer is ${kind} twice`, async () => {
      await stripe.dashboard('trouble', { kind, times: 2, path: '/v1/checkout/sessions' });
      const { id, checkoutUrl } = await start(`trouble-${kind}`);
      await paymentPage(checkoutUrl);
      expect(await sessionsOf(id)).toHaveLength(1);
    });

  it('is told that nothing was taken when Stripe refuses the page for good, and may try again', async () => {
    await stripe.dashboard('trouble', { kind: 'invalid_request', times: 1, path: '/v1/checkout/sessions' });
    const { id, checkoutUrl } = await start('refused-for-good');
    await eventually('the donation to fail', async () => (await statusOf(id)) === 'failed');
    await settled(test);
    expect(await sessionsOf(id)).toEqual([]);
    expect(await breaks(id)).toEqual([{ kind: 'payment_page_refused' }]);
    const waiting = await call(checkoutUrl);
    expect(waiting.text).toContain('we have received no money');
    expect(waiting.text).toContain('again=1');
    expect(await statusOf(id)).toBe('failed');
    await call(`${checkoutUrl}&again=1`, { redirect: 'manual' });
    await paymentPage(checkoutUrl);
    expect(await statusOf(id)).toBe('pending');
    expect(await sessionsOf(id)).toHaveLength(1);
  });

  it('gets a page though Stripe doesn’t take their e-mail address, which is told to nobody', async () => {
    const donor = { email: '"ada b"@example.org' };
    const { body } = await startCardDonation(test, { amountPence: 1000, donor }, 'odd-address');
    await paymentPage(body.checkoutUrl);
    expect((await sessionsOf(body.id)).map((session) => session.customer_email)).toEqual([null]);
    const kept = await test.database.dataSource.query('select last_error, payload from messaging.outbox');
    expect(JSON.stringify(kept) + test.logs.join('')).not.toContain('ada b');
  });

  it('comes back to the same page as long as it is open', async () => {
    const { id, checkoutUrl } = await start('comes-back-in-time');
    expect(await paymentPage(checkoutUrl)).toBe(await paymentPage(checkoutUrl));
    expect(await sessionsOf(id)).toHaveLength(1);
  });

  it('is not believed when they say that they have paid', async () => {
    const { id, checkoutUrl, receiptUrl } = await start('only-says-so');
    await paymentPage(checkoutUrl);
    const thanks = await call(receiptUrl.replace('/receipts/', '/thanks/'));
    expect(thanks.text).toContain('Nearly there');
    expect(await statusOf(id)).toBe('pending');
  });

  it('is thanked on Stripe’s word though every webhook is lost', async () => {
    const { donationId } = await stripe.paidDonation(1000, 'thanked-at-once');
    const { receiptUrl } = await start('thanked-at-once');
    const thanks = await call(receiptUrl.replace('/receipts/', '/thanks/'));
    expect(thanks.text).toContain('Your £10 has arrived');
    expect(await statusOf(donationId)).toBe('confirmed');
  });

  it('may pay on a new page after the old one has expired, and gives once', async () => {
    const { id, checkoutUrl } = await start('comes-back-late');
    const old = await paymentPage(checkoutUrl);
    await stripe.pass(2 * hour);
    await stripe.tell(await stripe.untold());
    expect(await statusOf(id)).toBe('expired');
    const page = await paymentPage(checkoutUrl);
    expect(page).not.toBe(old);
    expect(await statusOf(id)).toBe('pending');
    await pay(page);
    await stripe.settledCharge(id);
    await stripe.tell(await stripe.untold());
    expect(await statusOf(id)).toBe('confirmed');
    expect((await sessionsOf(id)).map(({ status }) => status)).toEqual(['complete', 'expired']);
    expect(await breaks(id)).toEqual([]);
  });

  it('gets one new page however often they ask for it at once', async () => {
    const { id, checkoutUrl } = await start('asks-ten-times');
    await paymentPage(checkoutUrl);
    await stripe.pass(2 * hour);
    await stripe.tell(await stripe.untold());
    const pages = await Promise.all(Array.from({ length: 10 }, () => paymentPage(checkoutUrl)));
    expect(new Set(pages).size).toBe(1);
    expect(await sessionsOf(id)).toHaveLength(2);
  });

  it('is asked after at Stripe when nothing was heard for too long', async () => {
    const { id, checkoutUrl } = await start('never-heard-of');
    await paymentPage(checkoutUrl);
    await stripe.pass(2 * hour);
    await test.database.asOwner(
      `update giving.donation set given_at = given_at - interval '2 hours' where id = $1`,
      [id],
    );
    await test.database.asOwner(
      `update card.payment set session_expires_at = now() - interval '1 hour' where donation_id = $1`,
      [id],
    );
    await test.app.get(CardJanitor).run();
    expect(await statusOf(id)).toBe('expired');
  });

  it('who has paid twice has given twice, and staff are asked whether to give it back', async () => {
    const { donationId } = await stripe.paidDonation(1000, 'pays-twice');
    await stripe.tell(await stripe.untold());
    await stripe.payAgain(donationId);
    const events = await stripe.untold();
    await stripe.tell(events);
    await stripe.tell(events.map((event) => ({ ...event, id: `${event.id}Again` })));
    const [found, ...others] = await test.database.dataSource.query<{ id: string; status: string }[]>(
      `select donation.id, status from breaks.break join giving.donation on donation.id = donation_id
       where kind = 'paid_twice'`,
    );
    expect(others).toEqual([]);
    expect(found?.status).toBe('confirmed');
    expect(found?.id).not.toBe(donationId);
    expect(await statusOf(donationId)).toBe('confirmed');
  });

  it('leaves books that agree with Stripe', async () => {
    expect(await test.app.get(BalanceCheck).run()).toBe(0);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
    const { text } = await call(`${test.url}/api/v1/appeals/${slug}/total`);
    // Thanked, came back, and twice the donor who paid twice.
    expect(JSON.parse(text)).toMatchObject({ raisedPence: 4000, donations: 4 });
  });
});
