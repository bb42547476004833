import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { CardJanitor } from '../../src/channels/card/card-janitor.js';
import { MissedEvents } from '../../src/channels/card/missed-events.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { histories, type History, Player } from '../support/card-history.js';
import { total } from '../support/donor.js';
import { StripeWorld } from '../support/stripe.js';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 20);
/** `PROPERTY_SEED` and the path that a failure names tell the same history again. */
const seed = Number(process.env['PROPERTY_SEED'] ?? Date.now() % 2 ** 31);
const path = process.env['PROPERTY_PATH'];
const mostRounds = 5;
/** The catch-up looks at everything that there ever was, so an account with a long past is slow to play in. */
const historiesPerWorld = 10;

interface World {
  histories: number;
  test: TestApp;
  stripe: StripeWorld;
  player: Player;
}

let world: World | undefined;

/** A new one after each failure, so that what comes after it stands on sound books. */
async function soundWorld(): Promise<World> {
  if (world && world.histories < historiesPerWorld) return world;
  await world?.test.close();
  const test = await startTestApp();
  const stripe = new StripeWorld(test);
  return { histories: 0, test, stripe, player: new Player(test, stripe) };
}

/** What the catch-up does every few minutes, until there is nothing left to catch up on. */
async function catchUp({ test, stripe }: World): Promise<number | undefined> {
  let difference: number | undefined;
  for (let round = 0; round < mostRounds && difference !== 0; round += 1) {
    await test.app.get(MissedEvents).keep();
    await stripe.untilWorkedOn().catch(async (error: unknown) => {
      throw new Error(`not worked on: ${await whatFails(test)}`, { cause: error });
    });
    await test.app.get(CardJanitor).run();
    difference = await test.app.get(BalanceCheck).run();
  }
  return difference;
}

async function whatFails({ database }: TestApp): Promise<string> {
  const rows = await database.dataSource.query<{ last_error: string | null }[]>(
    'select distinct last_error from messaging.inbox where done_at is null',
  );
  return rows.map((row) => row.last_error ?? 'not tried').join('; ');
}

/** What donors gave and did not get back, by Stripe's own objects. */
async function raisedAtStripe({ client }: StripeWorld): Promise<number> {
  const gone = new Map<string, number>();
  const add = (charge: unknown, pence: number) =>
    gone.set(charge as string, (gone.get(charge as string) ?? 0) + pence);
  // A refund that failed is owed to the donor still.
  for await (const refund of client.refunds.list({ limit: 100 }))
    if (refund.balance_transaction !== null && refund.status !== 'canceled')
      add(refund.charge, refund.amount);
  for await (const dispute of client.disputes.list({ limit: 100 }))
    if (dispute.status === 'lost') add(dispute.charge, dispute.amount);
  // Nothing is subscribed to in this account but monthly gifts.
  const monthly = new Set<unknown>();
  for await (const { payment } of client.invoicePayments.list({ status: 'paid', limit: 100 }))
    monthly.add(payment.payment_intent);
  let raised = 0;
  for await (const charge of client.charges.list({ limit: 100 }))
    if (charge.paid && (charge.metadata['donation_id'] || monthly.has(charge.payment_intent)))
      raised += Math.max(0, charge.amount - (gone.get(charge.id) ?? 0));
  return raised;
}

const untied = `
  select payout.id from card.payout
  left join card.balance_transaction item on item.payout_id = payout.id
  where automatic group by payout.id, tied_at having tied_at is null or sum(item.net_pence) <> 0`;

async function expectTheBooksToBeRight({ test, stripe }: World): Promise<void> {
  expect((await total(test)).raisedPence).toBe(await raisedAtStripe(stripe));
  expect(await test.database.dataSource.query(untied)).toEqual([]);
  const payouts = await stripe.client.payouts.list({ limit: 100 });
  const known = await test.database.dataSource.query<{ id: string }[]>('select id from card.payout');
  expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(payouts.data.map(({ id }) => id)));
  expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
}

describe('any history of card payments, with webhooks lost, repeated and out of order', () => {
  afterAll(() => world?.test.close());

  it(
    'ends with books that agree with Stripe to the penny',
    async () => {
      process.stdout.write(`card histories: ${runs}, PROPERTY_SEED=${seed}\n`);
      await fc.assert(
        fc.asyncProperty(histories, async (history: History) => {
          const current = await soundWorld();
          world = undefined;
          try {
            await current.player.play(history);
            expect(await catchUp(current)).toBe(0);
            await expectTheBooksToBeRight(current);
            world = { ...current, histories: current.histories + 1 };
          } finally {
            if (world === undefined) await current.test.close();
          }
        }),
        { numRuns: runs, seed, ...(path && { path }) },
      );
    },
    30_000 + runs * 15_000,
  );
});
