import fc from 'fast-check';
import type Stripe from 'stripe';
import { Clock } from '../../src/vocabulary/clock.js';
import type { TestApp } from './app.js';
import { pay, paymentPage, startCardDonation } from './donor.js';
import type { StripeWorld } from './stripe.js';

/** Something that happens at Stripe. `nth` picks one of what there is by then; what can't be is left out. */
export type Step =
  | { does: 'give'; pence: number; card: string }
  | { does: 'give monthly'; pence: number }
  | { does: 'change card'; nth: number; card: string }
  | { does: 'stop'; nth: number }
  | { does: 'refund'; nth: number; percent: number; course: string }
  | { does: 'end refund'; nth: number; how: 'succeed' | 'fail' | 'cancel' }
  | { does: 'dispute'; nth: number; percent: number; inquiry: boolean }
  | { does: 'decide dispute'; nth: number; how: 'answer' | 'escalate' | 'won' | 'lost' }
  | { does: 'pay out' }
  | { does: 'fail payout'; nth: number }
  | { does: 'sell something else'; pence: number }
  | { does: 'take a fee'; pence: number }
  | { does: 'let time pass'; hours: number };

export interface History {
  /** Of 100 webhooks, how many are lost, come twice, come out of order. */
  weather: { seed: number; lost: number; duplicated: number; reordered: number };
  steps: Step[];
}

const cards = {
  plain: '4242424242424242',
  availableAtOnce: '4000000000000077',
  disputed: '4000000000000259',
  inquiry: '4000000000001976',
  warnedOf: '4000000000005423',
  pendingRefunds: '4000000000007726',
  failingRefunds: '4000000000005126',
};

/** What a monthly gift is taken from: every month, or not any more. */
const laterCards = ['4242424242424242', '4000000000000077', '4000000000000341', '4000000000000341'];

const all = { limit: 100 };
const pence = fc.integer({ min: 300, max: 50_000 });
const nth = fc.nat(9);
const percent = fc.constantFrom(100, 100, 50, 33, 1);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('give'),
      pence,
      card: fc.constantFrom(...Object.values(cards)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('give monthly'), pence }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('change card'), nth, card: fc.constantFrom(...laterCards) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('stop'), nth }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('refund'),
      nth,
      percent,
      course: fc.constantFrom('succeeds', 'succeeds', 'pending', 'pending_for_funds', 'fails_later'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('end refund'),
      nth,
      how: fc.constantFrom('succeed', 'fail', 'cancel'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('dispute'), nth, percent, inquiry: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('decide dispute'),
      nth,
      how: fc.constantFrom('answer', 'escalate', 'won', 'lost'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('pay out') }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('fail payout'), nth }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('sell something else'), pence }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('take a fee'), pence: fc.integer({ min: 1, max: 500 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('let time pass'), hours: fc.integer({ min: 1, max: 200 }) }),
  },
  // Until the next bills, and on to the last try at one that fails.
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('let time pass'), hours: fc.constantFrom(745, 1_080) }),
  },
) as fc.Arbitrary<Step>;

const share = fc.constantFrom(0, 0, 30, 100);

export const histories: fc.Arbitrary<History> = fc.record({
  weather: fc.record({ seed: fc.nat(1_000_000), lost: share, duplicated: share, reordered: share }),
  steps: fc.array(step, { minLength: 3, maxLength: 12 }),
});

/** Plays histories, one after the other, in one account: what happened before stays. */
export class Player {
  private gifts = 0;
  private aheadMs = 0;
  /** The ids of what earlier histories made: each acts on its own alone, so that it can be told again alone. */
  private readonly earlier = new Set<string>();

  constructor(
    private readonly test: TestApp,
    private readonly stripe: StripeWorld,
  ) {
    test.app.get(Clock).now = () => new Date(Date.now() + this.aheadMs);
  }

  async play({ weather, steps }: History): Promise<void> {
    const { charges, refunds, disputes, payouts, subscriptions } = this.stripe.client;
    for (const kind of [charges, refunds, disputes, payouts, subscriptions])
      for (const { id } of (await kind.list(all)).data) this.earlier.add(id);
    await this.stripe.dashboard('webhooks', weather);
    for (const each of steps) await this.take(each);
    // A later history is told without the bills of this one.
    for (const { id } of await this.own(subscriptions.list(all))) await subscriptions.cancel(id);
    await this.stripe.dashboard('webhooks', { lost: 0, duplicated: 0, reordered: 0 });
    await this.pass(2);
  }

