import { setTimeout } from 'node:timers/promises';
import Stripe from 'stripe';
import { createStripe, expanded } from '../../src/channels/card/stripe-client.js';
import type { TestApp } from './app.js';
import { call, pay, paymentPage, startCardDonation } from './donor.js';
import { eventually } from './eventually.js';

/** Funds are available at once, so that a payout can take them. */
export const availableAtOnce = '4000 0000 0000 0077';

/** Stripe as the sandbox plays it, for a test that says itself which of its events arrive, and when. */
export class StripeWorld {
  readonly client: Stripe;
  private readonly told = new Set<string>();

  constructor(readonly test: TestApp) {
    this.client = createStripe(test.config);
  }

  /** Presses a button of the Dashboard, or does what banks and time do. */
  async dashboard<Made>(action: string, json: object = {}): Promise<Made> {
    const { status, body, text } = await call<Made>(`${this.test.sandboxUrl}/stripe/${action}`, {
      method: 'POST',
      json,
    });
    if (status !== 200) throw new Error(`${action}: ${text}`);
    return body;
  }

  /** A donor gives and pays; resolves once Stripe has settled the charge. The product has heard of nothing. */
  async paidDonation(amountPence: number, key: string, card?: string): Promise<PaidDonation> {
    const { body } = await startCardDonation(this.test, { amountPence }, key);
    await pay(await paymentPage(body.checkoutUrl), card);
    return { donationId: body.id, charge: await this.settledCharge(body.id) };
  }

  /** A second payment for the same donation, as no page of ours would take it; resolves with its charge. */
  async payAgain(donationId: string): Promise<string> {
    const metadata = { donation_id: donationId };
    const product_data = { name: 'The same again' };
    const request: Stripe.Checkout.SessionCreateParams = {
      mode: 'payment',
      client_reference_id: donationId,
      success_url: `${this.test.url}/thanks`,
      line_items: [{ quantity: 1, price_data: { currency: 'gbp', unit_amount: 1000, product_data } }],
      metadata,
      payment_intent_data: { metadata },
    };
    const idempotencyKey = `again-${donationId}`;
    const { id, url } = await this.client.checkout.sessions.create(request, { idempotencyKey });
    await pay(url ?? '');
    return eventually('the second charge to be settled', async () => {
      const session = await this.client.checkout.sessions.retrieve(id, {
        expand: ['payment_intent.latest_charge'],
      });
      const charge = expanded(expanded(session.payment_intent)?.latest_charge);
      return charge?.balance_transaction ? charge.id : undefined;
    });
  }

  async settledCharge(donationId: string): Promise<string> {
    return eventually('the charge to be settled', async () => {
      const { data } = await this.client.charges.list({ limit: 100 });
      const charge = data.find((one) => one.paid && one.metadata['donation_id'] === donationId);
      return charge?.balance_transaction ? charge.id : undefined;
    });
  }

  /** Lets time pass at Stripe, so that what is due later happens now. */
  pass(seconds: number): Promise<unknown> {
    return this.dashboard('time', { seconds });
  }

  /** The events that the product has not been told of, oldest first, of one charge or of everything. */
  async untold(ofCharge?: string): Promise<Stripe.Event[]> {
    const events: Stripe.Event[] = [];
    const charge = ofCharge === undefined ? undefined : await this.client.charges.retrieve(ofCharge);
    const intent = charge?.payment_intent as string;
    for await (const event of this.client.events.list({ limit: 100 }))
      if (!this.told.has(event.id) && (!charge || isAbout(event, charge.id, intent))) events.push(event);
    for (const { id } of events) this.told.add(id);
    return events.toReversed();
  }

  /** Delivers each event and waits until it was worked on, or has failed and waits for its next try. */
  async tell(events: Stripe.Event[]): Promise<void> {
    for (const event of events) {
      await this.send(event);
      await eventually(`${event.type} to be worked on`, async () => {
        const [row] = await this.test.database.dataSource.query<{ looked: boolean }[]>(
          `select done_at is not null or attempts > 0 as looked from messaging.inbox
           where source = 'stripe' and external_id = $1`,
          [event.id],
        );
        return row?.looked;
      });
    }
  }

  /** Whatever failed is tried again at once. */
  async untilWorkedOn(): Promise<void> {
    await eventually('all events to be worked on', async () => {
      await this.test.database.asOwner(
        `update messaging.inbox set next_try_at = now() where done_at is null and next_try_at > now()`,
      );
      await setTimeout(50);
      const rows = await this.test.database.dataSource.query<unknown[]>(
        `select last_error from messaging.inbox where done_at is null`,
      );
      return rows.length === 0;
    });
  }

  async send(event: Stripe.Event): Promise<void> {
    const body = JSON.stringify(event);
    const secret = this.test.config.stripe.webhookSecrets[0] ?? '';
    const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret });
    const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
    const response = await fetch(`${this.test.url}/webhooks/stripe`, { method: 'POST', headers, body });
    if (response.status !== 200) throw new Error(`the product answered ${response.status}`);
  }
}

export interface PaidDonation {
  donationId: string;
  charge: string;
}

function isAbout({ data, type }: Stripe.Event, charge: string, intent: string): boolean {
  const object = data.object as { id?: string; charge?: string; payment_intent?: string };
  return (
    !type.startsWith('payout') &&
    [object.id, object.charge, object.payment_intent].some((id) => id === charge || id === intent)
  );
}

/** How events may reach us: each must come to the same. */
export const deliveries: Record<string, (events: Stripe.Event[]) => Stripe.Event[]> = {
  'as they happened': (events) => events,
  'each twice': (events) => events.flatMap((event) => [event, { ...event, id: `${event.id}Again` }, event]),
  'in reverse': (events) => events.toReversed(),
  'without the first': (events) => events.slice(1),
  'not at all': () => [],
};
