import { type Readable, Transform } from 'node:stream';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import type { DataSource } from 'typeorm';

/**
 * A query's rows as the CSV that PostgreSQL writes, a header first, lines ending in CRLF (RFC 4180). The bytes
 * pass through, so a million rows need no more memory than one; the reader's pace is the server's, and a reader
 * who goes away ends the query. Fields are not made safe for spreadsheets: for columns of ids, names of ours,
 * times and numbers only.
 */
export async function copyCsv(
  dataSource: DataSource,
  sql: string,
  params: readonly (string | null)[],
): Promise<Readable> {
  const { master } = dataSource.driver as unknown as { master: pg.Pool };
  const client = await master.connect();
  // COPY takes no parameters.
  const query = sql.replace(/\$(\d+)/g, (_, number) => literal(params[Number(number) - 1]));
  const rows = client.query(copyStreams.to(`copy (${query}) to stdout (format csv, header)`));
  const lines = rows.on('error', (error) => lines.destroy(error)).pipe(carriageReturns());
  lines.once('close', () => {
    // A connection in the middle of a COPY can only be ended.
    client.release(!rows.readableEnded);
  });
  return lines;
}

const literal = (value: string | null | undefined): string =>
  value === null || value === undefined ? 'null' : pg.escapeLiteral(value);

function carriageReturns(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(chunk.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'));
    },
  });
}
