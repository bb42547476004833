import { addDays, londonDate } from '../../src/vocabulary/clock.js';
import type { TestApp } from './app.js';
import { call, slug, type StartedDonation } from './donor.js';

/** A pledge as its donor sees it. */
export interface SeenPledge {
  id: string;
  status: string;
  amountPence: number;
  keptPence: number;
  dueOn: string;
  reminders: boolean;
}

export interface OpenedPledge {
  id: string;
  status: string;
  payUrl: string;
}

export const inDays = (days: number): string => addDays(londonDate(new Date()), days);

export function openPledge({ url }: TestApp, json: object, key: string) {
  const donor = { firstName: 'Wilhelmina', lastName: 'Featherstone', email: 'wilhelmina@example.org' };
  return call<OpenedPledge>(`${url}/api/v1/appeals/${slug}/pledges`, {
    method: 'POST',
    json: { donor, dueOn: inDays(10), ...json },
    headers: { 'Idempotency-Key': key },
  });
}

/** What the donor does with the link of their pledge: nothing (look), pause, resume, withdraw, stop-reminders. */
export function withLink({ url }: TestApp, { payUrl }: OpenedPledge, verb = '') {
  const { pathname, search } = new URL(payUrl);
  return call<SeenPledge & { code: string }>(`${url}/api/v1${pathname}${verb && `/${verb}`}${search}`, {
    method: verb === '' ? 'GET' : 'POST',
  });
}

export function payTowards({ url }: TestApp, { payUrl }: OpenedPledge, amountPence: number, key: string) {
  const { pathname, search } = new URL(payUrl);
  return call<StartedDonation & { code: string }>(`${url}/api/v1${pathname}/payments${search}`, {
    method: 'POST',
    json: { amountPence },
    headers: { 'Idempotency-Key': key },
  });
}
