import { columnsOf, type Report, type ReportRow } from '../report.js';
import { csvHeader, csvLine } from './csv.js';
import { type ZipFile, zipOf } from './zip.js';

/** A report of journals as a ZIP of CSVs, each no longer than its program takes at once, and no journal in two. */
export function csvPartsOf(report: Report, batches: AsyncIterable<ReportRow[]>): AsyncGenerator<Buffer> {
  return zipOf(partsOf(report, batches));
}

async function* partsOf(report: Report, batches: AsyncIterable<ReportRow[]>): AsyncGenerator<ZipFile> {
  const { name, journal } = report;
  const { sharedBy, mostLines } = journal ?? { sharedBy: [], mostLines: Number.MAX_SAFE_INTEGER };
  const columns = columnsOf(report);
  let number = 0;
  let lines: string[] = [];
  const part = (): ZipFile => {
    number += 1;
    const parts = [csvHeader(columns), ...lines];
    lines = [];
    return { name: `${name}-${String(number).padStart(4, '0')}.csv`, parts };
  };
  for await (const lot of journalsOf(sharedBy, batches)) {
    // The header is a line too.
    if (lines.length > 0 && 1 + lines.length + lot.length > mostLines) yield part();
    lines.push(...lot.map((row) => csvLine(columns, row)));
  }
  if (lines.length > 0 || number === 0) yield part();
}

/** The lines of one journal follow each other. */
async function* journalsOf(
  sharedBy: string[],
  batches: AsyncIterable<ReportRow[]>,
): AsyncGenerator<ReportRow[]> {
  let journal: ReportRow[] = [];
  for await (const rows of batches)
    for (const row of rows) {
      const [first] = journal;
      if (first !== undefined && sharedBy.some((column) => row[column] !== first[column])) {
        yield journal;
        journal = [];
      }
      journal.push(row);
    }
  if (journal.length > 0) yield journal;
}
