import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { AppealDefinition } from '../../giving/appeals/appeal-definition.js';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Donations } from '../../giving/donations/donations.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { type Answered, Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import type { PhoneNumber } from '../../vocabulary/phone-number.js';
import { Gateways } from './gateways/gateways.js';
import type { CallOutcome, CarrierBilling, ChargeOrder, ReplyOrder } from './gateways/text-gateway.js';
import { thanksWords } from './replies.js';
import type { ChargeWanted, ReplyWanted } from './text-messages.js';
import { TextCharge, TextMessage } from './text.entities.js';
import { keepResults, lockCharges } from './text-rows.js';

/** Agreed with the gateway, for all processes together; the queue waits rather than lose a gift. */
const callsPerSecond = 3_000;

/** An order, and the gateway that it goes to. */
type Via<Order> = Order & { gateway: string };

/** Makes the calls to the gateway. An unknown outcome is repeated with the same REQUESTID, never with another. */
@Injectable()
export class TextCalls implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly dataSource: DataSource,
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly gateways: Gateways,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.outbox.register<ChargeWanted, Via<ChargeOrder>, CallOutcome>({
      topic: 'text.charge',
      perSecond: callsPerSecond,
      prepare: (messages) => this.chargeOrders(messages),
      deliver: (_message, { gateway, ...order }) => this.billingOf(gateway).charge(order),
      keep: (tx, answers) => this.keepOutcomes(tx, answers),
      expire: (tx, messages) => this.expire(tx, messages),
    });
    this.outbox.register<ReplyWanted, Via<ReplyOrder>, CallOutcome>({
      topic: 'text.reply',
      perSecond: callsPerSecond,
      prepare: (messages) => this.replyOrders(messages),
      deliver: (_message, { gateway, ...order }) => this.gateways.of(gateway).reply(order),
    });
  }

  /** A charge that the gateway has already, or that has a final word, is not asked for again. */
  private async chargeOrders(
    messages: OutgoingMessage<ChargeWanted>[],
  ): Promise<Map<string, Via<ChargeOrder>>> {
    const charges = await this.byId(
      TextCharge,
      messages.map(({ payload }) => payload.chargeId),
    );
    const texts = await this.byId(
      TextMessage,
      [...charges.values()].map(({ messageId }) => messageId),
    );
    const wordings = new Map<string, AppealDefinition>();
    const orders = new Map<string, Via<ChargeOrder>>();
    for (const { id, payload } of messages) {
      const { chargeId, appeal, appealVersion } = payload;
      const charge = found(charges, chargeId);
      if (charge.state !== 'requested') continue;
      const text = found(texts, charge.messageId);
      const wording = `${appeal} ${appealVersion}`;
      const definition = wordings.get(wording) ?? (await this.appeals.version(appeal, appealVersion));
      wordings.set(wording, definition);
      orders.set(id, {
        gateway: charge.gateway,
        chargeId,
        phone: this.phoneOf(text),
        operator: text.operator,
        amountPence: charge.amountPence,
        description: definition.title.slice(0, 30),
        words: thanksWords(definition, charge.amountPence),
      });
    }
    return orders;
  }

  private async keepOutcomes(tx: Tx, answers: Answered<ChargeWanted, CallOutcome>[]): Promise<void> {
    const results = answers.map(({ message, answer }) => {
      const id = message.payload.chargeId;
      return answer.accepted
        ? {
            id,
            state: 'accepted' as const,
            gatewayId: answer.gatewayId ?? null,
            statusCode: null,
            finalAt: null,
          }
        : {
            id,
            state: 'failed' as const,
            gatewayId: null,
            statusCode: answer.refusal,
            finalAt: this.clock.now(),
          };
    });
    const failed = await keepResults(tx, results);
    if (failed.length > 0) await this.donations.end(tx, failed, 'failed');
  }

  /** Our clock's word is no final word: the charge stays as it is, and a later report still confirms. */
  private async expire(tx: Tx, messages: OutgoingMessage<ChargeWanted>[]): Promise<void> {
    const chargeIds = messages.map(({ payload }) => payload.chargeId);
    const charges = await lockCharges(tx, chargeIds, []);
    await this.donations.end(
      tx,
      charges.map(({ donationId }) => donationId),
      'expired',
    );
  }

  private async replyOrders(messages: OutgoingMessage<ReplyWanted>[]): Promise<Map<string, Via<ReplyOrder>>> {
    const texts = await this.byId(
      TextMessage,
      messages.map(({ payload }) => payload.messageId),
    );
    return new Map(
      messages.map(({ id, payload }) => {
        const text = found(texts, payload.messageId);
        return [
          id,
          {
            gateway: text.gateway,
            replyId: id,
            shortcode: text.shortcode,
            phone: this.phoneOf(text),
            words: payload.words,
          },
        ];
      }),
    );
  }

  private async byId<Row extends TextCharge | TextMessage>(
    entity: new () => Row,
    ids: string[],
  ): Promise<Map<string, Row>> {
    const rows = await this.dataSource
      .getRepository<TextCharge | TextMessage>(entity)
      .findBy({ id: In(ids) });
    return new Map(rows.map((row) => [row.id, row as Row]));
  }

  private billingOf(gateway: string): CarrierBilling {
    const { billing } = this.gateways.of(gateway);
    if (!billing) throw new Error(`${gateway} charges no phones`);
    return billing;
  }

  private phoneOf(message: TextMessage): PhoneNumber {
    return this.secrets.open(message.phone) as PhoneNumber;
  }
}

function found<Row>(rows: Map<string, Row>, id: string): Row {
  const row = rows.get(id);
  if (row === undefined) throw new Error(`row ${id} is missing`);
  return row;
}
