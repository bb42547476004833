import type { SandboxClock } from './clock.js';
import { newId } from './ids.js';
import type { Records } from './records.js';
import type { Timers } from './timers.js';

export const DAY = 24 * 60 * 60;
const LONGEST_TIMER_MS = 60 * 60 * 1000;

/** What Stripe does by itself, later. */
export type JobKind =
  | 'settle_charge'
  | 'open_dispute'
  | 'warn_of_fraud'
  | 'time_out_dispute'
  | 'decide_dispute'
  | 'succeed_refund'
  | 'fail_refund'
  | 'make_payout'
  | 'reconcile_payout'
  | 'pay_out'
  | 'renew_subscription'
  | 'retry_invoice';

/** A job that waits for its time; `subject` is the id of the object that it is about. */
export interface Job {
  id: string;
  kind: JobKind;
  subject: string;
  dueMs: number;
}

/**
 * What is due later, kept between runs. Time passes by itself, or in one step by `pass`: either way the jobs are
 * done one after the other, each at the moment at which it was due.
 */
export class Agenda {
  private readonly handlers = new Map<JobKind, (subject: string) => void>();
  private armedForMs = Infinity;

  constructor(
    private readonly records: Records,
    private readonly clock: SandboxClock,
    private readonly timers: Timers,
  ) {}

  on(kind: JobKind, handler: (subject: string) => void): void {
    this.handlers.set(kind, handler);
  }

  add(kind: JobKind, subject: string, afterSeconds: number): void {
    const job = { id: newId('job_'), kind, subject, dueMs: this.clock.ms() + afterSeconds * 1000 };
    this.records.jobs[job.id] = job;
    this.records.changed();
    this.arm();
  }

  /** Whether such a job waits already. */
  has(kind: JobKind, subject: string): boolean {
    return Object.values(this.records.jobs).some((job) => job.kind === kind && job.subject === subject);
  }

  /** Forgets the jobs of this kind about one object. */
  drop(kind: JobKind, subject: string): void {
    for (const job of Object.values(this.records.jobs))
      if (job.kind === kind && job.subject === subject) delete this.records.jobs[job.id];
  }

  /** Lets so much time pass at once. */
  pass(seconds: number): void {
    this.runUntil(this.clock.ms() + seconds * 1000);
    this.armedForMs = Infinity;
    this.arm();
  }

  /** Does what is due, and comes again when the next job is. */
  start(): void {
    this.runUntil(this.clock.ms());
    this.arm();
  }

  private runUntil(untilMs: number): void {
    for (let job = this.next(); job && job.dueMs <= untilMs; job = this.next()) {
      this.clock.moveTo(job.dueMs);
      delete this.records.jobs[job.id];
      this.handlers.get(job.kind)?.(job.subject);
    }
    this.clock.moveTo(untilMs);
    this.records.changed();
  }

  private next(): Job | undefined {
    let first: Job | undefined;
    for (const job of Object.values(this.records.jobs)) if (!first || job.dueMs < first.dueMs) first = job;
    return first;
  }

  private arm(): void {
    const next = this.next();
    if (!next || next.dueMs >= this.armedForMs) return;
    this.armedForMs = next.dueMs;
    const waitMs = Math.min(Math.max(0, next.dueMs - this.clock.ms()), LONGEST_TIMER_MS);
    this.timers.after(waitMs, () => {
      this.armedForMs = Infinity;
      this.start();
    });
  }
}
