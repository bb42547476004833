import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Clock } from '../../vocabulary/clock.js';
import { formatPounds, pence } from '../../vocabulary/pence.js';
import type { FailureReason } from './gateways/text-gateway.js';
import { Phones } from './phones.js';
import { type FreeText, Replies, takesByCard } from './replies.js';
import { TextCharge, TextMessage } from './text.entities.js';

/** What another way to pay would solve. */
const solvedByCard: ReadonlySet<FailureReason> = new Set([
  'insufficient_credit',
  'spend_limit',
  'barred_premium',
  'barred_age',
  'mvno_not_supported',
]);
/** Nobody reads a text there, or nobody wants one. */
const unreachable: ReadonlySet<FailureReason> = new Set(['number_invalid', 'opted_out']);

/** The one free text after a charge that failed, with a link to give by card where that would help. */
@Injectable()
export class FailureTexts {
  constructor(
    private readonly appeals: Appeals,
    private readonly phones: Phones,
    private readonly replies: Replies,
    private readonly clock: Clock,
  ) {}

  /** `charges` failed, wholly or in part; of the donations in `ended` nothing was charged at all. */
  async promise(tx: Tx, charges: TextCharge[], ended: Set<string>): Promise<void> {
    const told = new Map(charges.map((charge) => [charge.donationId, charge]));
    const partly = await this.partlyCharged(
      tx,
      [...told.keys()].filter((id) => !ended.has(id)),
    );
    const messages = await tx.findBy(TextMessage, {
      id: In([...told.values()].map(({ messageId }) => messageId)),
    });
    const silenced = await this.phones.silenced(tx, messages);
    const texts: FreeText[] = [];
    for (const message of messages) {
      const charge = told.get(message.donationId ?? '');
      if (!charge || !message.appeal || !message.amountPence || silenced.has(message.id)) continue;
      const { definition } = await this.appeals.get(message.appeal);
      const amount = formatPounds(message.amountPence);
      const base = { message, as: 'failure' as const, appeal: definition, at: this.clock.now() };
      const takenPence = partly.get(charge.donationId);
      if (ended.has(charge.donationId)) {
        const reason = charge.reason ?? 'unknown';
        if (unreachable.has(reason)) continue;
        const byCard = solvedByCard.has(reason) && takesByCard(definition, message.amountPence);
        texts.push({
          ...base,
          name: byCard ? 'failedCard' : 'failed',
          places: { amount },
          ...(byCard && { cardPence: message.amountPence }),
        });
      } else if (takenPence) {
        const taken = formatPounds(pence(takenPence));
        texts.push({ ...base, name: 'partCharged', places: { amount, taken } });
      }
    }
    await this.replies.promise(tx, texts);
  }

  /** What was charged of those donations whose charges have all had their final word. */
  private async partlyCharged(tx: Tx, donationIds: string[]): Promise<Map<string, number>> {
    if (donationIds.length === 0) return new Map();
    const charges = await tx.findBy(TextCharge, { donationId: In(donationIds) });
    const found = new Map<string, number>();
    for (const id of donationIds) {
      const own = charges.filter(({ donationId }) => donationId === id);
      if (own.some(({ finalAt }) => finalAt === null)) continue;
      const taken = own.reduce((sum, { chargedPence }) => sum + chargedPence, 0);
      const asked = own.reduce((sum, { amountPence }) => sum + amountPence, 0);
      if (taken < asked) found.set(id, taken);
    }
    return found;
  }
}
