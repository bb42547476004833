import { setTimeout } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { Random } from './random.js';

const texts = ['SUN£3', 'SUN£5', 'SUN£10'];
/** Phones of the sandbox with little credit: their charges may fail for want of money. */
const prepaid = new Set([5, 100]);
const answerTimeoutMs = 15_000;
const againAfterMs = 200;
const mostMs = 120_000;

/** One text as the gateway tells it, again and again until it is acknowledged or given up. */
export interface Sent {
  guid: string;
  acknowledged: boolean;
}

/** Plays the gateway's side of incoming texts. */
export class Load {
  private phones = 0;
  private cycles = 0;

  constructor(
    private readonly productUrls: readonly string[],
    private readonly webhookToken: string,
    private readonly random: Random,
  ) {}

  /** Spreads `count` texts over `overMs`; resolves when each is acknowledged, or was never asked about again. */
  async send(count: number, overMs: number): Promise<Sent[]> {
    const plans = Array.from({ length: count }, () => ({
      atMs: this.random.next() * overMs,
      first: this.random.below(this.productUrls.length),
      twice: this.random.next() < 0.1,
      // A gateway that gives up: whether the product had it is then unknown, and either is right.
      once: this.random.next() < 0.05,
      fields: this.fields(),
    }));
    return Promise.all(
      plans.map(async ({ atMs, first, twice, once, fields }) => {
        await setTimeout(atMs);
        const [acknowledged] = await Promise.all([
          this.deliver(fields, first, once),
          ...(twice ? [this.deliver(fields, first + 1, true)] : []),
        ]);
        return { guid: fields.GUID, acknowledged };
      }),
    );
  }

  private fields() {
    do {
      this.phones = (this.phones + 1) % 1_000;
      if (this.phones === 0) this.cycles += 1;
    } while (prepaid.has(this.phones));
    return {
      IFVERSION: '201001',
      MONUMBER: String(447_700_900_000 + this.phones),
      OPERATOR: 'three-uk',
      DESTINATION: '70141',
      // Never the same text soon again: that would be held, and its donor asked.
      BODY: texts[(this.phones + this.cycles) % texts.length] ?? '',
      GUID: randomUUID(),
      PRICE: '0',
    };
  }

  private async deliver(fields: Record<string, string>, first: number, once: boolean): Promise<boolean> {
    const until = Date.now() + mostMs;
    for (let tries = 0; Date.now() < until; tries++) {
      const url = this.productUrls[(first + tries) % this.productUrls.length];
      const answer = await fetch(`${url}/webhooks/text/fonix/${this.webhookToken}/message`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        signal: AbortSignal.timeout(answerTimeoutMs),
      }).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.status === 200) return true;
      if (once) return false;
      await setTimeout(againAfterMs);
    }
    return false;
  }
}
