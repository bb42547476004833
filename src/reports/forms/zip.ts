import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';

/** A file of an archive, made as it is read. */
export interface ZipFile {
  name: string;
  parts: AsyncIterable<string> | Iterable<string>;
}

const deflate = 8;
/** The same rows make the same bytes, whenever they are asked for. */
const made = new Date(1980, 0, 1);

/**
 * A ZIP archive of any length in flat memory: one file after another, deflated outside of the thread that takes
 * donations, at the reader's pace.
 */
export async function* zipOf(files: AsyncIterable<ZipFile> | Iterable<ZipFile>): AsyncGenerator<Buffer> {
  let written: Buffer[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    written.push(Buffer.from(bytes));
  });
  const take = (): Buffer => {
    const bytes = Buffer.concat(written);
    written = [];
    return bytes;
  };
  for await (const { name, parts } of files) {
    const file: ZipInputFile = { filename: name, size: 0, crc: 0, compression: deflate, mtime: made };
    zip.add(file);
    const bytes = Readable.from(counted(file, parts), { objectMode: false });
    const compressed = createDeflateRaw();
    bytes.on('error', (error) => compressed.destroy(error)).pipe(compressed);
    try {
      for await (const chunk of compressed as AsyncIterable<Buffer>) {
        file.ondata?.(null, new Uint8Array(chunk), false);
        yield take();
      }
    } finally {
      bytes.destroy();
    }
    file.ondata?.(null, new Uint8Array(), true);
    yield take();
  }
  zip.end();
  yield take();
}

/** Sums up what the archive says of a file after it. */
async function* counted(file: ZipInputFile, parts: ZipFile['parts']): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    const bytes = Buffer.from(part);
    file.crc = crc32(bytes, file.crc);
    file.size += bytes.length;
    yield bytes;
  }
}
