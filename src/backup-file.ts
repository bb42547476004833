import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { StartRefused } from './platform/config/environment.js';

/** What a backup says of itself before its rows. */
export interface BackupHeader {
  format: 'everypenny-backup-1';
  /** Names of the migrations that made the tables. */
  migrations: string[];
  /** In the order in which their rows follow. */
  tables: { name: string; columns: string[] }[];
}

/** What it says after its rows, so that a file that was cut off or altered is known. */
interface Trailer {
  rows: Record<string, number>;
  sha256: string;
}

/**
 * The file is gzip around parts, each a length of four bytes and so many bytes: the header; for each table its
 * rows as PostgreSQL's COPY writes them, in any number of parts, and an empty part; the trailer.
 */
export async function writeBackup(
  file: string,
  header: BackupHeader,
  rowsOf: (table: BackupHeader['tables'][number]) => { stream: Readable; count: () => number },
): Promise<Trailer['rows']> {
  const unfinished = `${file}.unfinished`;
  const gzip = createGzip();
  const done = finished(gzip.pipe(createWriteStream(unfinished, { mode: 0o600 })));
  const hash = createHash('sha256');
  try {
    await writePart(gzip, hash, JSON.stringify(header));
    const rows: Trailer['rows'] = {};
    for (const table of header.tables) {
      const { stream, count } = rowsOf(table);
      for await (const chunk of stream) await writePart(gzip, hash, chunk as Buffer);
      await writePart(gzip, hash, '');
      rows[table.name] = count();
    }
    const trailer: Trailer = { rows, sha256: hash.copy().digest('hex') };
    await writePart(gzip, hash, JSON.stringify(trailer));
    gzip.end();
    await done;
    await toDisk(unfinished);
    await rename(unfinished, file);
    return rows;
  } catch (error) {
    gzip.destroy();
    await done.catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writePart(to: NodeJS.WritableStream, hash: Hash, content: string | Buffer): Promise<void> {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const part = Buffer.concat([length, bytes]);
  hash.update(part);
  if (!to.write(part)) await once(to, 'drain');
}

/** A backup that a power cut takes back is none. */
async function toDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}

/** Reads a backup from its beginning to its end. Throws StartRefused where it is not whole. */
export class BackupReader {
  private readonly hash = createHash('sha256');
  private readonly bytes: AsyncIterator<Buffer>;
  private pending = Buffer.alloc(0);

  constructor(private readonly file: string) {
    const source = createReadStream(file);
    const gunzip = createGunzip();
    source.once('error', (error) => gunzip.destroy(error));
    this.bytes = source.pipe(gunzip)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async header(): Promise<BackupHeader> {
    const header = this.parsed(await this.part()) as BackupHeader;
    if (header.format !== 'everypenny-backup-1') throw this.refused('it is no backup of this product');
    return header;
  }

  /** The rows of the next table, as COPY takes them. */
  async *rows(): AsyncGenerator<Buffer> {
    for (let part = await this.part(); part.length > 0; part = await this.part()) yield part;
  }

  /** After the last table: whether everything came as it was written. */
  async verify(rows: Trailer['rows']): Promise<void> {
    const sha256 = this.hash.copy().digest('hex');
    const trailer = this.parsed(await this.part()) as Trailer;
    const further = await this.more();
    if (trailer.sha256 !== sha256 || further || JSON.stringify(trailer.rows) !== JSON.stringify(rows)) {
      throw this.refused('its contents are not what was written');
    }
  }

  private parsed(part: Buffer): unknown {
    try {
      return JSON.parse(part.toString()) as unknown;
    } catch {
      throw this.refused('it is no backup of this product, or was altered');
    }
  }

  private async part(): Promise<Buffer> {
    const length = await this.take(4);
    const bytes = await this.take(length.readUInt32BE());
    this.hash.update(length).update(bytes);
    return bytes;
  }

  private async take(count: number): Promise<Buffer> {
    while (this.pending.length < count) {
      if (!(await this.more())) throw this.refused('it ends too early');
    }
    const taken = this.pending.subarray(0, count);
    this.pending = this.pending.subarray(count);
    return taken;
  }

  private async more(): Promise<boolean> {
    try {
      const { done, value } = await this.bytes.next();
      if (done) return false;
      this.pending = Buffer.concat([this.pending, value]);
      return true;
    } catch (error) {
      throw this.refused((error as Error).message);
    }
  }

  private refused(why: string): StartRefused {
    return new StartRefused(`${this.file} can't be restored: ${why}. Nothing was changed.`);
  }
}