  /** At Stripe and here: both clocks go on together. */
  private async pass(hours: number): Promise<void> {
    this.aheadMs += hours * 3_600_000;
    await this.stripe.dashboard('time', { seconds: hours * 3_600 });
  }

  private async take(each: Step): Promise<void> {
    switch (each.does) {
      case 'give':
        return this.give(each.pence, each.card);
      case 'give monthly':
        return this.give(each.pence, cards.plain, 'month');
      case 'change card':
        return this.onSubscription(each.nth, ({ id }) =>
          this.attempt('subscription/card', { subscription: id, card: each.card }),
        );
      case 'stop':
        return this.onSubscription(each.nth, async ({ id }) => {
          await this.stripe.client.subscriptions.cancel(id).catch(() => undefined);
        });
      case 'refund':
        return this.onCharge(each.nth, ({ id, amount, amount_refunded: refunded }) =>
          this.attempt('refund', {
            charge: id,
            amount: part(amount - refunded, each.percent),
            course: each.course,
          }),
        );
      case 'end refund': {
        const refunds = await this.own(this.stripe.client.refunds.list(all));
        const refund = pick(refunds, each.nth);
        return refund && this.attempt(`refund/${each.how}`, { refund: refund.id });
      }
      case 'dispute':
        return this.onCharge(each.nth, ({ id, amount }) =>
          this.attempt('dispute', {
            charge: id,
            amount: part(amount, each.percent),
            inquiry: String(each.inquiry),
          }),
        );
      case 'decide dispute':
        return this.decide(each.nth, each.how);
      case 'pay out':
        return this.attempt('payout', {});
      case 'fail payout': {
        const payouts = await this.own(this.stripe.client.payouts.list(all));
        const payout = pick(payouts, each.nth);
        return payout && this.attempt('payout/fail', { payout: payout.id });
      }
      case 'sell something else':
        return this.attempt('charge', { amount: each.pence, card: cards.availableAtOnce });
      case 'take a fee':
        return this.attempt('fee', { amount: each.pence });
      case 'let time pass':
        return this.pass(each.hours);
    }
  }

  private async give(amountPence: number, card: string, interval = 'once'): Promise<void> {
    this.gifts += 1;
    const gift = { amountPence, interval };
    const { body } = await startCardDonation(this.test, gift, `history-gift-${this.gifts}`);
    await pay(await paymentPage(body.checkoutUrl), card);
    // Its fee is known, and its card has done what it does by itself.
    this.aheadMs += 3_000;
    await this.stripe.dashboard('time', { seconds: 3 });
  }

  /** What this history has made so far, the newest first. */
  private async own<Item extends { id: string }>(list: PromiseLike<{ data: Item[] }>): Promise<Item[]> {
    return (await list).data.filter(({ id }) => !this.earlier.has(id));
  }

  private async onCharge(nth: number, act: (charge: Stripe.Charge) => Promise<void>): Promise<void> {
    const charges = await this.own(this.stripe.client.charges.list(all));
    const charge = pick(charges, nth);
    if (charge) await act(charge);
  }

  private async onSubscription(
    nth: number,
    act: (subscription: Stripe.Subscription) => Promise<void>,
  ): Promise<void> {
    const subscriptions = await this.own(this.stripe.client.subscriptions.list({ ...all, status: 'all' }));
    const subscription = pick(subscriptions, nth);
    if (subscription) await act(subscription);
  }

  private async decide(nth: number, how: string): Promise<void> {
    const disputes = await this.own(this.stripe.client.disputes.list(all));
    const dispute = pick(disputes, nth)?.id;
    if (dispute === undefined) return;
    if (how === 'answer') return this.attempt('dispute/answer', { dispute, text: 'It was meant.' });
    if (how === 'escalate') return this.attempt('dispute/escalate', { dispute });
    return this.attempt('dispute/decide', { dispute, outcome: how });
  }

  /** What Stripe refuses has not happened. */
  private async attempt(action: string, fields: object): Promise<void> {
    await this.stripe.dashboard(action, fields).catch(() => undefined);
  }
}

function pick<Item>(items: Item[], nth: number): Item | undefined {
  return items[nth % Math.max(1, items.length)];
}

function part(pence: number, percent: number): number {
  return Math.max(1, Math.floor((pence * percent) / 100));
}
