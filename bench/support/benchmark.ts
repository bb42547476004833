import type { BenchDatabase } from './database.js';

/** How long and how often a benchmark measures, and on what. */
export interface Setting {
  rounds: number;
  /** Of one measurement. */
  seconds: number;
  /** Small amounts of data: shows that the benchmark runs, and says nothing about speed. */
  small: boolean;
  database: BenchDatabase;
  /** Says how to stop something that was started; called when the benchmark ends, however it ends. */
  onStop(stop: () => Promise<void>): void;
}

export interface Benchmark {
  name: string;
  /** One line for the list. */
  about: string;
  /** Who asks for what at once; printed with the conditions. */
  clients: string;
  rounds: number;
  seconds: number;
  /** Measures, prints every round, and resolves with the ratios of the last line. */
  run(setting: Setting): Promise<Record<string, number>>;
}
