import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { MissedEvents } from '../../src/channels/card/missed-events.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { deliveries, StripeWorld } from '../support/stripe.js';

/** What happens to a gift of £10, of which Stripe keeps 35p, and what the books then say. */
interface Story {
  happens(stripe: StripeWorld, charge: string): Promise<unknown>;
  /** What is posted besides the charge itself. */
  postings: string[];
  status: string;
  /** Kinds of breaks that staff see. */
  breaks?: string[];
}

const charged = ['card_charged: due_from_operator → held 35', 'card_charged: stripe_balance → held 965'];
const opened = [
  'dispute_opened: dispute_suspense → stripe_balance 1000',
  'dispute_opened: due_from_operator → stripe_balance 2000',
];

const refund = (stripe: StripeWorld, charge: string, fields: object = {}) =>
  stripe.dashboard<Stripe.Refund>('refund', { charge, ...fields });
const dispute = (stripe: StripeWorld, charge: string, fields: object = {}) =>
  stripe.dashboard<Stripe.Dispute>('dispute', { charge, ...fields });
const decide = (stripe: StripeWorld, { id }: Stripe.Dispute, outcome: 'won' | 'lost') =>
  stripe.dashboard('dispute/decide', { dispute: id, outcome });

const stories: Record<string, Story> = {
  'is paid': { happens: async () => {}, postings: [], status: 'confirmed' },
  'is given back in full': {
    happens: (stripe, charge) => refund(stripe, charge),
    postings: ['card_refunded: held → stripe_balance 1000'],
    status: 'refunded',
  },
  'is given back in two parts': {
    async happens(stripe, charge) {
      await refund(stripe, charge, { amount: 300 });
      await refund(stripe, charge, { amount: 200 });
    },
    postings: ['card_refunded: held → stripe_balance 200', 'card_refunded: held → stripe_balance 300'],
    status: 'part_refunded',
  },
  'is given back once the bank has taken it': {
    async happens(stripe, charge) {
      const { id } = await refund(stripe, charge, { course: 'pending' });
      await stripe.dashboard('refund/succeed', { refund: id });
    },
    postings: ['card_refunded: held → stripe_balance 1000'],
    status: 'refunded',
  },
  'can’t be given back after all': {
    async happens(stripe, charge) {
      const { id } = await refund(stripe, charge, { amount: 400 });
      await stripe.dashboard('refund/fail', { refund: id });
    },
    postings: [
      'card_refunded: held → stripe_balance 400',
      'refund_failed: stripe_balance → refund_payable 400',
    ],
    status: 'part_refunded',
  },
  'can’t be given back in part, and is then given back in full': {
    async happens(stripe, charge) {
      const { id } = await refund(stripe, charge, { amount: 400 });
      await stripe.dashboard('refund/fail', { refund: id });
      await refund(stripe, charge, { amount: 1000 });
    },
    postings: [
      'card_refunded: held → stripe_balance 400',
      'card_refunded: held → stripe_balance 600',
      'refund_failed: refund_payable → stripe_balance 400',
      'refund_failed: stripe_balance → refund_payable 400',
    ],
    status: 'refunded',
    breaks: ['refunded_again'],
  },
  'is not given back: the refund is called off': {
    async happens(stripe, charge) {
      const { id } = await refund(stripe, charge, { course: 'pending' });
      await stripe.dashboard('refund/cancel', { refund: id });
    },
    postings: [
      'card_refunded: held → stripe_balance 1000',
      'refund_cancelled: refund_payable → held 1000',
      'refund_failed: stripe_balance → refund_payable 1000',
    ],
    status: 'confirmed',
  },
  'is disputed': {
    happens: (stripe, charge) => dispute(stripe, charge),
    postings: opened,
    status: 'disputed',
    breaks: ['dispute_to_answer'],
  },
  'is disputed, answered and won': {
    async happens(stripe, charge) {
      const made = await dispute(stripe, charge);
      await stripe.dashboard('dispute/answer', { dispute: made.id, text: 'She meant it.' });
      await decide(stripe, made, 'won');
    },
    postings: [...opened, 'dispute_won: stripe_balance → dispute_suspense 1000'],
    status: 'confirmed',
  },
  'is disputed and lost': {
    async happens(stripe, charge) {
      await decide(stripe, await dispute(stripe, charge), 'lost');
    },
    postings: ['dispute_lost: held → dispute_suspense 1000', ...opened],
    status: 'lost',
  },
  'is disputed in part and lost': {
    async happens(stripe, charge) {
      await decide(stripe, await dispute(stripe, charge, { amount: 600 }), 'lost');
    },
    postings: [
      'dispute_lost: held → dispute_suspense 600',
      'dispute_opened: dispute_suspense → stripe_balance 600',
      'dispute_opened: due_from_operator → stripe_balance 2000',
    ],
    status: 'part_refunded',
  },
  'is asked about, and no more': {
    async happens(stripe, charge) {
      await decide(stripe, await dispute(stripe, charge, { inquiry: 'true' }), 'won');
    },
    postings: [],
    status: 'confirmed',
  },
  'is asked about, disputed and lost': {
    async happens(stripe, charge) {
      const made = await dispute(stripe, charge, { inquiry: 'true' });
      await stripe.dashboard('dispute/escalate', { dispute: made.id });
      await decide(stripe, made, 'lost');
    },
    postings: ['dispute_lost: held → dispute_suspense 1000', ...opened],
    status: 'lost',
  },
  'is given back in part and then disputed whole: the operator bears what the donor has twice': {
    async happens(stripe, charge) {
      await refund(stripe, charge, { amount: 400 });
      await decide(stripe, await dispute(stripe, charge, { amount: 1000 }), 'lost');
    },
    postings: [
      'card_refunded: held → stripe_balance 400',
      'dispute_lost: held → dispute_suspense 600',
      ...opened,
      'stripe_fee: due_from_operator → dispute_suspense 400',
    ],
    status: 'lost',
  },
  'looks like fraud to the card’s bank': {
    happens: (stripe, charge) => stripe.dashboard('warning', { charge }),
    postings: [],
    status: 'confirmed',
    breaks: ['early_fraud_warning'],
  },
};

