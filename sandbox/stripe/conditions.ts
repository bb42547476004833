import type { Account } from './account.js';
import type { Action } from './dashboard.js';
import { invalid, noSuch } from './errors.js';
import { newId } from './ids.js';
import { rowOf } from './records.js';
import { expireOldSessions } from './sessions.js';
import { TROUBLES } from './troubles.js';
import type { Weather } from './weather.js';

/** The conditions under which the product works: time, the way of webhooks, and how the API fails. */
export const CONDITIONS: Record<string, Action> = {
  time(account, fields) {
    account.agenda.pass(fields.required('seconds', fields.integer('seconds')));
    expireOldSessions(account);
    return { now: new Date(account.clock.ms()).toISOString() };
  },
  /** Shares are out of 100; what isn't named stays as it is. */
  webhooks(account, fields) {
    fields.only('seed', 'lost', 'duplicated', 'reordered', 'delayMs', 'held');
    const changes: Partial<Weather> = {};
    for (const key of ['seed', 'lost', 'duplicated', 'reordered', 'delayMs'] as const) {
      const value = fields.integer(key);
      if (value !== undefined) changes[key] = value;
    }
    const held = fields.oneOf('held', ['true', 'false']);
    if (held !== undefined) changes.held = held === 'true';
    return account.webhooks.setWeather(changes);
  },
  /** These events, in this order, as often as they are named; without a list all that are held, as they came. */
  'webhooks/release': (account, fields) => {
    const ids = fields.has('events') ? fields.texts('events') : Object.keys(account.records.heldEvents);
    for (const id of ids) if (!rowOf(account.records.events, id)) throw noSuch('event', id, 'events');
    account.webhooks.release(ids);
    return readWebhooks(account);
  },
  /** How the next requests fail. */
  trouble(account, fields) {
    const kind = fields.required('kind', fields.oneOf('kind', TROUBLES));
    const trouble = { kind, times: fields.integer('times') ?? 1, path: fields.text('path') ?? '/v1/' };
    account.records.troubles[newId('trouble_', 8)] = trouble;
    return trouble;
  },
  /** The most requests in a second; 0 lifts it. Stripe's own is 100, and 25 in a sandbox. */
  limit(account, fields) {
    const perSecond = fields.required('perSecond', fields.integer('perSecond'));
    if (perSecond < 0) throw invalid('This value must be greater than or equal to 0.', 'perSecond');
    if (perSecond > 0) account.records.limits['per_second'] = perSecond;
    else delete account.records.limits['per_second'];
    return { perSecond };
  },
};

export function readWebhooks({ records, webhooks }: Account): object {
  const held = Object.keys(records.heldEvents).map((id) => ({ id, type: records.events[id]!.type }));
  return { ...webhooks.weather, held, isHeld: webhooks.weather.held, waiting: webhooks.waiting };
}
