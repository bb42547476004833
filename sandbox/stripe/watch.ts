import type { FastifyInstance, FastifyRequest } from 'fastify';
import { passesLuhn } from './cards.js';
import { invalid, StripeError } from './errors.js';
import type { Records } from './records.js';

/** What was wrong with a request of the product's: what Stripe refuses, and what we must never send. */
export interface Fault {
  request: string;
  fault: 'parameter_unknown' | 'idempotency_key_missing' | 'card_number' | 'metadata_is_no_id';
  /** The parameter. Never its value. */
  parameter?: string;
}

const MOST_KEPT = 100;

/** Looks at every request to the API, and keeps what is wrong with it for tests to read. */
export function registerWatch(api: FastifyInstance, records: Records): void {
  const note = (request: FastifyRequest, fault: Omit<Fault, 'request'>) => {
    const kept = Object.keys(records.faults).length;
    if (kept >= MOST_KEPT) return;
    const path = request.routeOptions.url ?? 'an unknown address';
    records.faults[kept] = { request: `${request.method} ${path}`, ...fault };
    records.changed();
  };

  api.addHook('preHandler', async (request) => {
    if (request.method !== 'POST') return;
    if (makesSomething(request) && !hasKeyOfItsOwn(request))
      note(request, { fault: 'idempotency_key_missing' });
    for (const [parameter, value] of leaves(request.body)) {
      if (/(^|\[)metadata\]?\[/.test(parameter) && !isId(value))
        note(request, { fault: 'metadata_is_no_id', parameter });
      if (!holdsCardNumber(value)) continue;
      note(request, { fault: 'card_number', parameter });
      throw invalid('Sending credit card numbers directly to the Stripe API is generally unsafe.', parameter);
    }
  });

  api.addHook('onError', async (request, _reply, error) => {
    if (error instanceof StripeError && error.details.code === 'parameter_unknown')
      note(request, { fault: 'parameter_unknown', parameter: error.details.param });
  });
}

/** The address of a collection, not of a thing in it. */
function makesSomething(request: FastifyRequest): boolean {
  return !request.routeOptions.url?.includes('/:id');
}

/** The official client makes one up for each call: that protects the call, and not a second one after a crash. */
function hasKeyOfItsOwn({ headers }: FastifyRequest): boolean {
  const key = headers['idempotency-key'];
  return typeof key === 'string' && key !== '' && !key.startsWith('stripe-node-retry-');
}

/** A UUID, an id of Stripe's, a number, or a short name of ours such as that of an appeal. */
function isId(value: string): boolean {
  return /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]+_\w+|\d{1,12}|[a-z0-9]+(-[a-z0-9]+)+)$/.test(
    value,
  );
}

function holdsCardNumber(value: string): boolean {
  const numbers = value.match(/(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g) ?? [];
  return numbers.some((number) => passesLuhn(number.replaceAll(/[ -]/g, '')));
}

/** Every value with its name as Stripe writes it: `metadata[donation_id]`. */
function leaves(value: unknown, name = ''): [string, string][] {
  if (typeof value === 'string') return [[name, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, name ? `${name}[${key}]` : key));
}
