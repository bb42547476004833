import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Donations } from '../../giving/donations/donations.service.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import type { PhoneNumber } from '../../vocabulary/phone-number.js';
import { Fonix } from './gateways/fonix.js';
import { thanksWords } from './replies.js';
import type { ChargeWanted, ReplyWanted } from './text-messages.js';
import { TextCharge, TextMessage } from './text.entities.js';

/** Agreed with the gateway; the queue waits rather than lose a gift. */
const callsPerSecond = 50;

/** Makes the calls to the gateway. An unknown outcome is repeated with the same REQUESTID, never with another. */
@Injectable()
export class TextCalls implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly gateway: Fonix,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.outbox.register({
      topic: 'text.charge',
      perSecond: callsPerSecond,
      deliver: (message: OutgoingMessage<ChargeWanted>) => this.charge(message.payload.chargeId),
      expire: (message: OutgoingMessage<ChargeWanted>) => this.expire(message.payload.chargeId),
    });
    this.outbox.register({
      topic: 'text.reply',
      perSecond: callsPerSecond,
      deliver: (message: OutgoingMessage<ReplyWanted>) => this.reply(message),
    });
  }

  private async charge(chargeId: string): Promise<void> {
    const charge = await this.dataSource.getRepository(TextCharge).findOneByOrFail({ id: chargeId });
    const donation = await this.donations.find(charge.donationId);
    if (!donation || charge.state !== 'requested') return;
    const message = await this.dataSource
      .getRepository(TextMessage)
      .findOneByOrFail({ id: charge.messageId });
    const definition = await this.appeals.version(donation.appeal, donation.appealVersion);
    const outcome = await this.gateway.charge({
      chargeId,
      phone: this.phoneOf(message),
      operator: message.operator,
      amountPence: charge.amountPence,
      description: definition.title.slice(0, 30),
      words: thanksWords(definition, charge.amountPence),
    });
    // A report may have been faster than this answer: a final word is left as it is.
    await this.transactions.run(async (tx) => {
      const where = { id: chargeId, state: 'requested' as const };
      if (outcome.accepted) {
        await tx.update(TextCharge, where, { state: 'accepted', gatewayId: outcome.gatewayId ?? null });
        return;
      }
      const final = { state: 'failed' as const, statusCode: outcome.refusal, finalAt: this.clock.now() };
      const { affected } = await tx.update(TextCharge, where, final);
      if (affected) await this.donations.end(tx, [donation.id], 'failed');
    });
  }

  /** Our clock's word is no final word: the charge stays as it is, and a later report still confirms. */
  private async expire(chargeId: string): Promise<void> {
    const charge = await this.dataSource.getRepository(TextCharge).findOneByOrFail({ id: chargeId });
    await this.transactions.run((tx) => this.donations.end(tx, [charge.donationId], 'expired'));
  }

  private async reply({ id, payload }: OutgoingMessage<ReplyWanted>): Promise<void> {
    const message = await this.dataSource
      .getRepository(TextMessage)
      .findOneByOrFail({ id: payload.messageId });
    await this.gateway.reply({
      replyId: id,
      shortcode: message.shortcode,
      phone: this.phoneOf(message),
      words: payload.words,
    });
  }

  private phoneOf(message: TextMessage): PhoneNumber {
    return this.secrets.open(message.phone) as PhoneNumber;
  }
}
