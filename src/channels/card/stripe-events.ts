import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type Stripe from 'stripe';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Inbox, type InboxHandler, type KeptMessage } from '../../platform/messaging/inbox.js';
import { stripeEventTable } from './stripe-event-table.js';
import type { Present } from './stripe-handler.js';
import { StripePresent } from './stripe-present.js';

/** Applies the present state of what an event is about, so that order, repeats and losses do no harm. */
@Injectable()
export class StripeEvents implements InboxHandler<Present | undefined>, OnModuleInit {
  readonly source = 'stripe';

  constructor(
    private readonly inbox: Inbox,
    private readonly present: StripePresent,
    private readonly modules: ModuleRef,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.inbox.register(this);
  }

  async prepare(message: KeptMessage): Promise<Present | undefined> {
    const event = message.body as Stripe.Event;
    const hint = Object.hasOwn(stripeEventTable, event.type) ? stripeEventTable[event.type] : undefined;
    const id = hint?.about(event.data.object as never);
    if (!hint || !id || !this.isOfOurMode(event)) return undefined;
    return this.modules.get(hint.handler, { strict: false }).ask(id, hint.thorough ?? false);
  }

  /** A test payment is no money, and our key could not ask about it. */
  private isOfOurMode({ livemode }: Stripe.Event): boolean {
    return !this.config.stripe.secretKey.includes(livemode ? '_test_' : '_live_');
  }

  async apply(tx: Tx, messages: (KeptMessage & { prepared?: Present | undefined })[]): Promise<void> {
    const presents = messages.flatMap(({ prepared }) => prepared ?? []);
    await this.present.apply(tx, presents);
  }
}
