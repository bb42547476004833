import { type Readable, Transform } from 'node:stream';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import type { DataSource } from 'typeorm';

/**
 * A query's rows as the CSV that PostgreSQL writes, a header first, lines ending in CRLF (RFC 4180). Fields are not
 * made safe for spreadsheets: for columns of ids, names of ours, times and numbers only.
 */
export function copyCsv(
  dataSource: DataSource,
  sql: string,
  params: readonly (string | null)[],
): Promise<Readable> {
  return copyOut(dataSource, sql, params, 'format csv, header', new Lines('', '\r\n', '\r\n', ''));
}

/**
 * A query's rows as one JSON object `{items, nextCursor}`: the query has one column, a JSON text each. JSON holds no
 * raw control character, so PostgreSQL quotes none of it.
 */
export function copyJson(
  dataSource: DataSource,
  sql: string,
  params: readonly (string | null)[],
): Promise<Readable> {
  const bare = `format csv, delimiter e'\\x02', quote e'\\x01'`;
  return copyOut(dataSource, sql, params, bare, new Lines('{"items":[', ',', '', '],"nextCursor":null}'));
}

/**
 * The bytes pass through, so a million rows need no more memory than one; the reader's pace is the server's, and a
 * reader who goes away ends the query.
 */
async function copyOut(
  dataSource: DataSource,
  sql: string,
  params: readonly (string | null)[],
  format: string,
  lines: Lines,
): Promise<Readable> {
  const { master } = dataSource.driver as unknown as { master: pg.Pool };
  const client = await master.connect();
  // COPY takes no parameters.
  const query = sql.replace(/\$(\d+)/g, (_, number) => literal(params[Number(number) - 1]));
  const rows = client.query(copyStreams.to(`copy (${query}) to stdout (${format})`));
  rows.on('error', (error) => lines.destroy(error)).pipe(lines);
  lines.once('close', () => {
    // A connection in the middle of a COPY can only be ended.
    client.release(!rows.readableEnded);
  });
  return lines;
}

const literal = (value: string | null | undefined): string =>
  value === null || value === undefined ? 'null' : pg.escapeLiteral(value);

/** Writes something else than line feeds between the lines, after the last, and around them all. */
class Lines extends Transform {
  private begun = false;
  private waits = false;

  constructor(
    private readonly before: string,
    private readonly between: string,
    private readonly last: string,
    private readonly after: string,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, bytes: Buffer) => void): void {
    const text = chunk.toString('latin1');
    const lead = (this.begun ? '' : this.before) + (this.waits ? this.between : '');
    this.begun = true;
    this.waits = text.endsWith('\n');
    const lines = (this.waits ? text.slice(0, -1) : text).replaceAll('\n', this.between);
    done(null, Buffer.from(lead + lines, 'latin1'));
  }

  override _flush(done: (error: null, bytes: string) => void): void {
    done(null, (this.begun ? '' : this.before) + (this.waits ? this.last : '') + this.after);
  }
}
