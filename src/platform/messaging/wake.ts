import { Injectable } from '@nestjs/common';

interface Bell {
  rung: boolean;
  wakeUp?(): void;
}

/** Tells a loop of this process that there is something to do for its source or topic, so that it need not wait. */
@Injectable()
export class Wake {
  private readonly bells = new Map<string, Bell>();

  call(name: string): void {
    const bell = this.bells.get(name);
    if (!bell) return;
    bell.rung = true;
    bell.wakeUp?.();
  }

  callAll(): void {
    for (const name of this.bells.keys()) this.call(name);
  }

  /** Resolves at the next call, at once if one came since the last sleep, or after `mostMs`: other processes don't call us. */
  async sleep(name: string, mostMs: number): Promise<void> {
    const bell: Bell = this.bells.get(name) ?? { rung: false };
    this.bells.set(name, bell);
    if (!bell.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        bell.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    bell.rung = false;
  }
}
