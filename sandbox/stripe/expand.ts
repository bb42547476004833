import { invalid } from './errors.js';
import { type List, wholeList } from './lists.js';
import { type Records, rowOf } from './records.js';

const EXPANDABLE = new Set([
  'payment_intent',
  'latest_charge',
  'balance_transaction',
  'failure_balance_transaction',
  'charge',
  'source',
  'customer',
  'subscription',
  'latest_invoice',
  'invoice',
]);

/** Lists that are shown only when they are asked for. */
const LISTS: Record<string, (records: Records, id: string) => List<object>> = {
  'checkout.session.line_items': (records, id) =>
    wholeList(records.sessionInputs[id]!.lineItems, `/v1/checkout/sessions/${id}/line_items`),
  'charge.refunds': (records, id) =>
    wholeList(
      Object.values(records.refunds).filter((refund) => refund.charge === id),
      `/v1/charges/${id}/refunds`,
    ),
  'invoice.payments': (records, id) =>
    wholeList(
      Object.values(records.invoicePayments).filter((payment) => payment.invoice === id),
      `/v1/invoice_payments?invoice=${id}`,
    ),
};

type Fields = Record<string, unknown>;

/** A copy of the object in which each dotted path (at most four deep) holds the object in place of its id. */
export function expand<Subject extends object>(records: Records, subject: Subject, paths: string[]): Subject {
  const copy = structuredClone(subject);
  for (const path of paths) {
    const names = path.split('.');
    if (names.length > 4) throw invalid('You can only expand up to 4 levels of a property path.', 'expand');
    expandPath(records, copy as Fields, names, path);
  }
  return copy;
}

function expandPath(records: Records, node: Fields, [name, ...rest]: string[], path: string): void {
  // Left out until a refund has failed.
  if (name === 'failure_balance_transaction' && node.object === 'refund' && !(name in node)) return;
  if (name === 'data' && Array.isArray(node.data) && rest.length > 0) {
    for (const item of node.data) expandPath(records, item, rest, path);
    return;
  }
  const list = LISTS[`${String(node.object)}.${String(name)}`];
  if (name && list) {
    node[name] = structuredClone(list(records, node.id as string));
    if (rest.length > 0) expandPath(records, node[name] as Fields, rest, path);
    return;
  }
  // A part of the object itself, such as the `payment` of an invoice's payment.
  if (name && rest.length > 0 && isPlainPart(node[name])) return expandPath(records, node[name], rest, path);
  if (!name || !EXPANDABLE.has(name) || !(name in node)) {
    throw invalid(`This property cannot be expanded (${path}).`, 'expand');
  }
  if (typeof node[name] === 'string') node[name] = structuredClone(findById(records, node[name]));
  if (rest.length > 0 && node[name]) expandPath(records, node[name] as Fields, rest, path);
}

function isPlainPart(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !('id' in value);
}

function findById(records: Records, id: string): unknown {
  const tables: Record<string, object>[] = [
    records.paymentIntents,
    records.charges,
    records.balanceTransactions,
    records.refunds,
    records.disputes,
    records.payouts,
    records.customers,
    records.subscriptions,
    records.invoices,
  ];
  for (const table of tables) {
    const found = rowOf(table, id);
    if (found) return found;
  }
  return id;
}
