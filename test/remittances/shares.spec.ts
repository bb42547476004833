import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutByShares } from '../../src/treasury/remittances/shares.js';
import { appealFile } from '../support/appeal-files.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Round, Treasurer } from './treasurer.js';

/** As the DEC shared its appeal for Ukraine: three by name, ten others that have the rest. */
const dec = [2000, 1871, 1371, 700, 650, 600, 550, 500, 450, 400, 350, 300, 258];

/** By largest remainder, as a textbook says: whole parts, and the rest to those with the largest remainders. */
function largestRemainder(total: number, shares: number[]): number[] {
  const exact = shares.map((points) => BigInt(total) * BigInt(points));
  const parts = exact.map((product) => Number(product / 10_000n));
  const order = exact
    .map((product, index) => ({ index, rest: product % 10_000n }))
    .toSorted((one, other) => Number(other.rest - one.rest) || one.index - other.index);
  for (const { index } of order.slice(0, total - sum(parts))) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

const sum = (parts: number[]): number => parts.reduce((total, part) => total + part, 0);

const rounds = fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 10 ** 11 })), {
  minLength: 1,
  maxLength: 40,
});
/** Any shares that come to 10,000. */
const anyShares = fc
  .uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 0, maxLength: 14 })
  .map((cuts) => {
    const at = [0, ...cuts.toSorted((one, other) => one - other), 10_000];
    return at.slice(1).map((point, index) => point - (at[index] ?? 0));
  });

describe('what is cut by shares', () => {
  it('is by largest remainder what DEC-shaped shares come to', () => {
    expect(sum(dec)).toBe(10_000);
    const cut = cutByShares(
      1_000_001,
      dec.map((basisPoints) => ({ basisPoints, paidPence: 0 })),
    );
    expect(cut.slice(0, 3)).toEqual([200_001, 187_100, 137_100]);
    expect(cut).toEqual(largestRemainder(1_000_001, dec));
  });

  it.each([
    ['DEC-shaped shares', fc.constant(dec)],
    ['any shares', anyShares],
  ])('loses and gains no penny however the rounds are cut: %s', (_, someShares) => {
    fc.assert(
      fc.property(someShares, rounds, (shares, amounts) => {
        let paid = shares.map(() => 0);
        for (const amount of amounts) {
          const sharing = shares.map((basisPoints, index) => ({ basisPoints, paidPence: paid[index] ?? 0 }));
          const cut = cutByShares(amount, sharing);
          expect(cut.every((part) => Number.isSafeInteger(part) && part >= 0)).toBe(true);
          expect(sum(cut)).toBe(amount);
          const before = paid;
          paid = paid.map((part, index) => part + (cut[index] ?? 0));
          const wanted = largestRemainder(sum(paid), shares);
          const wouldFall = wanted.some((part, index) => part < (before[index] ?? 0));
          if (!wouldFall) expect(paid).toEqual(wanted);
          for (const [index, part] of paid.entries())
            expect(Math.abs(part - (wanted[index] ?? 0))).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500, verbose: 1 },
    );
  });

  it('is on the share again as soon as nobody’s would fall, and always at whole hundreds of pounds', () => {
    fc.assert(
      fc.property(
        anyShares,
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }),
        (shares, amounts) => {
          let paid = shares.map(() => 0);
          const rest = 10_000 - (sum(amounts) % 10_000);
          for (const amount of [...amounts, rest]) {
            const cut = cutByShares(
              amount,
              shares.map((basisPoints, index) => ({ basisPoints, paidPence: paid[index] ?? 0 })),
            );
            paid = paid.map((part, index) => part + (cut[index] ?? 0));
          }
          expect(paid).toEqual(largestRemainder(sum(paid), shares));
        },
      ),
      { verbose: 1 },
    );
  });
});

describe('a round that several charities share', () => {
  let test: TestApp;
  let treasurer: Treasurer;
  beforeAll(async () => {
    const payees = dec.map(
      (points, index) => `  - { name: Charity ${index + 10}, basisPoints: ${points} }\n`,
    );
    const file = appealFile([['purpose: >-', `payees:\n${payees.join('')}purpose: >-`]]);
    test = await startTestApp({ workers: false, sandbox: false, appeals: [file] });
    treasurer = await Treasurer.of(test);
  });
  afterAll(async () => {
    expect(await treasurer.checked()).toEqual([]);
    await test.close();
  });

  const paidOf = (payments: Round['payments']): number[] => payments.map(({ amountPence }) => amountPence);

  it('is paid to each, one payment each, with what the rounds before left of its share', async () => {
    await treasurer.banked({ name: 'gift', amountPence: 100_003 });
    const first = await treasurer.passedOn(33);
    expect(sum(paidOf(first.payments))).toBe(33);
    const second = await treasurer.passedOn(99_967);
    expect(paidOf(second.payments).length).toBe(13);
    const rounds = [first, second].flatMap(({ payments }) => payments);
    const charities = Array.from({ length: 13 }, (_, index) => `Charity ${index + 10}`);
    expect(charities.map((name) => sum(paidOf(rounds.filter(({ payee }) => payee === name))))).toEqual(
      dec.map((points) => points * 10),
    );
    expect(await treasurer.balances()).toEqual({ appeal_bank: 3, held: 3 });
  });

  it('is paid again to the one whose bank sent it back', async () => {
    const [, round] = (await treasurer.read<{ items: Round[] }>('remittances')).items.toReversed();
    const path = `remittances/${round?.id}/returned`;
    const back = { bankReference: 'RTN 1', returnedOn: '2022-03-10', payee: 'Charity 11' };
    const { body } = await treasurer.post('Flo', path, back);
    expect(body.state).toBe('sent');
    const returnedPence = body.payments.find(({ payee }) => payee === 'Charity 11')?.amountPence ?? 0;
    expect(await treasurer.balances()).toEqual({ appeal_bank: 3 + returnedPence, held: 3 + returnedPence });
    expect((await treasurer.post('Flo', path, back)).body.code).toBe('payee_not_paid');
    expect(await treasurer.checked()).toEqual([]);
    const again = await treasurer.passedOn(returnedPence);
    expect(again.payments).toMatchObject([{ payee: 'Charity 11', amountPence: returnedPence }]);
  });
});
