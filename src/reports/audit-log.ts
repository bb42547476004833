import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { streamRows } from '../platform/database/stream-rows.js';
import { ValidationFailed } from '../platform/http/http.problems.js';
import type { AuditEntryDto, AuditLogDto } from './audit.dto.js';
import { csvOf } from './forms/csv.js';
import type { Columns, ReportRow } from './report.js';

export interface AuditFilter {
  /** London dates, both inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  person?: string | undefined;
  /** Where the page before ended. */
  cursor?: string | undefined;
}

const pageSize = 100;

const fields = `
  id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, person, role, means, action, target,
  outcome, before, after`;

const chosen = `
  from access.audit
  where ($1::date is null or at >= $1::date::timestamp at time zone 'Europe/London')
    and ($2::date is null or at < ($2::date + 1)::timestamp at time zone 'Europe/London')
    and ($3::text is null or person = $3)`;

const columns: Columns = [
  ...['at', 'person', 'role', 'means', 'action', 'target'].map((name): Columns[number] => [name, 'text']),
  ['outcome', 'whole'],
  ...['before', 'after', 'id'].map((name): Columns[number] => [name, 'text']),
];

/** What people of the staff did. */
@Injectable()
export class AuditLog {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first, 100 a page. Throws ValidationFailed for a cursor that isn't one of ours. */
  async page(filter: AuditFilter): Promise<AuditLogDto> {
    const rows = await this.dataSource.query<AuditEntryDto[]>(
      `select ${fields} ${chosen}
         and ($4::timestamptz is null or (audit.at, id) < ($4::timestamptz, $5::uuid))
       order by audit.at desc, id desc limit ${pageSize + 1}`,
      [...parameters(filter), ...placeOf(filter.cursor)],
    );
    const items = rows.slice(0, pageSize);
    const last = rows.length > pageSize ? items.at(-1) : undefined;
    return { items, nextCursor: last ? Buffer.from(`${last.at} ${last.id}`).toString('base64url') : null };
  }

  /** Oldest first, streamed. */
  csv(filter: AuditFilter): Readable {
    const shown = columns.map(([name]) => `${name}::text`).join(', ');
    const sql = `select ${shown} from (select ${fields}, audit.at as since ${chosen}) entry order by since, id`;
    const rows = streamRows<ReportRow>(this.dataSource, sql, parameters(filter));
    return Readable.from(csvOf(columns, rows), { objectMode: false });
  }
}

const parameters = ({ from, to, person }: AuditFilter) => [from ?? null, to ?? null, person ?? null];

function placeOf(cursor: string | undefined): [string | null, string | null] {
  if (cursor === undefined) return [null, null];
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, at, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([\da-f-]+)$/.exec(text) ?? [];
  if (at === undefined || id === undefined || !isUUID(id) || Number.isNaN(Date.parse(at)))
    throw new ValidationFailed([{ field: 'cursor', message: 'must be the nextCursor of another page' }]);
  return [at, id];
}
