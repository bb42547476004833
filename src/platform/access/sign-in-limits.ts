import { Injectable } from '@nestjs/common';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import { limitedAddress } from '../limits/limited-address.js';
import { Limits } from '../limits/limits.js';
import { Transactions } from '../database/transactions.js';
import { Secrets } from '../secrets/secrets.js';
import { SignInDelayed } from './access.problems.js';

const what = 'sign-in failed';
const dayMs = 24 * 3_600_000;
const firstDelayMs = 30_000;
const longestDelayMs = 15 * 60_000;
/** A person mistypes now and then; an office shares an address. */
const freeForOne = 5;
const freeForMany = 20;

/** Who tries to sign in. `browser` is one that this person has signed in with before. */
export interface SignInFrom {
  email: string;
  address: string;
  browser?: string | undefined;
}

export interface Attempt {
  id: string;
  what: string;
}

/** After so many failures of a day each further one has to wait twice as long, up to a quarter of an hour. */
export function delayMs(failures: number, freeOfDelay: number): number {
  return failures < freeOfDelay
    ? 0
    : Math.min(firstDelayMs * 2 ** Math.min(failures - freeOfDelay, 20), longestDelayMs);
}

/**
 * Slows guessing down. It counts by person and by address, known or not, and locks nobody out: a browser that
 * its person has signed in with before is counted alone, so strangers can't make it wait.
 */
@Injectable()
export class SignInLimits {
  constructor(
    private readonly limits: Limits,
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** Counts a try before it is judged, so that many at once are not one. Throws SignInDelayed. */
  async begin({ email, address, browser }: SignInFrom): Promise<Attempt> {
    const counted =
      browser === undefined
        ? [
            { kind: 'person', name: email, free: freeForOne },
            { kind: 'address', name: limitedAddress(address), free: freeForMany },
          ]
        : [{ kind: 'browser', name: `${browser} ${email}`, free: freeForOne }];
    const now = this.clock.now();
    const attempt = {
      id: newId(now.getTime()),
      what,
      subjects: counted.map(({ kind, name }) => this.subjectOf(kind, name)),
    };
    await this.transactions.run((tx) => this.limits.mark(tx, { ...attempt, at: now }));
    const others = await this.limits.others(attempt, new Date(now.getTime() - dayMs));
    const until = Math.max(
      ...others.map(({ count, last }, index) => {
        const delay = delayMs(count, counted[index]?.free ?? 0);
        return delay === 0 ? 0 : last.getTime() + delay;
      }),
    );
    if (until <= now.getTime()) return attempt;
    // A try that was not judged counts for nothing, or strangers could make the wait endless.
    await this.limits.takeBack(attempt);
    throw new SignInDelayed(Math.ceil((until - now.getTime()) / 60_000));
  }

  async succeeded(attempt: Attempt): Promise<void> {
    await this.limits.takeBack(attempt);
  }

  private subjectOf(kind: string, name: string): string {
    return `sign-in ${kind} ${this.secrets.matchable(`sign-in ${name}`).toString('base64url')}`;
  }
}
