import type { Pledge } from './pledge.entity.js';

/** Every status of a pledge: what it means, and what puts it there. */
export const pledgeStates = {
  open: {
    means: 'promised, and nothing given towards it',
    by: 'the donor’s form, telephone call or text; a refund of all that was given',
    next: ['part_kept', 'kept', 'paused', 'lapsed', 'withdrawn'],
  },
  part_kept: {
    means: 'some of it was given, and the books have it',
    by: 'a confirmed donation towards it; a refund of a part',
    next: ['open', 'kept', 'paused', 'lapsed', 'withdrawn'],
  },
  paused: {
    means: 'the donor wants to be left in peace for now: no reminders, and its days don’t run',
    by: 'the donor',
    next: ['open', 'part_kept', 'kept', 'withdrawn'],
  },
  kept: {
    means: 'given in full or more',
    by: 'a confirmed donation towards it, however late',
    next: ['open', 'part_kept', 'lapsed', 'withdrawn'],
  },
  lapsed: {
    means: 'not given in full within 30 days of its due day',
    by: 'our calendar',
    next: ['kept'],
  },
  withdrawn: { means: 'taken back', by: 'the donor', next: ['kept'] },
} as const satisfies Record<string, { means: string; by: string; next: readonly string[] }>;

export type PledgeStatus = keyof typeof pledgeStates;

/** What the status of a pledge follows from; the database holds every row to it. */
export type PledgeFacts = Pick<Pledge, 'amountPence' | 'keptPence' | 'pausedOn' | 'withdrawnAt' | 'lapsedAt'>;

export function pledgeStatusOf(facts: PledgeFacts): PledgeStatus {
  if (facts.keptPence >= facts.amountPence) return 'kept';
  if (facts.withdrawnAt !== null) return 'withdrawn';
  if (facts.lapsedAt !== null) return 'lapsed';
  if (facts.pausedOn !== null) return 'paused';
  return facts.keptPence > 0 ? 'part_kept' : 'open';
}

/** Still promised: counted as such, and the donor may pause it or take it back. */
export function isPromised(status: PledgeStatus): boolean {
  return status === 'open' || status === 'part_kept' || status === 'paused';
}

/** Donors may give towards it; also to one that has lapsed, because late is better than never. */
export function takesPayments(status: PledgeStatus): boolean {
  return isPromised(status) || status === 'lapsed';
}
