import type { Records } from './records.js';
import type { Timers } from './timers.js';
import type { Webhooks } from './webhooks.js';

/** The one Stripe account of the sandbox: what it holds and how it speaks. */
export interface Account {
  records: Records;
  webhooks: Webhooks;
  timers: Timers;
  /** Where its pages are, without a slash at the end. */
  baseUrl: string;
}
