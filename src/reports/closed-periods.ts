import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Audit } from '../platform/access/audit.js';
import { cursorRows } from '../platform/database/stream-rows.js';
import { type Tx, Transactions } from '../platform/database/transactions.js';
import { addDays, Clock, londonDate } from '../vocabulary/clock.js';
import type { PeriodDto } from './periods.dto.js';
import { parametersOf, type ReportPeriod, type ReportRow, rowsAsText } from './report.js';
import { type ReportFile, reportFiles, written } from './report-files.js';
import { PeriodNotOver } from './reports.problems.js';

const partBytes = 1_000_000;

/** Does nothing where somebody has closed it, or is about to: then it waits for them. */
const close = `
  insert into reports.closed_period (appeal, month, epoch, snapshot, closed_by, closed_at)
  select $1, $2::date, coalesce((select max(number) from ledger.epoch), 1), pg_current_snapshot(), $3, $4
  on conflict do nothing returning 1`;

const periods = `
  select appeal, to_char(month, 'YYYY-MM') as month, closed_by as "closedBy", closed_at as "closedAt",
    (select json_agg(json_build_object('number', number, 'file', file, 'sizeBytes', size_bytes, 'sha256', sha256)
        order by number)
      from reports.kept_export kept where kept.appeal = closed.appeal and kept.month = closed.month) as exports
  from reports.closed_period closed
  where ($1::text is null or appeal = $1) and ($2::date is null or month = $2::date)
  order by closed.month desc, appeal`;

/** Closes months of appeals: what reports said of them then is kept, and they say the same for ever. */
@Injectable()
export class ClosedPeriods {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Once; closing it again answers with what is there. `month` is YYYY-MM. Throws PeriodNotOver. */
  async close(appeal: string, month: string, person: string): Promise<PeriodDto> {
    const now = this.clock.now();
    if (month >= londonDate(now).slice(0, 7)) throw new PeriodNotOver();
    const folder = await mkdtemp(join(tmpdir(), 'everypenny-period-'));
    try {
      return await this.transactions.run(async (tx) => {
        const inserted = await tx.query<unknown[]>(close, [appeal, firstDay(month), person, now]);
        if (inserted.length > 0) {
          for (const [index, file] of [...reportFiles.keys()].entries())
            await keep(tx, { appeal, month, number: index + 1, file }, join(folder, file));
          const after = { appeal, month, exports: reportFiles.size };
          await this.audit.changed(tx, person, [
            { what: 'period', id: `${appeal} ${month}`, before: null, after },
          ]);
        }
        const [period] = await tx.query<[PeriodDto]>(periods, [appeal, firstDay(month)]);
        return period;
      }, 'REPEATABLE READ');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Newest first. */
  all(appeal?: string): Promise<PeriodDto[]> {
    return this.dataSource.query<PeriodDto[]>(periods, [appeal ?? null, null]);
  }

  /** The bytes of a file that were kept when exactly this period was closed, if it was. */
  async kept(file: string, { appeal, from, to }: ReportPeriod): Promise<Readable | undefined> {
    const month = from?.slice(0, 7) ?? '';
    if (appeal === undefined || from !== firstDay(month) || to !== lastDay(month)) return undefined;
    const [found] = await this.dataSource.query<{ number: number }[]>(
      'select number from reports.kept_export where appeal = $1 and month = $2 and file = $3',
      [appeal, from, file],
    );
    if (found === undefined) return undefined;
    const parts = Readable.from(this.parts(appeal, from, found.number), { objectMode: false });
    const bytes = createGunzip();
    parts.on('error', (error) => bytes.destroy(error)).pipe(bytes);
    return bytes.once('close', () => parts.destroy());
  }

  private async *parts(appeal: string, month: string, number: number): AsyncGenerator<Buffer> {
    for (let part = 1; ; part++) {
      const [row] = await this.dataSource.query<{ content: Buffer }[]>(
        'select content from reports.kept_part where appeal = $1 and month = $2 and number = $3 and part = $4',
        [appeal, month, number, part],
      );
      if (row === undefined) return;
      yield row.content;
    }
  }
}

interface Kept {
  appeal: string;
  month: string;
  number: number;
  file: string;
}

/** By way of a file on disk, so that memory stays flat and one connection does one thing at a time. */
async function keep(tx: Tx, { appeal, month, number, file }: Kept, path: string): Promise<void> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const reportFile = reportFiles.get(file);
  if (reportFile === undefined || tx.queryRunner === undefined) throw new Error(`${file} can’t be written`);
  const parameters = parametersOf({ appeal, from: firstDay(month), to: lastDay(month) });
  const rows = cursorRows<ReportRow>(tx.queryRunner, rowsAsText(reportFile.report), parameters);
  await pipeline(
    Readable.from(bytesOf(reportFile, rows), { objectMode: false }),
    async function* (bytes: AsyncIterable<Buffer>) {
      for await (const chunk of bytes) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        yield chunk;
      }
    },
    createGzip(),
    createWriteStream(path),
  );
  await tx.query('insert into reports.kept_export values ($1, $2, $3, $4, $5, $6)', [
    appeal,
    firstDay(month),
    number,
    file,
    sizeBytes,
    hash.digest('hex'),
  ]);
  let part = 0;
  for await (const content of createReadStream(path, { highWaterMark: partBytes }))
    await tx.query('insert into reports.kept_part values ($1, $2, $3, $4, $5)', [
      appeal,
      firstDay(month),
      number,
      (part += 1),
      content,
    ]);
  await rm(path);
}

async function* bytesOf(file: ReportFile, rows: AsyncIterable<ReportRow[]>): AsyncGenerator<Buffer> {
  for await (const part of written(file, rows)) yield Buffer.from(part);
}

const firstDay = (month: string): string => `${month}-01`;

function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const next = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`;
  return addDays(next, -1);
}
