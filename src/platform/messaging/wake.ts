import { Injectable } from '@nestjs/common';

/** Tells the workers of this process that there is something to do, so that they need not wait for their turn. */
@Injectable()
export class Wake {
  private readonly sleepers = new Set<() => void>();

  call(): void {
    for (const wakeUp of this.sleepers) wakeUp();
  }

  /** Resolves at the next call, or after `mostMs`: other processes don't call us. */
  sleep(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wakeUp = (): void => {
        clearTimeout(timer);
        this.sleepers.delete(wakeUp);
        resolve();
      };
      const timer = setTimeout(wakeUp, mostMs);
      this.sleepers.add(wakeUp);
    });
  }
}
