import { createHmac } from 'node:crypto';
import type { SandboxClock } from './clock.js';
import { newId } from './ids.js';
import type { Delivery, Records, StripeEvent } from './records.js';
import type { Timers } from './timers.js';
import { FAIR, fateOf, type Weather } from './weather.js';

export const API_VERSION = '2026-10-28.endive';
const GIVE_UP_MS = 3 * 24 * 60 * 60 * 1000;
const LONGEST_DELAY_MS = 60_000;
const ANSWER_TIMEOUT_MS = 10_000;

export interface Announcement {
  type: string;
  object: object;
  /** What changed, with the values it had before. */
  previous?: object;
  /** The request of a person's browser or of the API that caused it; absent when it happened by itself. */
  requestId?: string;
}

/**
 * Records events and posts each to the product until it is accepted: after 1 s, 2 s, 4 s … 60 s, for three days.
 * Within a lane an event waits until the one before it was accepted or given up. What is left when the sandbox
 * stops is posted after its next start. In bad weather some come late, twice or never.
 */
export class Webhooks {
  private readonly lanes = new Map<string, Delivery[]>();
  private readonly closing = new AbortController();
  private readonly working = new Set<Promise<void>>();
  /** How many events were made: each one's fate is drawn by its number. */
  private made: number;

  constructor(
    private readonly records: Records,
    private readonly clock: SandboxClock,
    private readonly timers: Timers,
    private readonly target: { url: string; secrets: string[] },
  ) {
    this.made = Object.keys(records.events).length;
  }

  /** Takes up what an earlier run left. */
  resume(): void {
    for (const delivery of Object.values(this.records.deliveries)) {
      delivery.dueAt = Date.now();
      this.enqueue(delivery);
    }
  }

  /** Makes the event, as the object is now, and sends it behind the earlier ones of its lane. */
  announce(lane: string, { type, object, previous, requestId }: Announcement): void {
    const event: StripeEvent = {
      id: newId('evt_'),
      object: 'event',
      api_version: API_VERSION,
      created: this.clock.seconds(),
      data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: requestId ?? null, idempotency_key: null },
      type,
    };
    this.records.events[event.id] = event;
    this.records.changed();
    if (this.weather.held) {
      this.records.heldEvents[event.id] = true;
      return;
    }
    const { copiesAfterMs, alone } = fateOf(this.weather, ++this.made);
    for (const [copy, afterMs] of copiesAfterMs.entries())
      this.send(event.id, alone || copy > 0 ? `${event.id}-${copy}` : lane, afterMs);
  }

  get weather(): Weather {
    return this.records.weather['now'] ?? FAIR;
  }

  setWeather(changes: Partial<Weather>): Weather {
    this.records.changed();
    return (this.records.weather['now'] = { ...this.weather, ...changes });
  }

  /** Sends events, whether held or lost or delivered before, one after the other in the order named. */
  release(eventIds: string[]): void {
    const lane = newId('release_', 8);
    for (const id of eventIds) {
      delete this.records.heldEvents[id];
      this.send(id, lane, 0);
    }
  }

  /** How many are on their way. */
  get waiting(): number {
    return Object.keys(this.records.deliveries).length;
  }

  private send(eventId: string, lane: string, afterMs: number): void {
    const madeAt = Date.now();
    const delivery = {
      id: newId('delivery_', 14),
      eventId,
      lane,
      attempts: 0,
      madeAt,
      dueAt: madeAt + afterMs,
    };
    this.records.deliveries[delivery.id] = delivery;
    this.records.changed();
    this.enqueue(delivery);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.working);
  }

  private enqueue(delivery: Delivery): void {
    const lane = this.lanes.get(delivery.lane);
    if (lane) {
      lane.push(delivery);
      return;
    }
    this.lanes.set(delivery.lane, [delivery]);
    this.start(delivery.lane);
  }

  private start(name: string): void {
    const work = this.work(name);
    this.working.add(work);
    void work.finally(() => this.working.delete(work));
  }

  /** Exactly one worker or one timer is behind every lane of the map. */
  private async work(name: string): Promise<void> {
    const lane = this.lanes.get(name)!;
    for (let head = lane[0]; head && !this.closing.signal.aborted; head = lane[0]) {
      const waitMs = head.dueAt - Date.now();
      if (waitMs > 0) {
        this.timers.after(waitMs, () => this.start(name));
        return;
      }
      if (await this.settled(head)) {
        lane.shift();
        delete this.records.deliveries[head.id];
      }
      this.records.changed();
    }
    if (lane.length === 0) this.lanes.delete(name);
  }

  /** Tries once; true when the event need not be sent again. */
  private async settled(delivery: Delivery): Promise<boolean> {
    const event = this.records.events[delivery.eventId];
    if (!event || delivery.madeAt < Date.now() - GIVE_UP_MS) return true;
    if (await this.accepted(event)) {
      event.pending_webhooks = 0;
      return true;
    }
    delivery.dueAt = Date.now() + Math.min(1000 * 2 ** delivery.attempts, LONGEST_DELAY_MS);
    delivery.attempts += 1;
    return false;
  }

  private async accepted(event: StripeEvent): Promise<boolean> {
    const body = JSON.stringify(event, null, 2);
    try {
      const response = await fetch(this.target.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'Stripe-Signature': this.signature(body),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  private signature(body: string): string {
    // The product's own clock judges it, and that one did not move with ours.
    const time = Math.floor(Date.now() / 1000);
    const sign = (secret: string) => createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return [`t=${time}`, ...this.target.secrets.map((secret) => `v1=${sign(secret)}`)].join(',');
  }
}
