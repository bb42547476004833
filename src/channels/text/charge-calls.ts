import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { AppealDefinition } from '../../giving/appeals/appeal-definition.js';
import { replyWords } from '../../giving/appeals/appeal-replies.js';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import { GiftAid } from '../../giving/gift-aid/gift-aid.service.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { Tx } from '../../platform/database/transactions.js';
import { type Answered, Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import { formatPounds } from '../../vocabulary/pence.js';
import type { PhoneNumber } from '../../vocabulary/phone-number.js';
import { ChargeOutcomes } from './charge-outcomes.js';
import { chargeIdOf, updateCharges } from './charge-rows.js';
import { Gateways } from './gateways/gateways.js';
import type { CallOutcome, CarrierBilling, ChargeOrder } from './gateways/text-gateway.js';
import { TextCharge, TextMessage } from './text.entities.js';
import type { ChargeWanted } from './text-outcomes.js';

/** Agreed with the gateway, for all processes together; the queue waits rather than lose a gift. */
const callsPerSecond = 3_000;
/** The bounds of the gateway's own time to live. */
const leastTimeToLive = 10;
const mostTimeToLive = 90;

type Order = ChargeOrder & { gateway: string };

/** Asks the gateway to charge. An unknown outcome is repeated with the same REQUESTID, never with another. */
@Injectable()
export class ChargeCalls implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly dataSource: DataSource,
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly giftAid: GiftAid,
    private readonly gateways: Gateways,
    private readonly outcomes: ChargeOutcomes,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.register<ChargeWanted, Order, CallOutcome>({
      topic: 'text.charge',
      perSecond: callsPerSecond,
      prepare: (messages) => this.orders(messages),
      deliver: (_message, { gateway, ...order }) => this.billingOf(gateway).charge(order),
      keep: (tx, answers) => this.keep(tx, answers),
    });
  }

  /** A charge that the gateway has already, or that has a final word, is not asked for again. */
  private async orders(messages: OutgoingMessage<ChargeWanted>[]): Promise<Map<string, Order>> {
    const charges = await this.dataSource.getRepository(TextCharge).findBy({
      id: In(messages.map(({ payload }) => payload.chargeId)),
      state: 'requested',
    });
    const [texts, donations] = await Promise.all([
      this.dataSource
        .getRepository(TextMessage)
        .findBy({ id: In(charges.map(({ messageId }) => messageId)) }),
      this.donations.findAll(charges.map(({ donationId }) => donationId)),
    ]);
    const textOf = new Map(texts.map((text) => [text.id, text]));
    const donationOf = new Map(donations.map((donation) => [donation.id, donation]));
    const wordings = new Map<string, AppealDefinition>();
    const orders = new Map<string, Order>();
    for (const charge of charges) {
      const text = textOf.get(charge.messageId);
      const donation = donationOf.get(charge.donationId);
      if (!text?.phone || !donation) continue;
      const wording = `${donation.appeal} ${donation.appealVersion}`;
      const definition =
        wordings.get(wording) ?? (await this.appeals.version(donation.appeal, donation.appealVersion));
      wordings.set(wording, definition);
      const phone = this.secrets.open(text.phone) as PhoneNumber;
      orders.set(charge.id, this.order(charge, text, phone, donation, definition));
    }
    return orders;
  }

  /** One text to one message: of several charges the first carries the words. */
  private order(
    charge: TextCharge,
    { operator, keyword }: TextMessage,
    phone: PhoneNumber,
    donation: Donation,
    definition: AppealDefinition,
  ): Order {
    const { id, amountPence, gateway, expiresAt } = charge;
    const option = definition.text?.options.find(
      (each) => each.keyword === keyword && each.amountPence === amountPence,
    );
    const leftMinutes = Math.ceil((expiresAt.getTime() - this.clock.now().getTime()) / 60_000);
    return {
      gateway,
      chargeId: id,
      phone,
      operator,
      amountPence,
      description: definition.title.slice(0, 30),
      words: replyWords(definition, 'thanks', {
        amount: formatPounds(donation.amountPence),
        giftAidLink: `${this.config.publicUrl}${this.giftAid.shortPath(donation.id)}`,
      }),
      timeToLiveMinutes: Math.min(mostTimeToLive, Math.max(leastTimeToLive, leftMinutes)),
      isSilent: id !== chargeIdOf(donation.id, 1),
      ...(option?.originator && { originator: option.originator }),
    };
  }

  /** A report may have been faster than the answer: a charge that is no longer `requested` is left as it is. */
  private async keep(tx: Tx, answers: Answered<ChargeWanted, CallOutcome>[]): Promise<void> {
    const charges = await this.outcomes.lock(
      tx,
      answers.map(({ message }) => message.payload.chargeId),
      [],
    );
    const waiting = new Map(
      charges.filter(({ state }) => state === 'requested').map((charge) => [charge.id, charge]),
    );
    const accepted: TextCharge[] = [];
    const refused: Parameters<ChargeOutcomes['apply']>[1] = [];
    for (const { message, answer } of answers) {
      const charge = waiting.get(message.payload.chargeId);
      if (!charge) continue;
      if (answer.accepted) {
        accepted.push(Object.assign(charge, { state: 'accepted', gatewayId: answer.gatewayId ?? null }));
      } else {
        const { refusal: statusCode, reason } = answer;
        const at = this.clock.now();
        refused.push({
          charge,
          outcome: 'failed',
          gatewayId: null,
          statusCode,
          ...(reason && { reason }),
          at,
        });
      }
    }
    await updateCharges(tx, accepted);
    if (refused.length > 0) await this.outcomes.apply(tx, refused);
  }

  private billingOf(gateway: string): CarrierBilling {
    const { billing } = this.gateways.of(gateway);
    if (!billing) throw new Error(`${gateway} charges no phones`);
    return billing;
  }
}
