import type { Store } from '../store.js';
import { Agenda } from './agenda.js';
import { SandboxClock } from './clock.js';
import { openRecords, type Records } from './records.js';
import { Timers } from './timers.js';
import { Webhooks } from './webhooks.js';

/** The one Stripe account of the sandbox: what it holds and how it speaks. */
export interface Account {
  records: Records;
  clock: SandboxClock;
  agenda: Agenda;
  webhooks: Webhooks;
  timers: Timers;
  /** Where its pages are, without a slash at the end. */
  baseUrl: string;
}

export function openAccount(
  store: Store,
  baseUrl: string,
  webhookTarget: { url: string; secrets: string[] },
): Account {
  const records = openRecords(store);
  const timers = new Timers();
  const clock = new SandboxClock(records.time);
  return {
    records,
    clock,
    agenda: new Agenda(records, clock, timers),
    webhooks: new Webhooks(records, clock, timers, webhookTarget),
    timers,
    baseUrl,
  };
}
