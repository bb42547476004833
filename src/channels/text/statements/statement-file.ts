import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isISO8601 } from 'class-validator';
import { type CsvColumns, csvRecords } from '../../../platform/http/csv-body.js';
import { ValidationFailed } from '../../../platform/http/http.problems.js';
import type { FieldError } from '../../../vocabulary/problem.js';
import { type Pence, pence, penceFromPounds } from '../../../vocabulary/pence.js';
import type { RowStatus } from './statement.entities.js';

export interface Layout {
  columns: CsvColumns<'date' | 'requestid' | 'guid' | 'amount' | 'status'>;
  amountsIn: 'pence' | 'pounds';
  /** What the file calls each status, in lower case. */
  statuses: ReadonlyMap<string, RowStatus>;
}

/** A row as we need it: the number stays in the file. */
export interface StatedRow {
  line: number;
  dated: string;
  /** Our charge id, where the row names one that could be ours. */
  chargeId: string | undefined;
  gatewayId: string;
  amountPence: Pence;
  status: RowStatus;
}

const rowsAtOnce = 1_000;
const mostErrors = 50;

/**
 * A statement on disk while it is worked on, because it is read twice and may be of any length. It holds numbers,
 * so it goes with `close`.
 */
export class StatementFile {
  private constructor(
    private readonly folder: string,
    private readonly layout: Layout,
    /** Of its bytes. */
    readonly hash: string,
  ) {}

  static async keep(body: Readable, layout: Layout): Promise<StatementFile> {
    const folder = await mkdtemp(join(tmpdir(), 'everypenny-statement-'));
    try {
      const hash = createHash('sha256');
      body.on('data', (chunk: Buffer) => hash.update(chunk));
      await pipeline(body, createWriteStream(join(folder, 'statement.csv'), { mode: 0o600 }));
      return new StatementFile(folder, layout, hash.digest('hex'));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** Its rows, some at a time. Throws ValidationFailed, by line, for rows that can't be read. */
  async *sets(): AsyncGenerator<StatedRow[]> {
    let rows: StatedRow[] = [];
    const errors: FieldError[] = [];
    const file = createReadStream(join(this.folder, 'statement.csv'));
    for await (const { line, values } of csvRecords(file, this.layout.columns)) {
      const row = this.read(line, values);
      if ('field' in row) errors.push(row);
      else rows.push(row);
      if (errors.length === mostErrors) break;
      if (rows.length < rowsAtOnce) continue;
      yield rows;
      rows = [];
    }
    if (errors.length > 0) throw new ValidationFailed(errors);
    if (rows.length > 0) yield rows;
  }

  private read(line: number, values: Record<keyof Layout['columns'], string>): StatedRow | FieldError {
    const { columns, amountsIn, statuses } = this.layout;
    const wrong = (field: keyof Layout['columns'], message: string): FieldError => ({
      field: `line ${line}.${columns[field]}`,
      message,
    });
    const dated = values.date.slice(0, 10);
    if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(dated) || !isISO8601(dated, { strict: true }))
      return wrong('date', 'must begin with a date such as 2026-11-30');
    const amountPence = amountsIn === 'pence' ? wholePence(values.amount) : penceFromPounds(values.amount);
    if (amountPence === undefined) return wrong('amount', `must be an amount in ${amountsIn}`);
    const status = statuses.get(values.status.toLowerCase());
    if (!status) return wrong('status', `must be one of ${[...statuses.keys()].join(', ')}`);
    const gatewayId = values.guid || values.requestid;
    if (!/^[\x21-\x7e]{1,100}$/.test(gatewayId))
      return wrong('guid', 'must be the gateway’s id of the charge');
    return { line, dated, chargeId: chargeIdOf(values.requestid), gatewayId, amountPence, status };
  }
}

function wholePence(text: string): Pence | undefined {
  return /^\d{1,7}$/.test(text) ? pence(Number(text)) : undefined;
}

/** REQUESTID is our charge id without hyphens. */
function chargeIdOf(requestId: string): string | undefined {
  const parts = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i.exec(
    requestId,
  );
  return parts?.slice(1).join('-').toLowerCase();
}
