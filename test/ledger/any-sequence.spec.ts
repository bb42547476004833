import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitWithdrawal } from '../../src/ledger/posting-parts.js';
import { onceExplained } from '../../src/ledger/postings-bank.js';
import { createTestDatabase } from '../support/database.js';
import { type BalancesByCode, Books, type Happened, isWithdrawal, Model } from './books.js';
import { happenings as h, partner } from './happenings.js';

/** On the database; in memory a hundred times as many. */
const runs = Number(process.env.PROPERTY_RUNS ?? 15);
const longestMs = 60_000 + runs * 5_000;

/** What may become of one donation, in the order in which it can only happen. */
type Life = Happened[];

const amount = fc.integer({ min: 1, max: 5000 });
const purpose = fc.constantFrom('restricted' as const, 'surplus' as const);

const lives: fc.Arbitrary<(id: string) => Life> = fc
  .record({ amount, part: amount, fee: fc.integer({ min: 0, max: 400 }), purpose, kind: fc.nat(9) })
  .map(({ amount: gross, part, fee, purpose: of, kind }) => (id) => {
    const given = { of: id, purpose: of };
    const r = Math.min(part, gross);
    const charge = h.charge(`${id}-charge`, gross, fee, given);
    const text = h.text(`${id}-text`, gross, given);
    const refund = h.refund(`${id}-refund`, r, given);
    const refundFailed = h.refundFailed(`${id}-failure`, r, given);
    const dispute = h.dispute(`${id}-dispute`, gross, 2000, given);
    const kinds: Life[] = [
      [charge],
      [charge, refund],
      [charge, refund, refundFailed, h.refundPaidByBank(`${id}-line`, r, given)],
      [charge, refund, refundFailed, h.refundCancelled(`${id}-failure`, r, given)],
      [charge, dispute, h.disputeWon(`${id}-won`, gross, given)],
      [charge, dispute, h.disputeLost(`${id}-lost`, gross, given)],
      [text, h.textReversed(`${id}-text`, r, given)],
      [text, h.gatewayPaid(`${id}-paid`, r, fee, of), h.textRefunded(`${id}-line`, r, given)],
      [h.unexplained(`${id}-line`, gross), onceExplained(h.givenByBank(`${id}-line`, gross, given))],
      [
        charge,
        h.stripeFee(`${id}-fee`, -fee),
        h.payout(`${id}-payout`, -r),
        h.payoutBanked(`${id}-line`, r),
        h.operatorPaid(`${id}-top-up`, fee),
        h.charge(`${id}-direct`, gross, 0, { of: `${id}-direct`, direct: true }),
      ],
    ];
    return kinds[kind]!;
  });

const livesUpTo = (maxLength: number) =>
  fc.array(lives, { minLength: 1, maxLength }).map((made) => made.map((life, index) => life(`g${index}`)));
const manyLives = livesUpTo(8);

/** The lives, one happening of one after one of another: never a refund before its charge. */
function interleave(all: Life[], picks: number[]): Happened[] {
  const left = all.map((life) => [...life]).filter((life) => life.length > 0);
  const order: Happened[] = [];
  for (let turn = 0; left.length > 0; turn++) {
    const index = (picks[turn % picks.length] ?? 0) % left.length;
    order.push(left[index]!.shift()!);
    if (left[index]!.length === 0) left.splice(index, 1);
  }
  return order;
}

const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });

const assets = /^(stripe|payouts|appeal_bank|text_receivable|dispute|due_from)/;
const liabilities = /^(held|refund_payable|unidentified)/;
const sum = (balances: BalancesByCode, codes: RegExp): number =>
  Object.entries(balances).reduce((total, [code, each]) => (codes.test(code) ? total + each : total), 0);

/** raised_net by what the outside said, not by any account. */
function raisedNet(happened: Happened[]): number {
  const signs: Record<string, number> = {
    card_charged: 1,
    text_charged: 1,
    given_by_bank: 1,
    refund_cancelled: 1,
  };
  return happened.reduce((total, each) => {
    if (isWithdrawal(each)) return total - each.amountPence;
    return total + (signs[each.happening] ?? 0) * Number(each.fact.grossPence ?? each.fact.amountPence ?? 0);
  }, 0);
}

function remittedNet(happened: Happened[]): number {
  const signs: Record<string, number> = { remittance_sent: 1, remittance_returned: -1, partner_returned: -1 };
  return happened.reduce(
    (total, each) =>
      isWithdrawal(each)
        ? total
        : total + (signs[each.happening] ?? 0) * each.legs.reduce((all, leg) => all + leg.amountPence, 0),
    0,
  );
}

