import type { Purpose } from '../../ledger/accounts.js';
import { addDays } from '../../vocabulary/clock.js';
import { type Pence, pence } from '../../vocabulary/pence.js';
import type { ReceivedDay } from './received-days.js';

/** What of one day's receipts has not been passed on, and by when it is to be. */
export interface DueDay {
  receivedOn: string;
  dueOn: string;
  openPence: Pence;
}

/**
 * What is to be passed on by when, of each purpose, the oldest first. The oldest receipts are passed on first, so what
 * has not left is the newest. What of the surplus was re-designated is of the restricted receipts before those.
 *
 * `receipts` are the newest first; `notPassedOn` is what of each fund has come in and not left.
 */
export function dueDays(
  receipts: ReceivedDay[],
  notPassedOn: Record<Purpose, Pence>,
  remitWithinDays: number,
): Record<Purpose, DueDay[]> {
  const left = new Map(receipts.map((day) => [day, Number(day.pence)]));
  const take = (
    purpose: Purpose,
    wantedPence: number,
  ): { days: [string, number][]; missingPence: number } => {
    const days: [string, number][] = [];
    let missingPence = wantedPence;
    for (const day of receipts) {
      const taken = Math.min(missingPence, left.get(day) ?? 0);
      if (day.purpose !== purpose || taken <= 0) continue;
      left.set(day, (left.get(day) ?? 0) - taken);
      missingPence -= taken;
      days.push([day.day, taken]);
    }
    return { days, missingPence };
  };
  const restricted = take('restricted', notPassedOn.restricted);
  const surplus = take('surplus', notPassedOn.surplus);
  const redesignated = take('restricted', surplus.missingPence);
  const due = (days: [string, number][]): DueDay[] =>
    days
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([day, amount]) => ({
        receivedOn: day,
        dueOn: addDays(day, remitWithinDays),
        openPence: pence(amount),
      }));
  return { restricted: due(restricted.days), surplus: due([...surplus.days, ...redesignated.days]) };
}
