import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { copyCsv, copyJson } from '../platform/database/copy-out.js';
import { streamRows } from '../platform/database/stream-rows.js';
import { allReports } from './all-reports.js';
import { csvOf, harmlessRows } from './forms/csv.js';
import { csvPartsOf } from './forms/csv-parts.js';
import { jsonOf, jsonRows } from './forms/json.js';
import { xlsxOf } from './forms/xlsx.js';
import {
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
  write(report: Report, batches: AsyncIterable<ReportRow[]>): AsyncIterable<string | Buffer>;
  /** Where it is not of every report. */
  onlyOf?(report: Report): boolean;
}

const forms = {
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    write: (report, batches) => csvOf(columnsOf(report), batches),
  },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (report, batches) => xlsxOf(columnsOf(report), batches),
  },
  json: {
    type: 'application/json; charset=utf-8',
    write: (report, batches) => jsonOf(columnsOf(report), batches),
  },
  zip: { type: 'application/zip', write: csvPartsOf, onlyOf: ({ journal }) => journal !== undefined },
} satisfies Record<string, Form>;

export type FormName = keyof typeof forms;

const formsOf = (report: Report): FormName[] =>
  (Object.entries(forms) as [FormName, Form][]).flatMap(([name, { onlyOf }]) =>
    onlyOf?.(report) === false ? [] : [name],
  );

/** Every file that there is, by its name. */
export const reportFiles: ReadonlyMap<string, ReportFile> = new Map(
  allReports.flatMap((report) =>
    formsOf(report).map((form): [string, ReportFile] => [`${report.name}.${form}`, { report, form }]),
  ),
);

export const mediaType = (form: FormName): string => forms[form].type;

/** Writes reports, however many rows they have, in flat memory and as they were at one instant. */
@Injectable()
export class ReportFiles {
  constructor(private readonly dataSource: DataSource) {}

  async open({ report, form }: ReportFile, period: ReportPeriod): Promise<Readable> {
    const parameters = parametersOf(period);
    // The database writes the same bytes faster, and in no memory of ours.
    if (form === 'csv') return copyCsv(this.dataSource, harmlessRows(report), parameters);
    if (form === 'json') return copyJson(this.dataSource, jsonRows(report), parameters);
    const rows = streamRows<ReportRow>(this.dataSource, rowsAsText(report), parameters);
    return Readable.from(written({ report, form }, rows), { objectMode: false });
  }
}

/** The bytes of a file, of rows that somebody else reads. */
export function written(
  { report, form }: ReportFile,
  batches: AsyncIterable<ReportRow[]>,
): AsyncIterable<string | Buffer> {
  return forms[form].write(report, batches);
}
