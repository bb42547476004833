import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { MissedEvents } from '../../src/channels/card/missed-events.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { appealFile } from '../support/appeal-files.js';
import { deliveries, StripeWorld } from '../support/stripe.js';

interface Story {
  happens(stripe: StripeWorld, charge: string): Promise<unknown>;
  status: string;
  raisedPence: number;
}

const stories: Record<string, Story> = {
  'is paid': { happens: async () => {}, status: 'confirmed', raisedPence: 1000 },
  'is given back in part': {
    happens: (stripe, charge) => stripe.dashboard('refund', { charge, amount: 400 }),
    status: 'part_refunded',
    raisedPence: 600,
  },
  'is not given back: the refund is called off': {
    async happens(stripe, charge) {
      const { id } = await stripe.dashboard<Stripe.Refund>('refund', { charge, course: 'pending' });
      await stripe.dashboard('refund/cancel', { refund: id });
    },
    status: 'confirmed',
    raisedPence: 1000,
  },
  'is disputed and lost': {
    async happens(stripe, charge) {
      const { id } = await stripe.dashboard<Stripe.Dispute>('dispute', { charge });
      await stripe.dashboard('dispute/decide', { dispute: id, outcome: 'lost' });
    },
    status: 'lost',
    raisedPence: 0,
  },
  'is disputed and won': {
    async happens(stripe, charge) {
      const { id } = await stripe.dashboard<Stripe.Dispute>('dispute', { charge });
      await stripe.dashboard('dispute/decide', { dispute: id, outcome: 'won' });
    },
    status: 'confirmed',
    raisedPence: 1000,
  },
};

/** Counted as raised by memo; no penny of it is in what we hold, owe or have at Stripe. */
describe('a gift by card that the charity collects itself', () => {
  const file = appealFile([['card:\n  collection: held', 'card:\n  collection: direct']]);
  let test: TestApp;
  let stripe: StripeWorld;
  beforeAll(async () => {
    test = await startTestApp({ webhooks: false, schedule: false, appeals: [file] });
    stripe = new StripeWorld(test);
  });
  afterAll(async () => {
    await test.close();
    rmSync(dirname(file), { recursive: true });
  });

  const of = async (donationId: string) => {
    const [row] = await test.database.dataSource.query<object[]>(
      `select status, (select coalesce(sum(case account.name when 'given_directly' then amount_pence else 0 end), 0)
          from ledger.transfer join ledger.account on account.id = credit_account
          where transfer.donation_id = donation.id)::integer
        - (select coalesce(sum(case account.name when 'given_directly' then amount_pence else 0 end), 0)
          from ledger.transfer join ledger.account on account.id = debit_account
          where transfer.donation_id = donation.id)::integer as "raisedPence",
        (select array_agg(distinct account.name) from ledger.transfer
          join ledger.account on account.id in (debit_account, credit_account)
          where transfer.donation_id = donation.id and not account.memo) as "inOurBooks"
       from giving.donation where id = $1`,
      [donationId],
    );
    return row;
  };

  for (const [name, { happens, ...expected }] of Object.entries(stories))
    it(`${name}: the same in whatever way its events come`, async () => {
      const runs = Object.entries(deliveries).map(async ([way, order]) => {
        const key = `direct ${name} ${way}`.replaceAll(/\W/g, '-');
        const { donationId, charge } = await stripe.paidDonation(1000, key);
        await happens(stripe, charge);
        await stripe.tell(order(await stripe.untold(charge)));
        return { way, donationId };
      });
      const done = await Promise.all(runs);
      await test.app.get(MissedEvents).keep();
      await stripe.untilWorkedOn();
      expect(await test.app.get(BalanceCheck).run()).toBe(0);
      for (const { way, donationId } of done)
        expect({ way, ...(await of(donationId)) }).toEqual({ way, ...expected, inOurBooks: null });
    });

  it('leaves the identities of the books unbroken', async () => {
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