function expectIdentities(balances: BalancesByCode, happened: Happened[]): void {
  expect(sum(balances, assets)).toBe(sum(balances, liabilities));
  expect(sum(balances, /^held/) + remittedNet(happened) - sum(balances, /^due_from_partner/)).toBe(
    raisedNet(happened),
  );
  expect(balances.given_directly ?? 0).toBe(balances.collected_by_partner ?? 0);
}

/** After each happening, as much as may be asked of the fund is sent, returned or set off now and then. */
function withRemittances(order: Happened[], shares: number[]): Happened[] {
  const model = new Model();
  const due = { name: 'due_from_partner', partner } as const;
  return order.flatMap((each, index) => {
    model.post(each);
    const share = shares[index % shares.length]!;
    const held = model.of({ name: 'held', purpose: 'restricted' });
    const part = Math.floor((Math.max(0, held) * share) / 100);
    const owed = Math.min(part, model.of(due));
    const extra: Happened[] = [
      h.sent(`r${index}`, part),
      ...(share > 60 ? [h.remittanceReturned(`back${index}`, part)] : []),
      ...(share > 30 && share < 60 ? [h.partnerReturned(`ret${index}`, model.of(due))] : []),
      ...(share > 80 && owed > 0 ? [h.setOff(`s${index}`, owed), h.surplus(`n${index}`, part - owed)] : []),
    ];
    extra.forEach((one) => model.post(one));
    return [each, ...extra];
  });
}

const shares = fc.array(fc.nat(100), { minLength: 1, maxLength: 20 });

function posted(order: Happened[]): Model {
  const model = new Model();
  order.forEach((each) => model.post(each));
  return model;
}

const others = (balances: BalancesByCode): BalancesByCode =>
  Object.fromEntries(Object.entries(balances).filter(([code]) => !/^(held|due_from_partner)/.test(code)));
const owed = (balances: BalancesByCode): number =>
  sum(balances, /^held/) - sum(balances, /^due_from_partner/);

describe('any sequence of happenings', () => {
  it('splits a withdrawal into what is held and what the partner owes, to the penny', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (held, wanted) => {
        const { fromHeldPence, fromPartnerPence } = splitWithdrawal(held, wanted);
        expect(fromHeldPence + fromPartnerPence).toBe(wanted);
        expect(Math.min(fromHeldPence, fromPartnerPence)).toBeGreaterThanOrEqual(0);
        expect(fromHeldPence).toBeLessThanOrEqual(Math.max(0, held));
        if (fromPartnerPence > 0) expect(fromHeldPence).toBe(Math.max(0, held));
      }),
    );
  });

  it('keeps the identities after each of them', () => {
    fc.assert(
      fc.property(manyLives, picks, shares, (all, order, some) => {
        const model = new Model();
        const done: Happened[] = [];
        for (const each of withRemittances(interleave(all, order), some)) {
          model.post(each);
          done.push(each);
          expectIdentities(model.all(), done);
        }
      }),
      { numRuns: 100 * runs },
    );
  });

  it('comes to the same in any order, with what is held less what the partner owes for the fund', () => {
    fc.assert(
      fc.property(manyLives, picks, shares, fc.infiniteStream(fc.nat(1000)), (all, order, some, dice) => {
        const once = withRemittances(interleave(all, order), some);
        const shuffled = [...once, ...once.slice(0, 5)]
          .map((each) => ({ each, key: dice.next().value }))
          .toSorted((one, other) => one.key - other.key)
          .map(({ each }) => each);
        const [first, second] = [posted(once).all(), posted(shuffled).all()];
        expect(others(second)).toEqual(others(first));
        expect(owed(second)).toBe(owed(first));
      }),
      { numRuns: 100 * runs },
    );
  });

  it('comes to the same balance of each account without remittances', () => {
    fc.assert(
      fc.property(manyLives, picks, picks, (all, one, other) => {
        const again = interleave(all, other);
        expect(posted([...again, ...again.toReversed()]).all()).toEqual(posted(interleave(all, one)).all());
      }),
      { numRuns: 100 * runs },
    );
  });

  it(
    'does the same on the database, after each of them',
    async () => {
      await fc.assert(
        fc.asyncProperty(livesUpTo(4), picks, shares, async (all, order, some) => {
          const database = await createTestDatabase();
          try {
            const books = new Books(database);
            const model = new Model();
            const done: Happened[] = [];
            for (const each of withRemittances(interleave(all, order), some)) {
              await books.post(each, each);
              model.post(each);
              done.push(each);
              const balances = await books.all();
              expect(balances).toEqual(model.all());
              expectIdentities(balances, done);
            }
          } finally {
            await database.drop();
          }
        }),
        { numRuns: runs },
      );
    },
    longestMs,
  );
});
