import type Stripe from 'stripe';
import type { Account } from './account.js';
import { asOfNow } from './balance.js';
import { BILLING_RESOURCES } from './billing-reads.js';
import { invalid, noSuch } from './errors.js';
import { expand } from './expand.js';
import { LIST_PARAMETERS, type List, page } from './lists.js';
import type { Parameters } from './parameters.js';
import { type Records, rowOf, type StripeEvent } from './records.js';
import { findSession } from './sessions.js';

/** One kind of object that the API reads by id and, where it can, lists. */
export interface Resource {
  path: string;
  kind: string;
  find(account: Account, id: string): object | undefined;
  list?(account: Account, parameters: Parameters, url: string): List<object>;
}

/** Every object that can be read; another kind is another entry. */
export const RESOURCES: Resource[] = [
  ...BILLING_RESOURCES,
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
  byPayment('/refunds', 'refund', ({ records }) => records.refunds),
  byPayment('/disputes', 'dispute', ({ records }) => records.disputes),
  byPayment('/radar/early_fraud_warnings', 'early_fraud_warning', ({ records }) => records.fraudWarnings),
  {
    path: '/payouts',
    kind: 'payout',
    find: ({ records }, id) => rowOf(records.payouts, id),
    list({ records }, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'arrival_date', 'destination', 'status');
      const status = parameters.text('status');
      const matches = (payout: Stripe.Payout) => status === undefined || payout.status === status;
      return page('payout', Object.values(records.payouts), matches, parameters, url);
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
    list({ records }, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'payment_intent', 'customer');
      const intent = parameters.text('payment_intent');
      const matches = (charge: Stripe.Charge) => intent === undefined || charge.payment_intent === intent;
      return page('charge', Object.values(records.charges), matches, parameters, url);
    },
  },
  {
    path: '/balance_transactions',
    kind: 'balance_transaction',
    find(account, id) {
      const transaction = rowOf(account.records.balanceTransactions, id);
      return transaction && asOfNow(account, transaction);
    },
    list(account, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'payout', 'source', 'type', 'currency');
      const { records } = account;
      const payout = parameters.text('payout');
      if (payout !== undefined) requireItemised(records, payout);
      const [source, type, currency] = ['source', 'type', 'currency'].map((key) => parameters.text(key));
      const matches = (transaction: Stripe.BalanceTransaction) =>
        (payout === undefined || records.payoutOf[transaction.id] === payout) &&
        (source === undefined || transaction.source === source) &&
        (type === undefined || transaction.type === type) &&
        (currency === undefined || transaction.currency === currency);
      const rows = Object.values(records.balanceTransactions).map((row) => asOfNow(account, row));
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
      if (types.length > 20) throw invalid('You can filter by at most 20 event types.', 'types');
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

/** A row that must be there, or 404. */
export function existing<Row>(kind: string, table: Record<string, Row>, id: string): Row {
  const row = rowOf(table, id);
  if (!row) throw noSuch(kind, id);
  return row;
}

interface OfPayment {
  id: string;
  created: number;
  charge?: unknown;
  payment_intent?: unknown;
}

/** What belongs to a payment and is listed by it. */
function byPayment<Row extends OfPayment>(
  path: string,
  kind: string,
  table: (account: Account) => Record<string, Row>,
): Resource {
  return {
    path,
    kind,
    find: (account, id) => rowOf(table(account), id),
    list(account, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'charge', 'payment_intent');
      const [charge, intent] = [parameters.text('charge'), parameters.text('payment_intent')];
      const matches = (row: Row) =>
        (charge === undefined || row.charge === charge) &&
        (intent === undefined || row.payment_intent === intent);
      return page(kind, Object.values(table(account)), matches, parameters, url);
    },
  };
}

/** What was in a payout is known of automatic ones alone, and of those only when they are reconciled. */
function requireItemised(records: Records, id: string): void {
  const payout = rowOf(records.payouts, id);
  if (!payout) throw noSuch('payout', id, 'payout');
  if (!payout.automatic)
    throw invalid(
      'Balance transaction history can only be filtered on automatic transfers, not manual.',
      'payout',
    );
  if (payout.reconciliation_status !== 'completed')
    throw invalid('The payout is not reconciled yet.', 'payout', 'payout_reconciliation_not_ready');
}

/** A pattern may end in an asterisk: `charge.*`. */
function isOfType(event: StripeEvent, pattern: string): boolean {
  return pattern.endsWith('*') ? event.type.startsWith(pattern.slice(0, -1)) : event.type === pattern;
}
