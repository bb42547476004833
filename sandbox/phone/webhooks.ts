import { randomUUID } from 'node:crypto';
import type { SandboxContext } from '../context.js';
import type { Phone } from './phones.js';

export type WebhookKind = 'message' | 'report' | 'charge-report';

interface Delivery {
  id: string;
  kind: WebhookKind;
  fields: Record<string, string>;
  /** Milliseconds since 1970, both. */
  firstDueAt: number;
  dueAt: number;
  retryCount: number;
}

const answerTimeoutMs = 10_000;
const longestBackOffMs = 60_000;

const londonClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `yyyyMMddHHmmss` on London's clocks, without a zone, as Fonix writes times. */
export function fonixTime(at: Date): string {
  return londonClock.format(at).replace(/\D/g, '');
}

/**
 * Form posts to the product. What it doesn't answer with 2xx comes again after 1 s, 2 s, 4 s … up to
 * 60 s, with the same GUID and a growing RETRYCOUNT, also when the sandbox was restarted in between.
 */
export class Webhooks {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(private readonly context: SandboxContext) {}

  send(kind: WebhookKind, phone: Phone, fields: Record<string, string>, afterMs = 0): void {
    const dueAt = Date.now() + afterMs;
    const delivery: Delivery = {
      id: randomUUID(),
      kind,
      fields: { IFVERSION: '201001', MONUMBER: phone.number, OPERATOR: phone.operator, ...fields },
      firstDueAt: dueAt,
      dueAt,
      retryCount: 0,
    };
    this.deliveries()[delivery.id] = delivery;
    this.context.store.changed();
    this.schedule(delivery);
  }

  /** Takes up what an earlier run left undelivered. */
  resume(): void {
    for (const delivery of Object.values(this.deliveries())) this.schedule(delivery);
  }

  /** Stops; what is not delivered stays in the store. */
  async close(): Promise<void> {
    this.closing.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    await Promise.all(this.underWay);
  }

  private deliveries(): Record<string, Delivery> {
    return this.context.store.table<Delivery>('phone.deliveries');
  }

  private schedule(delivery: Delivery): void {
    if (this.closing.signal.aborted) return;
    const attempt = () => {
      this.timers.delete(delivery.id);
      const work = this.attempt(delivery).finally(() => this.underWay.delete(work));
      this.underWay.add(work);
    };
    this.timers.set(delivery.id, setTimeout(attempt, delivery.dueAt - Date.now()));
  }

  private async attempt(delivery: Delivery): Promise<void> {
    if (await this.post(delivery)) {
      delete this.deliveries()[delivery.id];
    } else {
      delivery.dueAt = Date.now() + Math.min(1000 * 2 ** delivery.retryCount, longestBackOffMs);
      delivery.retryCount += 1;
      this.schedule(delivery);
    }
    this.context.store.changed();
  }

  private async post({ kind, fields, firstDueAt, retryCount }: Delivery): Promise<boolean> {
    const { productUrl, fonix } = this.context;
    const again = { DURATION: String(Date.now() - firstDueAt), RETRYCOUNT: String(retryCount) };
    try {
      const response = await fetch(`${productUrl}/webhooks/text/fonix/${fonix.webhookToken}/${kind}`, {
        method: 'POST',
        body: new URLSearchParams(retryCount > 0 ? { ...fields, ...again } : fields),
        redirect: 'manual',
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(answerTimeoutMs)]),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}
