import type { Charge } from './charges.js';
import { londonTime } from './london-time.js';

/** Ways in which a statement may be wrong, for who reads it to find out. Each names charges by GUID. */
export interface StatementFaults {
  leaveOut: readonly string[];
  /** The amount that the row of a charge shows instead, in pence. */
  alter: ReadonlyMap<string, number>;
  /** Rows that no call asked for. */
  add: readonly { number: string; amountPence: number }[];
}

const columns = 'date,msisdn,operator,requestid,guid,amount,status';

/** What the network charged, refused and gave back in a London month (`yyyy-MM`), as CSV, oldest first. */
export function statement(charges: Charge[], month: string, faults: StatementFaults): string {
  const rows = charges
    .filter(({ guid }) => !faults.leaveOut.includes(guid))
    .flatMap((charge) => rowsOf(charge, faults.alter.get(charge.guid) ?? charge.amountPence));
  const added = faults.add.map(({ number, amountPence }, index) =>
    row(`${month}-01`, number, 'three-uk', `nobodyasked${index + 1}`, `extra-${index + 1}`, amountPence),
  );
  const ofMonth = [...rows, ...added].filter((line) => line.startsWith(month)).toSorted();
  return [columns, ...ofMonth, ''].join('\n');
}

function rowsOf(charge: Charge, amountPence: number): string[] {
  const { at, number, operator, requestId, guid, statusCode, refundedAt } = charge;
  const status = statusCode === 'DELIVERED' ? 'charged' : 'failed';
  const made = row(londonDate(at), number, operator, requestId, guid, amountPence, status);
  if (!refundedAt) return [made];
  return [made, row(londonDate(refundedAt), number, operator, requestId, guid, amountPence, 'refunded')];
}

function row(
  date: string,
  number: string,
  operator: string,
  requestId: string,
  guid: string,
  amountPence: number,
  status = 'charged',
): string {
  return [date, number, operator, requestId, guid, amountPence, status].join(',');
}

function londonDate(at: string): string {
  return londonTime(new Date(at)).replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3');
}
