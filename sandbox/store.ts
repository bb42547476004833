import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The sandbox's memory: named tables of plain objects, kept in one JSON file between runs. */
export class Store {
  private readonly tables: Record<string, Record<string, unknown>>;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly file: string) {
    this.tables = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  /** A table by name; change it in place, then call `changed()`. */
  table<Row>(name: string): Record<string, Row> {
    return (this.tables[name] ??= {}) as Record<string, Row>;
  }

  /** Notes that something changed; it is on disk within a fifth of a second. */
  changed(): void {
    this.timer ??= setTimeout(() => this.flush(), 200);
  }

  /** Writes now, whole or not at all. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, JSON.stringify(this.tables));
    renameSync(`${this.file}.new`, this.file);
  }
}