describe('a gift by card', () => {
  let test: TestApp;
  let stripe: StripeWorld;
  beforeAll(async () => {
    test = await startTestApp({ webhooks: false, schedule: false });
    stripe = new StripeWorld(test);
  });
  afterAll(() => test.close());

  const of = async (donationId: string) => {
    const postings = await test.database.dataSource.query<{ posting: string }[]>(
      `select happening || ': ' || debit.name || ' → ' || credit.name || ' ' || amount_pence as posting
       from ledger.transfer join ledger.account debit on debit.id = debit_account
       join ledger.account credit on credit.id = credit_account
       where donation_id = $1`,
      [donationId],
    );
    const [donation] = await test.database.dataSource.query<{ status: string }[]>(
      'select status from giving.donation where id = $1',
      [donationId],
    );
    const breaks = await test.database.dataSource.query<{ kind: string }[]>(
      'select kind from breaks.break where donation_id = $1 order by kind',
      [donationId],
    );
    return {
      postings: postings.map(({ posting }) => posting).toSorted(),
      status: donation?.status,
      breaks: breaks.map(({ kind }) => kind),
    };
  };

  const catchUp = async () => {
    await test.app.get(MissedEvents).keep();
    await stripe.untilWorkedOn();
    return test.app.get(BalanceCheck).run();
  };

  for (const [name, story] of Object.entries(stories)) {
    it(`${name}: the same in whatever way its events come`, async () => {
      const runs = Object.entries(deliveries).map(async ([way, order]) => {
        const key = `${name} ${way}`.replaceAll(/\W/g, '-');
        const { donationId, charge } = await stripe.paidDonation(1000, key);
        await story.happens(stripe, charge);
        const events = await stripe.untold(charge);
        expect(events.length).toBeGreaterThan(1);
        await stripe.tell(order(events));
        return { way, donationId };
      });
      const done = await Promise.all(runs);
      // Stripe's own balance is that of the books, to the penny.
      expect(await catchUp()).toBe(0);
      for (const { way, donationId } of done) {
        expect({ way, ...(await of(donationId)) }).toEqual({
          way,
          postings: [...charged, ...story.postings].toSorted(),
          status: story.status,
          breaks: story.breaks ?? [],
        });
      }
    });
  }

  it('is given back in part, lost, won after all and lost again: each loss stands or is undone by itself', async () => {
    const { donationId, charge } = await stripe.paidDonation(1000, 'won-after-all');
    await refund(stripe, charge, { amount: 400 });
    const made = await dispute(stripe, charge, { amount: 1000 });
    const ends = async (outcome: 'won' | 'lost', status: string) => {
      await decide(stripe, made, outcome);
      await stripe.tell(await stripe.untold(charge));
      expect(await catchUp()).toBe(0);
      expect((await of(donationId)).status).toBe(status);
    };
    const lost = [
      'dispute_lost: held → dispute_suspense 600',
      'stripe_fee: due_from_operator → dispute_suspense 400',
    ];
    const undone = [
      'dispute_lost: dispute_suspense → held 600',
      'stripe_fee: dispute_suspense → due_from_operator 400',
      'dispute_won: stripe_balance → dispute_suspense 1000',
    ];
    const before = [...charged, 'card_refunded: held → stripe_balance 400', ...opened];
    await ends('lost', 'lost');
    await ends('won', 'part_refunded');
    expect(await of(donationId)).toMatchObject({
      postings: [...before, ...lost, ...undone].toSorted(),
      breaks: [],
    });
    await ends('lost', 'lost');
    await ends('won', 'part_refunded');
    await ends('lost', 'lost');
    const takenAgain = 'dispute_opened: dispute_suspense → stripe_balance 1000';
    expect(await of(donationId)).toMatchObject({
      postings: [
        ...before,
        takenAgain,
        takenAgain,
        ...lost,
        ...undone,
        ...lost,
        ...undone,
        ...lost,
      ].toSorted(),
      breaks: [],
    });
  });

  it('leaves the identities of the books unbroken', async () => {
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
