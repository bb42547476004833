import type { Readable } from 'node:stream';
import { csvRecords } from '../../platform/http/csv-body.js';
import { derivedId } from '../../vocabulary/ids.js';
import { penceFromText } from '../../vocabulary/pence.js';
import type { CsvLayoutDto } from './bank-accounts.dto.js';

/** A line as a file has it, not yet checked, and where it stands there. */
export interface ReadLine {
  place: string;
  values: object;
}

/** Our own columns: whole pence, an id of the bank's. */
const ownColumns = { date: 'date', amountPence: 'amountPence', reference: 'reference', id: 'id' };

export async function* ownCsv(body: Readable): AsyncGenerator<ReadLine> {
  for await (const { line, values } of csvRecords(body, ownColumns))
    yield {
      place: `line ${line}`,
      values: { ...values, amountPence: wholePence(values.amountPence) ?? values.amountPence },
    };
}

/** A bank's own columns, as they were told once for the account. */
export async function* bankCsv(body: Readable, layout: CsvLayoutDto): AsyncGenerator<ReadLine> {
  const { dateColumn, dateFormat, idColumn, referenceColumns } = layout;
  const amounts: Record<string, string> =
    layout.amountColumn === undefined
      ? { in: layout.inColumn ?? '', out: layout.outColumn ?? '' }
      : { amount: layout.amountColumn };
  const references = Object.fromEntries(referenceColumns.map((name, index) => [`reference${index}`, name]));
  const columns = {
    date: dateColumn,
    ...amounts,
    ...references,
    ...(idColumn !== undefined && { id: idColumn }),
  };
  const ids = new ContentIds();
  for await (const { line, values } of csvRecords<string>(body, columns)) {
    const date = dateOf(values['date'] ?? '', dateFormat) ?? values['date'] ?? '';
    const amountPence = amountOf(values, layout) ?? values['amount'] ?? values['in'] ?? '';
    const reference = referenceColumns.map((_, index) => values[`reference${index}`] ?? '');
    const text = oneLine(reference);
    const id = idColumn === undefined ? ids.of(date, amountPence, text) : values['id'];
    yield { place: `line ${line}`, values: { date, amountPence, reference: text, id } };
  }
}

/** Ids of lines that have none: of their content, and which of several equal ones of a file it is. */
export class ContentIds {
  private readonly seen = new Map<string, number>();

  of(...content: (string | number)[]): string {
    const key = content.join('\n');
    const count = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, count);
    return `content:${derivedId('bank line without an id', ...content, count)}`;
  }
}

/** What names a payer and a purpose, in one line that may be kept. */
export function oneLine(parts: string[]): string {
  const text = parts
    .map((part) => part.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim())
    .filter((part) => part !== '');
  return [...new Set(text)].join(' ').slice(0, 500);
}

/** Below 0 where it left the account; nothing where that can't be told. */
function amountOf(values: Record<string, string>, layout: CsvLayoutDto): number | undefined {
  const { amountsIn, outIsPositive = false } = layout;
  if (layout.amountColumn !== undefined) {
    const amount = signedAmount(values['amount'] ?? '', amountsIn);
    return amount === undefined || !outIsPositive ? amount : 0 - amount;
  }
  const [came, left] = [values['in'] ?? '', values['out'] ?? ''].map((text) =>
    text === '' ? 0 : signedAmount(text, amountsIn),
  );
  if (came === undefined || left === undefined || (came !== 0 && left !== 0)) return undefined;
  // Some banks write what left with a minus in its own column, too.
  return Math.abs(came) - Math.abs(left);
}

/** 1,234.56 · £12.00 · -12.00 · 12.00- · (12.00) */
function signedAmount(text: string, amountsIn: 'pence' | 'pounds'): number | undefined {
  const [, open = '', minus = '', digits = '', after = ''] =
    /^(\()? ?([-+−])? ?(£? ?[\d,.]+) ?([-)])?$/.exec(text.trim()) ?? [];
  if ((open === '(') !== (after === ')')) return undefined;
  const isOut = open === '(' || minus === '-' || minus === '−' || after === '-';
  const amount = amountsIn === 'pounds' ? bankPounds(digits) : wholePence(digits);
  return amount === undefined ? undefined : isOut ? 0 - amount : amount;
}

/** Pounds as banks and spreadsheets write them, in pence: 12, 12.5, £1,250.00, 12345678.90000. */
export function bankPounds(text: string): number | undefined {
  const [, pounds, pennies = ''] =
    /^£? ?(\d{1,11}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}?)0*)?$/.exec(text.trim()) ?? [];
  return pounds === undefined
    ? undefined
    : penceFromText(`${pounds.replaceAll(',', '')}${pennies.padEnd(2, '0')}`);
}

function wholePence(text: string): number | undefined {
  return /^[+-]?\d{1,12}$/.test(text) ? Number(text) : undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** As YYYY-MM-DD; whether there is such a day is asked where every line is checked. */
function dateOf(text: string, format: string): string | undefined {
  const parts = text.trim().split(/[-/ ]/);
  const names = format.split(/[-/ ]/);
  if (parts.length !== names.length) return undefined;
  const found = Object.fromEntries(names.map((name, index) => [name, parts[index] ?? '']));
  const year = found['yyyy'] ?? `20${found['yy'] ?? ''}`;
  const month = found['MM'] ?? String(months.indexOf((found['MMM'] ?? '').toLowerCase().slice(0, 3)) + 1);
  return [year, month.padStart(2, '0'), (found['dd'] ?? '').padStart(2, '0')].join('-');
}
