import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { refundApproved, type RefundOf, refundPaidByBank } from '../../giving/refunds/refunds.events.js';
import { Refunds } from '../../giving/refunds/refunds.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import type { PhoneNumber } from '../../vocabulary/phone-number.js';
import { chargedPieces, type ChargedPiece, piecesOf } from './charged-pieces.js';
import { Gateways } from './gateways/gateways.js';
import type { RefundOrder, RefundOutcome } from './gateways/text-gateway.js';
import { Reversal } from './reversal.entity.js';
import { Reversals } from './reversals.js';

/** The payload of the outbox topic `text.refund`. */
interface RefundWanted {
  reversalId: string;
}

/** Refunds are few. */
const callsPerSecond = 10;

interface Ask extends Omit<RefundOrder, 'refundId' | 'phone'> {
  reversalId: string;
  gateway: string;
  phone: Buffer | null;
}

const asks = `
  select reversal.id as "reversalId", reversal.gateway, reversal.gateway_id as "chargeGatewayId",
    reversal.amount_pence::integer as "amountPence", message.phone, message.operator
  from text.reversal join text.charge on charge.id = reversal.charge_id
  join text.message on message.id = charge.message_id
  where reversal.id = any($1::uuid[]) and reversal.state = 'asked'`;

/**
 * Asks gateways to give charges back. A network gives back whole charges only, so what can't be made of them
 * waits to be paid by bank.
 */
@Injectable()
export class TextRefunds implements OnModuleInit {
  constructor(
    private readonly news: News,
    private readonly outbox: Outbox,
    private readonly refunds: Refunds,
    private readonly reversals: Reversals,
    private readonly gateways: Gateways,
    private readonly secrets: Secrets,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const ofText = (of: RefundOf): boolean => of.donation.channel === 'text';
    this.news.on(refundApproved, async (tx, approved) => {
      for (const of of approved.filter(ofText)) await this.ask(tx, of);
    });
    this.news.on(refundPaidByBank, (tx, paid) => this.reversals.paidByBank(tx, paid.filter(ofText)));
    this.outbox.register<RefundWanted, Ask, RefundOutcome>({
      topic: 'text.refund',
      perSecond: callsPerSecond,
      prepare: (messages) => this.asks(messages),
      deliver: (_message, ask) => this.call(ask),
      keep: (tx, answers) =>
        this.reversals.apply(
          tx,
          answers.map(({ message, answer }) => ({ reversalId: message.payload.reversalId, ...answer })),
        ),
    });
  }

  private async ask(tx: Tx, { refund, donation }: RefundOf): Promise<void> {
    const pieces = piecesOf(await chargedPieces(tx, donation.id), refund.amountPence);
    const obstacle = this.obstacle(pieces);
    if (!pieces || obstacle !== undefined) return void (await this.refunds.fail(tx, refund, obstacle ?? ''));
    const rows = pieces.map(({ chargeId, gateway, gatewayId, amountPence }) => ({
      id: derivedId('text refund', refund.id, gatewayId),
      refundId: refund.id,
      donationId: donation.id,
      chargeId,
      gateway,
      gatewayId,
      amountPence,
      state: 'asked' as const,
      askedAt: this.clock.now(),
    }));
    await tx.insert(Reversal, rows);
    await this.outbox.send(
      tx,
      rows.map(({ id }) => ({
        id,
        topic: 'text.refund',
        payload: { reversalId: id } satisfies RefundWanted,
      })),
    );
  }

  /** Why no gateway can do it; staff read it. */
  private obstacle(pieces: ChargedPiece[] | undefined): string | undefined {
    if (!pieces)
      return 'Networks give back whole charges only, and none come to this amount. Pay it by bank.';
    if (!pieces.every(({ hasPhone }) => hasPhone))
      return 'The donor’s number has been erased. Pay it by bank.';
    if (!pieces.every(({ gateway }) => this.gateways.of(gateway).billing))
      return 'This gateway gives nothing back. Pay it by bank.';
    return undefined;
  }

  /** A reversal that has its answer already, or whose number is gone, needs no call any more. */
  private async asks(messages: OutgoingMessage<RefundWanted>[]): Promise<Map<string, Ask>> {
    const ids = messages.map(({ payload }) => payload.reversalId);
    const rows = await this.dataSource.query<Ask[]>(asks, [ids]);
    return new Map(rows.map((row) => [row.reversalId, row]));
  }

  private call({ gateway, phone, reversalId, ...order }: Ask): Promise<RefundOutcome> {
    const { billing } = this.gateways.of(gateway);
    if (!billing || !phone) return Promise.resolve({ outcome: 'failed', statusCode: 'NOT_POSSIBLE' });
    const number = this.secrets.open(phone) as PhoneNumber;
    return billing.refund({ ...order, refundId: reversalId, phone: number });
  }
}
