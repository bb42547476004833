import { Clock } from '../../src/vocabulary/clock.js';
import type { TestApp } from './app.js';

/** Turns the product's clock by so many days from the real time; the outside world's clocks stay as they are. */
export function turnClock({ app }: TestApp, days: number): void {
  app.get(Clock).now = () => new Date(Date.now() + days * 86_400_000);
}

/** Stops the product's clock: what comes from now on comes in one minute, however slow the machine is. */
export function stopClock({ app }: TestApp): void {
  const stoppedAt = app.get(Clock).now();
  app.get(Clock).now = () => stoppedAt;
}
