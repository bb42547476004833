import { invalid, noSuch } from './errors.js';
import type { Parameters } from './parameters.js';

interface Row {
  id: string;
  created: number;
}

export interface List<Item> {
  object: 'list';
  data: Item[];
  has_more: boolean;
  url: string;
}

export function wholeList<Item>(items: Item[], url: string): List<Item> {
  return { object: 'list', data: items, has_more: false, url };
}

/** The parameters that every list takes, beside its own filters. */
export const LIST_PARAMETERS = ['created', 'ending_before', 'expand', 'limit', 'starting_after'];

/**
 * One page of the rows that match, newest first. `rows` come oldest first; `created` is a second or a range of gt,
 * gte, lt, lte; a cursor may be any row, matching or not.
 */
export function page<Item extends Row>(
  kind: string,
  rows: Item[],
  matches: (row: Item) => boolean,
  parameters: Parameters,
  url: string,
): List<Item> {
  const limit = parameters.integer('limit') ?? 10;
  if (limit < 1 || limit > 100) throw invalid('Invalid integer: must be from 1 to 100', 'limit');
  const isWanted = createdFilter(parameters);
  const newestFirst = rows.toReversed();
  const after = position(kind, newestFirst, parameters, 'starting_after') ?? -1;
  const before = position(kind, newestFirst, parameters, 'ending_before');
  const found = newestFirst.slice(after + 1, before).filter((row) => isWanted(row.created) && matches(row));
  const data = before === undefined ? found.slice(0, limit) : found.slice(-limit);
  return { object: 'list', data, has_more: found.length > limit, url };
}

function position(kind: string, rows: Row[], parameters: Parameters, key: string): number | undefined {
  const id = parameters.text(key);
  if (id === undefined) return undefined;
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) throw noSuch(kind, id, key);
  return index;
}

function createdFilter(parameters: Parameters): (created: number) => boolean {
  if (!parameters.has('created')) return () => true;
  if (parameters.isText('created')) {
    const exact = parameters.integer('created');
    return (created) => created === exact;
  }
  const range = parameters.object('created').only('gt', 'gte', 'lt', 'lte');
  const [gt, gte, lt, lte] = ['gt', 'gte', 'lt', 'lte'].map((key) => range.integer(key));
  return (created) =>
    (gt === undefined || created > gt) &&
    (gte === undefined || created >= gte) &&
    (lt === undefined || created < lt) &&
    (lte === undefined || created <= lte);
}
