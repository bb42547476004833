/** Timers that neither hold the process open nor outlive the sandbox. */
export class Timers {
  private readonly running = new Set<NodeJS.Timeout>();
  private closed = false;

  after(delayMs: number, run: () => void): void {
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.running.delete(timer);
      run();
    }, delayMs).unref();
    this.running.add(timer);
  }

  every(periodMs: number, run: () => void): void {
    this.after(periodMs, () => {
      run();
      this.every(periodMs, run);
    });
  }

  close(): void {
    this.closed = true;
    for (const timer of this.running) clearTimeout(timer);
  }
}
