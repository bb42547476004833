import type { Tx } from '../../platform/database/transactions.js';

/** What Stripe's present word means for us. */
export interface Present {
  /** Locked, in the order of their ids, before it is applied. */
  donationIds: string[];
  /** Safe to run again, and whatever came before it. */
  apply(tx: Tx): Promise<void>;
}

/** Asks Stripe about one kind of object as it is now, before any transaction; nothing where it is not our concern. */
export interface StripeHandler {
  /** `thorough`: not only the object itself but all that came of it since. */
  ask(id: string, thorough: boolean): Promise<Present | undefined>;
}
