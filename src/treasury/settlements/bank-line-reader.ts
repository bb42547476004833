import type { Readable } from 'node:stream';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { csvRecords } from '../../platform/http/csv-body.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { BankLineDto } from './settlements.dto.js';

const columns = { date: 'date', amountPence: 'amountPence', reference: 'reference', id: 'id' };
/** A statement of a day or a month; more come in several. */
const mostLines = 50_000;
const mostErrors = 50;

/** The lines of a bank's statement, as JSON (a list, or `{lines}`) or as CSV. Throws ValidationFailed by line. */
export async function readBankLines(body: unknown): Promise<BankLineDto[]> {
  const lines: BankLineDto[] = [];
  const errors: FieldError[] = [];
  for await (const { place, values } of isStream(body) ? ofCsv(body) : ofJson(body)) {
    const line = plainToInstance(BankLineDto, values);
    const found = validateSync(line, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
    });
    for (const { property, constraints = {} } of found)
      for (const message of Object.values(constraints))
        errors.push({ field: `${place}.${property}`, message });
    lines.push(line);
    if (lines.length > mostLines || errors.length >= mostErrors) break;
  }
  if (errors.length > 0) throw new ValidationFailed(errors);
  if (lines.length === 0 || lines.length > mostLines)
    throw new ValidationFailed([{ field: 'lines', message: `must be 1 to ${mostLines} lines` }]);
  return lines;
}

async function* ofCsv(body: Readable): AsyncGenerator<{ place: string; values: object }> {
  for await (const { line, values } of csvRecords(body, columns)) {
    const amountPence = /^[+-]?\d{1,12}$/.test(values.amountPence)
      ? Number(values.amountPence)
      : values.amountPence;
    yield { place: `line ${line}`, values: { ...values, amountPence } };
  }
}

function* ofJson(body: unknown): Generator<{ place: string; values: object }> {
  const list = Array.isArray(body) ? body : (body as { lines?: unknown } | null)?.lines;
  if (!Array.isArray(list))
    throw new ValidationFailed([{ field: 'lines', message: 'must be a list of lines' }]);
  for (const [index, values] of (list as unknown[]).entries()) {
    if (typeof values !== 'object' || values === null || Array.isArray(values))
      throw new ValidationFailed([{ field: `lines[${index}]`, message: 'must be a line' }]);
    yield { place: `lines[${index}]`, values };
  }
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
