import { strFromU8, unzipSync } from 'fflate';
import type { Treasurer } from '../remittances/treasurer.js';

export type Row = Record<string, string | number | null>;

/** The rows of a report, as its JSON has them. */
export async function rowsOf(treasurer: Treasurer, name: string, query = ''): Promise<Row[]> {
  const { items } = await treasurer.read<{ items: Row[] }>(
    `reports/${name}.json?appeal=${treasurer.appeal}${query}`,
    'Flo',
  );
  return items;
}

export function sum(rows: Row[], column: string): number {
  return rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
}

export async function fileOf(treasurer: Treasurer, path: string, person = 'Flo'): Promise<Buffer> {
  const response = await treasurer.fetch(`reports/${path}`, person);
  if (response.status !== 200) throw new Error(`${path} was answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** Every sheet of a workbook, row by row; a number is a number, and every other cell is text. */
export function sheetsOf(workbook: Uint8Array): (string | number | null)[][][] {
  const files = unzipSync(workbook);
  const book = strFromU8(files['xl/workbook.xml'] ?? new Uint8Array());
  return [...book.matchAll(/sheetId="(\d+)"/g)].map(([, number]) => {
    const xml = strFromU8(files[`xl/worksheets/sheet${number}.xml`] ?? new Uint8Array());
    return [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, cells = '']) =>
      [
        ...cells.matchAll(
          /<c\/>|<c(?: s="1")?><v>([^<]*)<\/v><\/c>|<c t="inlineStr">.*?<t[^>]*>([^<]*)<\/t>/gs,
        ),
      ].map(([, number, text]) => (number !== undefined ? Number(number) : (text ?? null))),
    );
  });
}
