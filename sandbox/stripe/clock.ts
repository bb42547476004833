/** The time of this Stripe: the real time, and however much of it a test or a person let pass at once. */
export class SandboxClock {
  constructor(private readonly ahead: Record<string, number>) {}

  ms(): number {
    return Date.now() + this.aheadMs();
  }

  /** Stripe's time: whole seconds since 1970. */
  seconds(): number {
    return Math.floor(this.ms() / 1000);
  }

  /** How far it is ahead of the clocks of the callers, which did not move. */
  aheadSeconds(): number {
    return Math.floor(this.aheadMs() / 1000);
  }

  /** Moves on to a moment; never back. */
  moveTo(ms: number): void {
    this.ahead['ms'] = this.aheadMs() + Math.max(0, ms - this.ms());
  }

  private aheadMs(): number {
    return this.ahead['ms'] ?? 0;
  }
}
