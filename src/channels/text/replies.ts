import { Injectable } from '@nestjs/common';
import type { AppealDefinition } from '../../giving/appeals/appeal-definition.js';
import { type ReplyName, type ReplyPlace, replyWords } from '../../giving/appeals/appeal-replies.js';
import { type NewPledge, Pledges } from '../../giving/pledges/pledges.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { derivedId } from '../../vocabulary/ids.js';
import type { Pence } from '../../vocabulary/pence.js';
import { CardLinks } from './card-links.service.js';
import { Phones } from './phones.js';
import type { TextMessage } from './text.entities.js';

/** An answer that comes later helps nobody. */
const replyLivesMs = 90 * 60_000;

/** The payload of the outbox topic `text.reply`. */
export interface ReplyWanted {
  messageId: string;
  words: string;
}

/** A free text that a donor should get. */
export interface FreeText {
  /** The text that it answers. */
  message: Pick<TextMessage, 'id' | 'phoneMatch'>;
  /** What it is of that text: each is sent once. */
  as: 'reply' | 'failure';
  appeal: AppealDefinition;
  name: ReplyName;
  places: Partial<Record<ReplyPlace, string>>;
  /** Where the words have a {cardLink}: what it asks for. */
  cardPence?: Pence;
  /** The promise that the text itself is, where its short code bills nobody. */
  pledge?: NewPledge;
  at: Date;
}

/** Whether a donor of this appeal can give so much by card. */
export function takesByCard({ card }: AppealDefinition, amountPence: Pence): boolean {
  return card !== undefined && amountPence >= card.minPence && amountPence <= card.maxPence;
}

/** Free texts to donors: no more to one number than a person would need. */
@Injectable()
export class Replies {
  constructor(
    private readonly phones: Phones,
    private readonly links: CardLinks,
    private readonly outbox: Outbox,
    private readonly pledges: Pledges,
  ) {}

  async promise(tx: Tx, texts: FreeText[]): Promise<void> {
    const allowed = await this.phones.spendFreeText(
      tx,
      texts.map(({ message: { phoneMatch }, at }) => ({ phoneMatch, at })),
    );
    const sent = texts.filter(({ message }) => allowed.has(message.phoneMatch.toString('hex')));
    await this.openPledges(
      tx,
      sent.flatMap(({ pledge }) => pledge ?? []),
    );
    const links = await this.links.make(
      tx,
      sent.flatMap(({ message, appeal: { slug }, cardPence, pledge, at }) =>
        cardPence
          ? { messageId: message.id, appeal: slug, amountPence: cardPence, pledgeId: pledge?.id ?? null, at }
          : [],
      ),
    );
    await this.outbox.send(
      tx,
      sent.map(({ message, as, appeal, name, places, at }) => {
        const cardLink = links.get(message.id);
        return {
          id: derivedId(`text ${as}`, message.id),
          topic: 'text.reply',
          payload: {
            messageId: message.id,
            words: replyWords(appeal, name, { ...places, ...(cardLink && { cardLink }) }),
          } satisfies ReplyWanted,
          expiresAt: new Date(at.getTime() + replyLivesMs),
        };
      }),
    );
  }

  private async openPledges(tx: Tx, pledges: NewPledge[]): Promise<void> {
    if (pledges.length > 0) await this.pledges.open(tx, pledges);
  }
}
