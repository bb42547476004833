import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const writtenWithinMs = 200;
/** A large memory is written less often: the writing takes at most a twentieth of the time. */
const restPerWrite = 20;

/** The sandbox's memory: named tables of plain objects, kept in one JSON file between runs. */
export class Store {
  private readonly tables: Record<string, Record<string, unknown>>;
  private timer: NodeJS.Timeout | undefined;
  private lastWriteMs = 0;

  constructor(private readonly file: string) {
    this.tables = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  /** A table by name; change it in place, then call `changed()`. */
  table<Row>(name: string): Record<string, Row> {
    return (this.tables[name] ??= {}) as Record<string, Row>;
  }

  /** Notes that something changed; it is on disk within a fifth of a second, or later in a large memory. */
  changed(): void {
    const restMs = Math.max(writtenWithinMs, this.lastWriteMs * restPerWrite);
    this.timer ??= setTimeout(() => this.flush(), restMs);
  }

  /** Writes now, whole or not at all. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const startedAt = performance.now();
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, JSON.stringify(this.tables));
    renameSync(`${this.file}.new`, this.file);
    this.lastWriteMs = performance.now() - startedAt;
  }
}
