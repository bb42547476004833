import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isPromised,
  type PledgeFacts,
  pledgeStates,
  type PledgeStatus,
  pledgeStatusOf,
  takesPayments,
} from '../../src/giving/pledges/pledge-states.js';
import { pence } from '../../src/vocabulary/pence.js';

const amountPence = pence(1000);
const statuses = Object.keys(pledgeStates) as PledgeStatus[];

/** What may happen to a pledge, and which facts it changes: nothing where it isn't allowed. */
const happenings: Record<string, (facts: PledgeFacts, status: PledgeStatus) => Partial<PledgeFacts>> = {
  'a part is given': ({ keptPence }) => kept(keptPence + 400),
  'all is given': () => kept(1000),
  'a part goes back': ({ keptPence }) => kept(Math.max(0, keptPence - 400)),
  'all goes back': () => kept(0),
  pause: (_facts, status) => (isPromised(status) ? { pausedOn: '2022-03-01' } : {}),
  resume: (_facts, status) => (isPromised(status) ? { pausedOn: null } : {}),
  withdraw: (_facts, status) => (isPromised(status) ? { withdrawnAt: new Date(0) } : {}),
  lapse: (_facts, status) => (status === 'open' || status === 'part_kept' ? { lapsedAt: new Date(0) } : {}),
};

/** A pledge that is given in full is at an end, its pause too: as `pledge-keeping.ts` notes it. */
function kept(pence_: number): Partial<PledgeFacts> {
  return { keptPence: pence(pence_), ...(pence_ >= amountPence && { pausedOn: null }) };
}

const fresh: PledgeFacts = {
  amountPence,
  keptPence: pence(0),
  pausedOn: null,
  withdrawnAt: null,
  lapsedAt: null,
};

/** Every state that can be reached, by every way of so many steps. */
function reachable(): Map<string, PledgeFacts> {
  const found = new Map([[JSON.stringify(fresh), fresh]]);
  for (const facts of found.values())
    for (const happen of Object.values(happenings)) {
      const next = { ...facts, ...happen(facts, pledgeStatusOf(facts)) };
      if (next.keptPence <= 2000) found.set(JSON.stringify(next), next);
    }
  return found;
}

describe('the states of a pledge', () => {
  const steps = [...reachable().values()].flatMap((facts) =>
    Object.values(happenings).map((happen): [PledgeStatus, PledgeStatus] => {
      const from = pledgeStatusOf(facts);
      return [from, pledgeStatusOf({ ...facts, ...happen(facts, from) })];
    }),
  );

  it('change in no other way than the table says', () => {
    const changes = steps.filter(([from, to]) => from !== to);
    const others = changes.filter(
      ([from, to]) => !(pledgeStates[from].next as readonly string[]).includes(to),
    );
    expect(others).toEqual([]);
  });

  it.each(statuses.flatMap((from) => pledgeStates[from].next.map((to) => [from, to] as const)))(
    'lead from %s to %s by something that happens',
    (from, to) => {
      expect(steps.some((step) => step[0] === from && step[1] === to)).toBe(true);
    },
  );

  it('say alike who is promised and who may pay', () => {
    expect(statuses.filter(isPromised)).toEqual(['open', 'part_kept', 'paused']);
    expect(statuses.filter(takesPayments)).toEqual(['open', 'part_kept', 'paused', 'lapsed']);
  });

  it('are kept exactly while all of it is given, after any history', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.values(happenings)), { maxLength: 30 }), (history) => {
        let facts = fresh;
        for (const happen of history) {
          facts = { ...facts, ...happen(facts, pledgeStatusOf(facts)) };
          expect(pledgeStatusOf(facts) === 'kept').toBe(facts.keptPence >= amountPence);
        }
      }),
    );
  });
});
