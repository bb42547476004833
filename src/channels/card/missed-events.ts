import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Inbox } from '../../platform/messaging/inbox.js';
import { STRIPE } from './card.tokens.js';
import { Readings } from './readings.js';
import { stripeEventTable } from './stripe-event-table.js';

/** Stripe's lists follow its writes by a moment; what was read lately is read again. */
const overlapSeconds = 10 * 60;
/** Stripe takes no more types in one question. */
const mostTypes = 20;

/** Reads Stripe's own list of events and keeps those that never reached us. It works on none of them. */
@Injectable()
export class MissedEvents {
  constructor(
    private readonly inbox: Inbox,
    private readonly readings: Readings,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  /** Stripe lists the last 30 days; what is older shows in the balance transactions. */
  async keep(): Promise<void> {
    const gte = Math.max(0, (await this.readings.reached('events')) - overlapSeconds);
    const types = Object.keys(stripeEventTable);
    let newest = 0;
    for (let index = 0; index < types.length; index += mostTypes) {
      const asked = { types: types.slice(index, index + mostTypes), created: { gte }, limit: 100 };
      for await (const event of this.stripe.events.list(asked)) {
        newest = Math.max(newest, event.created);
        await this.inbox.keep({ source: 'stripe', externalId: event.id, body: event });
      }
    }
    if (newest > 0) await this.readings.note('events', newest);
  }
}
