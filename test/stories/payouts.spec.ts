import { describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { payoutExpected, type PayoutExpected, payoutReturned } from '../../src/ledger/bank.events.js';
import { MissedEvents } from '../../src/channels/card/missed-events.js';
import { News } from '../../src/platform/messaging/news.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp } from '../support/app.js';
import { availableAtOnce, deliveries, StripeWorld } from '../support/stripe.js';

interface Story {
  happens(stripe: StripeWorld, charge: string): Promise<unknown>;
  /** What is posted of payouts and other money of the account, in every book. */
  postings: string[];
  /** What the bank was said to show, and what came back. */
  expected: { amountPence: number; perBook: [string, number][] }[];
  returned?: number[];
}

const appeal = 'sun-ukraine-fund';
const payOut = (stripe: StripeWorld, amount?: number) =>
  stripe.dashboard<Stripe.Payout>('payout', amount === undefined ? {} : { amount });
const reconciled = (stripe: StripeWorld) => stripe.pass(5);
const otherProduct = (stripe: StripeWorld, amount: number) =>
  stripe.dashboard('charge', { amount, card: availableAtOnce.replaceAll(' ', '') });

/** Each begins with a gift of £10, of which 965p are available. */
const stories: Record<string, Story> = {
  'goes to the bank': {
    async happens(stripe) {
      const { id } = await payOut(stripe);
      await reconciled(stripe);
      await stripe.dashboard('payout/pay', { payout: id });
    },
    postings: [`${appeal} payout_created: payouts_in_transit → stripe_balance 965`],
    expected: [{ amountPence: 965, perBook: [[appeal, 965]] }],
  },
  'comes back after it was said to be paid, and goes out with the next one': {
    async happens(stripe) {
      const { id } = await payOut(stripe);
      await stripe.dashboard('payout/pay', { payout: id });
      await stripe.dashboard('payout/fail', { payout: id });
      await payOut(stripe);
      await reconciled(stripe);
    },
    postings: [
      `${appeal} payout_created: payouts_in_transit → stripe_balance 965`,
      `${appeal} payout_created: payouts_in_transit → stripe_balance 965`,
      `${appeal} payout_failed: stripe_balance → payouts_in_transit 965`,
    ],
    expected: [
      { amountPence: 965, perBook: [[appeal, 965]] },
      { amountPence: 965, perBook: [[appeal, 965]] },
    ],
    returned: [965],
  },
  'is a debit of the bank where more went back than came in': {
    async happens(stripe, charge) {
      await payOut(stripe);
      await stripe.dashboard('refund', { charge });
      await payOut(stripe);
      await reconciled(stripe);
    },
    postings: [
      `${appeal} payout_created: payouts_in_transit → stripe_balance 965`,
      `${appeal} payout_created: stripe_balance → payouts_in_transit 1000`,
    ],
    expected: [
      { amountPence: -1000, perBook: [[appeal, -1000]] },
      { amountPence: 965, perBook: [[appeal, 965]] },
    ],
  },
  'is shared among the books by its items, with another product and a fee of the account': {
    async happens(stripe) {
      await otherProduct(stripe, 2000);
      await stripe.pass(5);
      await stripe.dashboard('fee', { amount: 150 });
      await payOut(stripe);
      await reconciled(stripe);
    },
    postings: [
      'other not_of_an_appeal: stripe_balance → unidentified 1950',
      'other payout_created: payouts_in_transit → stripe_balance 1800',
      'other stripe_fee: due_from_operator → stripe_balance 150',
      `${appeal} payout_created: payouts_in_transit → stripe_balance 965`,
    ],
    expected: [
      {
        amountPence: 2765,
        perBook: [
          ['other', 1800],
          [appeal, 965],
        ],
      },
    ],
  },
  'takes from each book in proportion where it was made by hand': {
    async happens(stripe) {
      await otherProduct(stripe, 2000);
      await stripe.pass(5);
      await payOut(stripe, 1000);
      await payOut(stripe);
      await reconciled(stripe);
    },
    postings: [
      'other not_of_an_appeal: stripe_balance → unidentified 1950',
      'other payout_created: payouts_in_transit → stripe_balance 1281',
      'other payout_created: payouts_in_transit → stripe_balance 669',
      `${appeal} payout_created: payouts_in_transit → stripe_balance 331`,
      `${appeal} payout_created: payouts_in_transit → stripe_balance 634`,
    ],
    expected: [
      {
        amountPence: 1000,
        perBook: [
          ['other', 669],
          [appeal, 331],
        ],
      },
      {
        amountPence: 1915,
        perBook: [
          ['other', 1281],
          [appeal, 634],
        ],
      },
    ],
  },
};

interface Seen {
  postings: string[];
  expected: Story['expected'];
  returned: number[];
  breaks: unknown[];
}

/** Lets the story happen to a product of its own, tells its events in one way, and looks at what came of it. */
async function seenAfter(story: Story, order: (events: Stripe.Event[]) => Stripe.Event[]): Promise<Seen> {
  const test = await startTestApp({ webhooks: false, schedule: false });
  try {
    const expected: PayoutExpected[] = [];
    const returned: number[] = [];
    const news = test.app.get(News);
    news.on(payoutExpected, async (_tx, payouts) => void expected.push(...payouts));
    news.on(payoutReturned, async (_tx, payouts) => {
      returned.push(...payouts.map(({ amountPence }) => amountPence));
    });
    const stripe = new StripeWorld(test);
    const { charge } = await stripe.paidDonation(1000, 'a-gift-to-pay-out', availableAtOnce);
    await story.happens(stripe, charge);
    await stripe.tell(order(await stripe.untold()));
    await test.app.get(MissedEvents).keep();
    await stripe.untilWorkedOn();
    expect(await test.app.get(BalanceCheck).run()).toBe(0);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
    const { dataSource } = test.database;
    const postings = await dataSource.query<{ posting: string }[]>(
      `select debit.book || ' ' || happening || ': ' || debit.name || ' → ' || credit.name || ' ' || amount_pence
         as posting
       from ledger.transfer join ledger.account debit on debit.id = debit_account
       join ledger.account credit on credit.id = credit_account where donation_id is null`,
    );
    return {
      postings: postings.map(({ posting }) => posting).toSorted(),
      expected: expected
        .map(({ amountPence, perBook }) => ({
          amountPence,
          perBook: perBook.map((share): [string, number] => [share.book, share.amountPence]),
        }))
        .toSorted((one, other) => one.amountPence - other.amountPence),
      returned,
      breaks: await dataSource.query<unknown[]>('select kind from breaks.break'),
    };
  } finally {
    await test.close();
  }
}

describe('a payout', () => {
  for (const [name, story] of Object.entries(stories))
    it(`${name}: the same in whatever way its events come`, async () => {
      const { happens: _, returned = [], ...wanted } = story;
      const ways = Object.entries(deliveries);
      const seen = await Promise.all(ways.map(([, order]) => seenAfter(story, order)));
      expect(seen.map((one, index) => ({ way: ways[index]?.[0], ...one }))).toEqual(
        ways.map(([way]) => ({ way, ...wanted, returned, breaks: [] })),
      );
    });
});
