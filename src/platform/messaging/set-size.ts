const least = 50;
const most = 1_000;
const shortMs = 100;
const longMs = 500;

/**
 * How many messages to work on in one transaction. A set that was full and quick makes the next one larger;
 * a slow one makes it smaller, so that locks are held and donors wait for half a second at most.
 */
export class SetSize {
  current = 250;

  /** Runs work on a set of at most the current size and learns from how long it took. */
  async measure(work: () => Promise<number>): Promise<number> {
    const startedAt = performance.now();
    const done = await work();
    const tookMs = performance.now() - startedAt;
    if (tookMs > longMs) this.current = Math.max(least, Math.floor(this.current / 2));
    else if (done === this.current && tookMs < shortMs) this.current = Math.min(most, this.current * 2);
    return done;
  }
}
