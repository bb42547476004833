import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Donations } from '../../src/giving/donations/donations.service.js';
import { Matches, type MatchFigures } from '../../src/giving/pledges/matches.service.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { pence } from '../../src/vocabulary/pence.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { turnClock } from '../support/clock.js';
import { call, pay, paymentPage, raised, slug, total } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { inDays, type OpenedPledge, payTowards, withLink } from '../support/pledger.js';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 15);
const fromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** What a donor gives, what of it goes back later, and whether it came after the match was over. */
interface Gift {
  amountPence: number;
  backPence: number;
  late: boolean;
}
const gift: fc.Arbitrary<Gift> = fc
  .record({ amountPence: fc.integer({ min: 1, max: 9_999 }), part: fc.nat(100), late: fc.boolean() })
  .map(({ amountPence, part, late }) => ({
    amountPence,
    backPence: Math.floor((amountPence * part) / 100),
    late,
  }));

/** The time in which gifts are matched. */
const window = { beginsAt: fromNow(-1), endsAt: fromNow(1) };

describe('a match', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const open = async (json: object = {}, key: string = randomUUID()) =>
    call<OpenedPledge>(`${test.url}/api/v1/staff/matches`, {
      method: 'POST',
      json: {
        appeal: slug,
        sponsorName: 'The Harbour Bank',
        donor: { email: 'bank@example.org' },
        ratioPercent: 100,
        capPence: 1500,
        ...window,
        dueOn: inDays(30),
        ...json,
      },
      headers: { Authorization: `Bearer ${await test.token('finance')}`, 'Idempotency-Key': key },
    });
  const figures = async ({ id }: { id: string }): Promise<MatchFigures> => {
    const match = await test.app.get(Matches).find(id);
    if (!match) throw new Error('no such match');
    return match;
  };
  const matched = async (match: { id: string }): Promise<number> => (await figures(match)).matchedPence;
  const shown = async () =>
    (await call<{ promises: object }>(`${test.url}/api/v1/appeals/${slug}`)).body.promises;

  /** As a channel would confirm it; what it posts is of no concern here. */
  const give = async ({ amountPence, late }: Gift): Promise<string> => {
    const id = randomUUID();
    const donations = test.app.get(Donations);
    await test.app.get(Transactions).run(async (tx) => {
      const about = { id, appeal: slug, appealVersion: 1, channel: 'text', givenAt: new Date() } as const;
      const held = { collection: 'held', purpose: 'restricted', amountPence: pence(amountPence) } as const;
      await donations.start(tx, [{ ...about, ...held }]);
      const [donation] = await donations.lock(tx, [id]);
      if (!donation) throw new Error('it was just started');
      const at = new Date(fromNow(late ? 2 : 0));
      await donations.confirm(tx, [{ donation, chargedPence: donation.amountPence, at }]);
    });
    return id;
  };
  const giveBack = (id: string, refundedPence: number): Promise<void> =>
    test.app.get(Transactions).run(async (tx) => {
      const [donation] = await test.app.get(Donations).lock(tx, [id]);
      if (donation)
        await test.app.get(Donations).amend(tx, donation, { refundedPence: pence(refundedPence) });
    });

  it('is taken down by staff once, and names what can’t be so', async () => {
    const answers = [await open({}, 'the-same-match'), await open({}, 'the-same-match')];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    expect((await open({ capPence: 1 }, 'the-same-match')).status).toBe(409);
    for (const wrong of [{ ratioPercent: 0 }, { capPence: 0 }, { endsAt: fromNow(-2) }, { dueOn: inDays(0) }])
      expect((await open(wrong)).status).toBe(400);
  });

  it('is promised and not raised; a sponsor’s payment is raised, and matched by nobody', async () => {
    const { body: match } = await open();
    await give({ amountPence: 1200, backPence: 0, late: false });
    expect(await figures(match)).toMatchObject({ matchedPence: 1200, paidPence: 0, status: 'open' });
    expect(await total(test)).toMatchObject({ raisedPence: 0 });
    expect(await shown()).toMatchObject({ pledges: 0, pledgedPence: 0 });
    const { body } = await payTowards(test, match, 700, 'the-sponsor-pays');
    await pay(await paymentPage(body.checkoutUrl));
    await raised(test, 700);
    expect(await figures(match)).toMatchObject({ matchedPence: 1200, paidPence: 700, status: 'part_kept' });
  });

  it('is promised for what it came to once it is over, and kept when that is paid', async () => {
    const { body: match } = await open({ endsAt: fromNow(0.001), dueOn: inDays(1), capPence: 100_000 });
    const cameTo = await matched(match);
    turnClock(test, 0.5);
    await test.app.get(Matches).settle();
    turnClock(test, 0);
    expect((await withLink(test, match)).body).toMatchObject({ status: 'open', amountPence: cameTo });
    const { body } = await payTowards(test, match, cameTo, 'the-sponsor-pays-all');
    await pay(await paymentPage(body.checkoutUrl));
    await eventually('it to be kept', async () => (await withLink(test, match)).body.status === 'kept');
  });

  it('is refused by the database beyond its cap', async () => {
    const { body: match } = await open();
    const change = 'update giving.pledge set amount_pence = cap_pence + 1 where id = $1';
    await expect(test.database.dataSource.query(change, [match.id])).rejects.toThrow('pledge_cap_check');
  });

  it('follows the gifts of its time and their refunds, and never exceeds its cap, however many at once', async () => {
    const { body: all } = await open({ capPence: 1_000_000_000 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(gift, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 90_000 }),
        async (gifts, ratioPercent, room) => {
          const before = await matched(all);
          const capPence = Math.floor((before * ratioPercent) / 100) + room;
          const { body: match } = await open({ ratioPercent, capPence });
          await Promise.all(
            gifts.map(async (each) => {
              const id = await give(each);
              expect(await matched(match)).toBeLessThanOrEqual(capPence);
              await test.app.get(Matches).cut();
              if (each.backPence > 0) await giveBack(id, each.backPence);
            }),
          );
          const counted = gifts.filter(({ late }) => !late);
          const net = counted.reduce((sum, each) => sum + each.amountPence - each.backPence, before);
          expect(await matched(all)).toBe(net);
          expect(await matched(match)).toBe(Math.min(capPence, Math.floor((net * ratioPercent) / 100)));
        },
      ),
      { numRuns: runs },
    );
  });
});
