import type { Pence } from '../../vocabulary/pence.js';
import type { ExpectationKind } from './settlement.entities.js';

/** A bank line as it is compared; the reference is open. */
export interface Line {
  id: string;
  amountPence: Pence;
  reference: string;
}

/** What is still expected of a payment. */
export interface Due {
  id: string;
  kind: ExpectationKind;
  reference: string;
  duePence: number;
}

export interface Pair {
  line: Line;
  due: Due;
}

/**
 * Which lines are what was expected. Exact are pairs of one amount that leave no doubt: nothing else that is open
 * has it, or the bank's reference names which is meant. Whatever else may belong together is for a person to say.
 */
export function matchesOf(lines: Line[], dues: Due[]): { exact: Pair[]; proposed: Pair[] } {
  const equal = pairsOf(lines, dues, (line, due) => line.amountPence === due.duePence);
  const named = equal.filter(isNamed);
  const exact = equal.filter((pair) => isOnly(pair, equal) || (isNamed(pair) && isOnly(pair, named)));
  const taken = new Set(exact.flatMap(({ line, due }) => [line.id, due.id]));
  const proposed = pairsOf(lines, dues, mayBelong).filter(
    ({ line, due }) => !taken.has(line.id) && !taken.has(due.id),
  );
  return { exact, proposed };
}

/** The amount fits, or the reference names it, or a gateway pays up to a fifth less than it stated. */
function mayBelong(line: Line, due: Due): boolean {
  if (Math.sign(line.amountPence) !== Math.sign(due.duePence)) return false;
  if (line.amountPence === due.duePence || isNamed({ line, due })) return true;
  const isLittleShort = line.amountPence < due.duePence && line.amountPence * 5 >= due.duePence * 4;
  return due.kind === 'gateway_payment' && isLittleShort;
}

function pairsOf(lines: Line[], dues: Due[], fits: (line: Line, due: Due) => boolean): Pair[] {
  return lines.flatMap((line) => dues.filter((due) => fits(line, due)).map((due) => ({ line, due })));
}

function isOnly({ line, due }: Pair, pairs: Pair[]): boolean {
  return pairs.filter((other) => other.line.id === line.id || other.due.id === due.id).length === 1;
}

function isNamed({ line, due }: Pair): boolean {
  return due.reference !== '' && plain(line.reference).includes(plain(due.reference));
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
