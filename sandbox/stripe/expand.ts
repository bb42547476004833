import { invalid } from './errors.js';
import { wholeList } from './lists.js';
import type { Records } from './records.js';

const EXPANDABLE = new Set([
  'payment_intent',
  'latest_charge',
  'balance_transaction',
  'charge',
  'source',
  'line_items',
]);

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
  if (name === 'data' && Array.isArray(node.data) && rest.length > 0) {
    for (const item of node.data) expandPath(records, item, rest, path);
    return;
  }
  const isLineItems = name === 'line_items' && node.object === 'checkout.session';
  if (!name || !EXPANDABLE.has(name) || !(name in node || isLineItems)) {
    throw invalid(`This property cannot be expanded (${path}).`, 'expand');
  }
  if (isLineItems) {
    const items = records.sessionInputs[node.id as string]!.lineItems;
    node[name] = wholeList(items, `/v1/checkout/sessions/${node.id as string}/line_items`);
    return;
  }
  if (typeof node[name] === 'string') node[name] = structuredClone(findById(records, node[name]));
  if (rest.length > 0 && node[name]) expandPath(records, node[name] as Fields, rest, path);
}

function findById(records: Records, id: string): unknown {
  return records.paymentIntents[id] ?? records.charges[id] ?? records.balanceTransactions[id] ?? id;
}
