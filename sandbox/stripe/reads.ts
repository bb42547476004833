import type Stripe from 'stripe';
import type { Account } from './account.js';
import { noSuch } from './errors.js';
import { expand } from './expand.js';
import { nowSeconds } from './ids.js';
import { LIST_PARAMETERS, type List, page } from './lists.js';
import type { Parameters } from './parameters.js';
import { rowOf, type StripeEvent } from './records.js';
import { findSession } from './sessions.js';

/** One kind of object that the API reads by id and, where it can, lists. */
interface Resource {
  path: string;
  kind: string;
  find(account: Account, id: string): object | undefined;
  list?(account: Account, parameters: Parameters, url: string): List<object>;
}

/** Every object that can be read; another kind is another entry. */
export const RESOURCES: Resource[] = [
  {
    path: '/checkout/sessions',
    kind: 'checkout.session',
    find: findSession,
    list({ records }, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'payment_intent', 'status');
      const intent = parameters.text('payment_intent');
      const status = parameters.oneOf('status', ['complete', 'expired', 'open']);
      const matches = (session: Stripe.Checkout.Session) =>
        (intent === undefined || session.payment_intent === intent) &&
        (status === undefined || session.status === status);
      return page('checkout.session', Object.values(records.sessions), matches, parameters, url);
    },
  },
  {
    path: '/payment_intents',
    kind: 'payment_intent',
    find: ({ records }, id) => rowOf(records.paymentIntents, id),
  },
  {
    path: '/charges',
    kind: 'charge',
    find: ({ records }, id) => rowOf(records.charges, id),
  },
  {
    path: '/balance_transactions',
    kind: 'balance_transaction',
    find({ records }, id) {
      const transaction = rowOf(records.balanceTransactions, id);
      return transaction && asOfNow(transaction);
    },
    list({ records }, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'payout', 'source', 'type', 'currency');
      // No payout has been made, so none has a transaction.
      const payout = parameters.text('payout');
      if (payout !== undefined) throw noSuch('payout', payout, 'payout');
      const [source, type, currency] = ['source', 'type', 'currency'].map((key) => parameters.text(key));
      const matches = (transaction: Stripe.BalanceTransaction) =>
        (source === undefined || transaction.source === source) &&
        (type === undefined || transaction.type === type) &&
        (currency === undefined || transaction.currency === currency);
      const rows = Object.values(records.balanceTransactions).map(asOfNow);
      return page('balance_transaction', rows, matches, parameters, url);
    },
  },
  {
    path: '/events',
    kind: 'event',
    find: ({ records }, id) => rowOf(records.events, id),
    list({ records }, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'type', 'types', 'delivery_success');
      const type = parameters.text('type');
      const types = type === undefined ? parameters.texts('types') : [type];
      const delivered = parameters.oneOf('delivery_success', ['true', 'false']);
      const matches = (event: StripeEvent) =>
        (types.length === 0 || types.some((wanted) => isOfType(event, wanted))) &&
        (delivered === undefined || (event.pending_webhooks === 0) === (delivered === 'true'));
      return page('event', Object.values(records.events), matches, parameters, url);
    },
  },
];

/** `GET {path}/:id` */
export function readOne(account: Account, resource: Resource, id: string, parameters: Parameters): object {
  parameters.only('expand');
  const found = resource.find(account, id);
  if (!found) throw noSuch(resource.kind, id);
  return expand(account.records, found, parameters.texts('expand'));
}

/** `GET /v1/balance`: what is in the account, by whether it can be paid out yet. */
export function readBalance({ records }: Account): object {
  const netOf = (status: string) => {
    const wanted = Object.values(records.balanceTransactions).filter((row) => asOfNow(row).status === status);
    const amount = wanted.reduce((sum, { net }) => sum + net, 0);
    return [{ amount, currency: 'gbp', source_types: { card: amount } }];
  };
  return { object: 'balance', available: netOf('available'), livemode: false, pending: netOf('pending') };
}

/** A pattern may end in an asterisk: `charge.*`. */
function isOfType(event: StripeEvent, pattern: string): boolean {
  return pattern.endsWith('*') ? event.type.startsWith(pattern.slice(0, -1)) : event.type === pattern;
}

function asOfNow(transaction: Stripe.BalanceTransaction): Stripe.BalanceTransaction {
  return { ...transaction, status: transaction.available_on <= nowSeconds() ? 'available' : 'pending' };
}
