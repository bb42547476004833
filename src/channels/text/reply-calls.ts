import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Tx } from '../../platform/database/transactions.js';
import { type Answered, Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import type { PhoneNumber } from '../../vocabulary/phone-number.js';
import { Gateways } from './gateways/gateways.js';
import type { CallOutcome, ReplyOrder } from './gateways/text-gateway.js';
import { Phones } from './phones.js';
import type { ReplyWanted } from './replies.js';
import { TextMessage, TextReply } from './text.entities.js';

/** Agreed with the gateway, for all processes together. */
const callsPerSecond = 3_000;

type Order = ReplyOrder & { gateway: string };

/** Sends the free texts. */
@Injectable()
export class ReplyCalls implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly dataSource: DataSource,
    private readonly gateways: Gateways,
    private readonly secrets: Secrets,
    private readonly phones: Phones,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.outbox.register<ReplyWanted, Order, CallOutcome>({
      topic: 'text.reply',
      perSecond: callsPerSecond,
      prepare: (messages) => this.orders(messages),
      deliver: (_message, { gateway, ...order }) => this.gateways.of(gateway).reply(order),
      keep: (tx, answers) => this.keep(tx, answers),
    });
  }

  private async orders(messages: OutgoingMessage<ReplyWanted>[]): Promise<Map<string, Order>> {
    const texts = await this.dataSource
      .getRepository(TextMessage)
      .findBy({ id: In(messages.map(({ payload }) => payload.messageId)) });
    const textOf = new Map(texts.map((text) => [text.id, text]));
    const orders = new Map<string, Order>();
    for (const { id, payload } of messages) {
      const text = textOf.get(payload.messageId);
      // A number that has been erased can't be answered any more.
      if (!text?.phone) continue;
      const { gateway, shortcode } = text;
      const phone = this.secrets.open(text.phone) as PhoneNumber;
      orders.set(id, { gateway, replyId: id, shortcode, phone, words: payload.words });
    }
    return orders;
  }

  private async keep(tx: Tx, answers: Answered<ReplyWanted, CallOutcome>[]): Promise<void> {
    const replies = answers.map(({ message, answer }): TextReply => ({
      id: message.id,
      messageId: message.payload.messageId,
      gatewayId: (answer.accepted && answer.gatewayId) || null,
      handset: answer.accepted ? null : 'failed',
    }));
    await tx.createQueryBuilder().insert().into(TextReply).values(replies).orIgnore().execute();
    const refused = answers.filter(({ answer }) => !answer.accepted && answer.reason === 'opted_out');
    await this.optOut(
      tx,
      refused.map(({ message }) => message.payload.messageId),
    );
  }

  /** A gateway may know of an opt-out that never reached us. */
  private async optOut(tx: Tx, messageIds: string[]): Promise<void> {
    if (messageIds.length === 0) return;
    const texts = await tx.find(TextMessage, { where: { id: In(messageIds) }, select: { phoneMatch: true } });
    const numbers = new Map(texts.map(({ phoneMatch }) => [phoneMatch.toString('hex'), phoneMatch]));
    const at = this.clock.now();
    await this.phones.optOut(
      tx,
      [...numbers.values()].map((phoneMatch) => ({ phoneMatch, at })),
    );
  }
}
