import { SaxesParser } from 'saxes';
import type { Readable } from 'node:stream';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { bankPounds, ContentIds, oneLine, type ReadLine } from './bank-csv.js';

/** A statement of one account, as ISO 20022's camt.053 tells it. */
export interface BankStatement {
  id: string;
  /** The account's IBAN, or its other number. */
  number: string;
  opening: Balance;
  closing: Balance;
  lines: ReadLine[];
}

interface Balance {
  /** A London date, YYYY-MM-DD. */
  date: string;
  pence: number;
}

/** An element: its text, its attributes, and what is in it. Prefixes of namespaces are left out. */
interface Element {
  name: string;
  text: string;
  attributes: Record<string, string>;
  children: Element[];
}

const mostBytes = 64 * 1024 * 1024;

/**
 * Reads the statements of a file. It expands no entity but XML's own five, and refuses a document type. Throws
 * ValidationFailed for what is not such a file, not in pounds, or doesn't add up.
 */
export async function readCamt053(body: Readable): Promise<BankStatement[]> {
  const statements: BankStatement[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on('doctype', () => wrong('document', 'must not declare a document type'));
  parser.on('error', (error) => wrong('document', `must be well-formed XML: ${error.message}`));
  parser.on('opentag', ({ name, attributes }) => {
    open.push({ name: name.replace(/^.*:/, ''), text: '', attributes, children: [] });
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element?.name === 'Stmt') statements.push(statementOf(element));
    else if (element && open.some(({ name }) => name === 'Stmt')) open.at(-1)?.children.push(element);
  });
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) wrong('document', 'is too long: send a statement for each day');
    parser.write(decoder.decode(chunk, { stream: true }));
  }
  parser.close();
  if (statements.length === 0) wrong('document', 'must be a camt.053 with a statement');
  return statements;
}

function statementOf(element: Element): BankStatement {
  const id = textAt(element, 'Id');
  const number = textAt(element, 'Acct/Id/IBAN') || textAt(element, 'Acct/Id/Othr/Id');
  if (number === '') wrong('Acct', 'must say which account it is of');
  const balances = all(element, 'Bal').map((balance) => ({
    code: textAt(balance, 'Tp/CdOrPrtry/Cd'),
    date: dateAt(balance, 'Dt'),
    pence: amountOf(balance),
  }));
  // PRCD is what the statement before closed with.
  const opening =
    balances.find(({ code }) => code === 'OPBD') ?? balances.find(({ code }) => code === 'PRCD');
  const closing = balances.find(({ code }) => code === 'CLBD');
  if (!opening || !closing) wrong('Bal', 'must have an opening and a closing booked balance (OPBD, CLBD)');
  const ids = new ContentIds();
  const booked = all(element, 'Ntry').filter(
    (entry) => (textAt(entry, 'Sts/Cd') || textAt(entry, 'Sts')) === 'BOOK',
  );
  const sum = booked.reduce((total, entry) => total + amountOf(entry), 0);
  if (opening.pence + sum !== closing.pence)
    wrong('Bal', 'must end with what it began with and its booked entries');
  const lines = booked.map((entry, index) => ({ place: `entry ${index + 1}`, values: lineOf(entry, ids) }));
  return { id, number: number.replaceAll(/\s/g, '').toUpperCase(), opening, closing, lines };
}

/** The direction is the entry's own; that it undoes another is told by its words and its id alone. */
function lineOf(entry: Element, ids: ContentIds): object {
  const isReversal = ['true', '1'].includes(textAt(entry, 'RvslInd'));
  const details = all(entry, 'NtryDtls').flatMap((each) => all(each, 'TxDtls'));
  const named = details.flatMap((each) => [
    textAt(each, 'Refs/EndToEndId').replace('NOTPROVIDED', ''),
    ...all(each, 'RmtInf').flatMap((words) => all(words, 'Ustrd').map(({ text }) => text)),
    textAt(each, 'RltdPties/Dbtr/Nm') || textAt(each, 'RltdPties/Dbtr/Pty/Nm'),
    textAt(each, 'RltdPties/Cdtr/Nm') || textAt(each, 'RltdPties/Cdtr/Pty/Nm'),
  ]);
  const reference = oneLine([...(isReversal ? ['REVERSAL'] : []), ...named, textAt(entry, 'AddtlNtryInf')]);
  const date = dateAt(entry, 'BookgDt');
  const amountPence = amountOf(entry);
  const [only] = details.length === 1 ? details : [];
  const own = textAt(entry, 'AcctSvcrRef') || (only ? textAt(only, 'Refs/AcctSvcrRef') : '');
  const id = own === '' ? ids.of(date, amountPence, reference) : `${own}${isReversal ? ' reversal' : ''}`;
  return { date, amountPence, reference, id };
}

/** Above 0 for a credit. Throws ValidationFailed for another currency. */
function amountOf(element: Element): number {
  const [amount] = all(element, 'Amt');
  if (amount?.attributes['Ccy'] !== 'GBP') wrong('Amt', 'must be in pounds (Ccy="GBP")');
  const value = bankPounds(amount.text);
  if (value === undefined) wrong('Amt', 'must be an amount');
  const direction = textAt(element, 'CdtDbtInd');
  if (direction !== 'CRDT' && direction !== 'DBIT') wrong('CdtDbtInd', 'must be CRDT or DBIT');
  return direction === 'CRDT' ? value : 0 - value;
}

const dateAt = (element: Element, path: string): string =>
  textAt(element, `${path}/Dt`) || textAt(element, `${path}/DtTm`).slice(0, 10);

const all = (element: Element, name: string): Element[] =>
  element.children.filter((child) => child.name === name);

function textAt(element: Element, path: string): string {
  let at: Element | undefined = element;
  for (const name of path.split('/')) at = at && all(at, name)[0];
  return at?.text.trim() ?? '';
}

function wrong(field: string, message: string): never {
  throw new ValidationFailed([{ field, message }]);
}
