import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { copyCsv } from '../platform/database/copy-csv.js';
import { streamRows } from '../platform/database/stream-rows.js';
import { allReports } from './all-reports.js';
import { csvOf, harmlessRows } from './forms/csv.js';
import { jsonOf } from './forms/json.js';
import { xlsxOf } from './forms/xlsx.js';
import {
  type Columns,
  columnsOf,
  parametersOf,
  type Report,
  type ReportPeriod,
  type ReportRow,
  rowsAsText,
} from './report.js';

/** A report in one form, such as ledger.csv. */
export interface ReportFile {
  report: Report;
  form: FormName;
}

interface Form {
  type: string;
  write(columns: Columns, batches: AsyncIterable<ReportRow[]>): AsyncIterable<string | Buffer>;
}

const forms = {
  csv: { type: 'text/csv; charset=utf-8; header=present', write: csvOf },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: xlsxOf },
  json: { type: 'application/json; charset=utf-8', write: jsonOf },
} as const satisfies Record<string, Form>;

export type FormName = keyof typeof forms;

/** Every file that there is, by its name. */
export const reportFiles: ReadonlyMap<string, ReportFile> = new Map(
  allReports.flatMap((report) =>
    (Object.keys(forms) as FormName[]).map((form): [string, ReportFile] => [
      `${report.name}.${form}`,
      { report, form },
    ]),
  ),
);

export const mediaType = (form: FormName): string => forms[form].type;

/** Writes reports, however many rows they have, in flat memory and as they were at one instant. */
@Injectable()
export class ReportFiles {
  constructor(private readonly dataSource: DataSource) {}

  async open({ report, form }: ReportFile, period: ReportPeriod): Promise<Readable> {
    const parameters = parametersOf(period);
    // The database writes the same bytes faster.
    if (form === 'csv') return copyCsv(this.dataSource, harmlessRows(report), parameters);
    const rows = streamRows<ReportRow>(this.dataSource, rowsAsText(report), parameters);
    return Readable.from(written({ report, form }, rows), { objectMode: false });
  }
}

/** The bytes of a file, of rows that somebody else reads. */
export function written(
  { report, form }: ReportFile,
  batches: AsyncIterable<ReportRow[]>,
): AsyncIterable<string | Buffer> {
  return forms[form].write(columnsOf(report), batches);
}
