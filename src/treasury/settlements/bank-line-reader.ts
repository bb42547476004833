import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import type { FieldError } from '../../vocabulary/problem.js';
import type { ReadLine } from './bank-csv.js';
import { BankLineDto } from './settlements.dto.js';

/** A statement of a day or a month; more come in several. */
const mostLines = 50_000;
const mostErrors = 50;

/** Checks the lines of a bank’s statement, from whatever file. Throws ValidationFailed by line. */
export async function checkedLines(
  read: AsyncIterable<ReadLine> | Iterable<ReadLine>,
): Promise<BankLineDto[]> {
  const lines: BankLineDto[] = [];
  const errors: FieldError[] = [];
  for await (const { place, values } of read) {
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
  if (lines.length > mostLines)
    throw new ValidationFailed([{ field: 'lines', message: `must be ${mostLines} lines at most` }]);
  return lines;
}

/** As JSON: a list, or `{lines}`. */
export function* jsonLines(body: unknown): Generator<ReadLine> {
  const list = Array.isArray(body) ? body : (body as { lines?: unknown } | null)?.lines;
  if (!Array.isArray(list))
    throw new ValidationFailed([{ field: 'lines', message: 'must be a list of lines' }]);
  for (const [index, values] of (list as unknown[]).entries()) {
    if (typeof values !== 'object' || values === null || Array.isArray(values))
      throw new ValidationFailed([{ field: `lines[${index}]`, message: 'must be a line' }]);
    yield { place: `lines[${index}]`, values };
  }
}
