import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { SandboxContext } from '../context.js';
import type { Conditions } from './conditions.js';
import type { Phone } from './phones.js';
import { postForm } from './post-form.js';

export type WebhookKind = 'message' | 'stop' | 'report' | 'charge-report';

interface Delivery {
  id: string;
  kind: WebhookKind;
  fields: Record<string, string>;
  /** Milliseconds since 1970, both. */
  firstDueAt: number;
  dueAt: number;
  retryCount: number;
}

const longestBackOffMs = 60_000;
/** A text that is held back so long is overtaken by those that follow it. */
const heldBackMs = 1_500;
const againAfterMs = 700;

/**
 * Form posts to the product. What it doesn't answer with 2xx comes again after 1 s, 2 s, 4 s … up to
 * 60 s, with the same GUID and a growing RETRYCOUNT, also when the sandbox was restarted in between.
 */
export class Webhooks {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly context: SandboxContext,
    private readonly conditions: Conditions,
  ) {
    // Every post that is under way listens.
    setMaxListeners(Infinity, this.closing.signal);
  }

  /** Tells the product, as the network's conditions have it. Resolves when what comes first has been tried. */
  async send(kind: WebhookKind, phone: Phone, fields: Record<string, string>): Promise<void> {
    const fate = this.conditions.nextFate(kind, phone.number);
    if (fate.lost) return;
    const isReport = kind === 'report' || kind === 'charge-report';
    const usualMs = isReport ? this.conditions.settings.reportsAfterMs : 0;
    const reorderedMs = isReport ? 0 : heldBackMs;
    const afterMs = fate.reordered ? reorderedMs : usualMs;
    const message = { IFVERSION: '201001', MONUMBER: phone.number, OPERATOR: phone.operator, ...fields };
    if (fate.duplicated) this.keep(kind, message, afterMs + againAfterMs, 1);
    const first = this.keep(kind, message, afterMs, 0);
    if (isReport && fate.reordered) await this.tried(first);
  }

  /** How many posts wait for their time, or for a product that takes them. */
  get undelivered(): number {
    return Object.keys(this.deliveries()).length;
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

  private keep(
    kind: WebhookKind,
    fields: Record<string, string>,
    afterMs: number,
    retryCount: number,
  ): Delivery {
    const dueAt = Date.now() + afterMs;
    const delivery: Delivery = { id: randomUUID(), kind, fields, firstDueAt: dueAt, dueAt, retryCount };
    this.deliveries()[delivery.id] = delivery;
    this.context.store.changed();
    this.schedule(delivery);
    return delivery;
  }

  private deliveries(): Record<string, Delivery> {
    return this.context.store.table<Delivery>('phone.deliveries');
  }

  private schedule(delivery: Delivery): void {
    if (this.closing.signal.aborted) return;
    const attempt = () => void this.tried(delivery);
    this.timers.set(delivery.id, setTimeout(attempt, delivery.dueAt - Date.now()));
  }

  /** Tries now; resolves when it was tried. */
  private tried(delivery: Delivery): Promise<void> {
    clearTimeout(this.timers.get(delivery.id));
    this.timers.delete(delivery.id);
    const work = this.attempt(delivery).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
    return work;
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

  private post({ kind, fields, firstDueAt, retryCount }: Delivery): Promise<boolean> {
    const { productUrl, fonix } = this.context;
    const again = { DURATION: String(Date.now() - firstDueAt), RETRYCOUNT: String(retryCount) };
    return postForm(
      `${productUrl}/webhooks/text/fonix/${fonix.webhookToken}/${kind}`,
      retryCount > 0 ? { ...fields, ...again } : fields,
      this.closing.signal,
    );
  }
}
