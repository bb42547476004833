import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Appeals, type CurrentAppeal } from '../../giving/appeals/appeals.service.js';
import { Donations, type NewDonation } from '../../giving/donations/donations.service.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Inbox, type KeptMessage } from '../../platform/messaging/inbox.js';
import { Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { derivedId } from '../../vocabulary/ids.js';
import { pence } from '../../vocabulary/pence.js';
import { phoneNumber } from '../../vocabulary/phone-number.js';
import { Gateways } from './gateways/gateways.js';
import type { GatewayMessage, TextGateway } from './gateways/text-gateway.js';
import { helpWords, notOpenWords, refusalWords } from './replies.js';
import type { TextMessage } from './text.entities.js';
import { insertCharges, insertMessages, type NewCharge } from './text-rows.js';
import { readText, type TextReading } from './text-rule.js';

const minuteMs = 60_000;
/** As long as the gateway itself would try. */
const chargeLivesMs = 90 * minuteMs;

/** The payloads of the outbox topics `text.charge` and `text.reply`. */
export interface ChargeWanted {
  chargeId: string;
  appeal: string;
  appealVersion: number;
}
export interface ReplyWanted {
  messageId: string;
  words: string;
}

/** What one text leads to. */
interface Outcome {
  message: TextMessage;
  donation?: NewDonation;
  charge?: NewCharge;
  owed: OutgoingMessage[];
}

/** Reads texts and decides what they lead to: a charge that the donor plainly asked for, or a free answer. */
@Injectable()
export class TextMessages implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly breaks: Breaks,
    private readonly secrets: Secrets,
    private readonly gateways: Gateways,
  ) {}

  onModuleInit(): void {
    for (const gateway of this.gateways.all()) {
      this.inbox.register({
        source: `${gateway.name}.message`,
        apply: (tx, messages) => this.apply(tx, gateway, messages),
      });
    }
  }

  private async apply(tx: Tx, gateway: TextGateway, messages: KeptMessage[]): Promise<void> {
    const outcomes: Outcome[] = [];
    const appeals = await this.appeals.all();
    for (const kept of messages) {
      const outcome = this.outcomeOf(gateway, kept, appeals);
      if (outcome) outcomes.push(outcome);
      else await this.noteUnreadable(tx, kept);
    }
    const started = await this.donations.start(
      tx,
      outcomes.flatMap(({ donation }) => donation ?? []),
    );
    const charges = outcomes.flatMap(({ charge }) =>
      charge && started.has(charge.donationId) ? charge : [],
    );
    await insertMessages(
      tx,
      outcomes.map(({ message }) => message),
    );
    await insertCharges(tx, charges);
    await this.outbox.send(
      tx,
      outcomes.flatMap(({ owed }) => owed),
    );
  }

  private outcomeOf(gateway: TextGateway, kept: KeptMessage, appeals: CurrentAppeal[]): Outcome | undefined {
    const text = gateway.message(kept.body);
    const phone = text && phoneNumber(text.from);
    if (!text || !phone) return undefined;
    const sharing = appeals.filter(({ definition }) => definition.text?.shortcode === text.shortcode);
    const { reading, appeal } = readFor(text, sharing);
    const id = derivedId('text', gateway.name, text.externalId);
    const gives = reading.kind === 'donate' && appeal?.status === 'open';
    const message: TextMessage = {
      id,
      gateway: gateway.name,
      externalId: text.externalId,
      shortcode: text.shortcode,
      phone: this.secrets.seal(phone),
      phoneMatch: this.secrets.matchable(phone),
      operator: text.operator,
      body: this.secrets.seal(text.body),
      receivedAt: kept.receivedAt,
      kind: reading.kind,
      reason: reading.reason,
      donationId: gives ? derivedId('text donation', id) : null,
    };
    if (gives) return charged(message, appeal, reading.amountPence);
    const words = freeWords(reading, appeal ?? sharing[0]);
    return { message, owed: words === undefined ? [] : [reply(message, words)] };
  }

  private async noteUnreadable(tx: Tx, kept: KeptMessage): Promise<void> {
    await this.breaks.note(tx, {
      kind: 'unreadable_text',
      reference: `${kept.source} ${kept.externalId}`,
      detail: 'A message of the gateway lacks its number, its text or its id. Nobody was charged.',
      whatToDo: 'Look the message up at the gateway.',
    });
  }
}

/** Reads a text by the keywords of every appeal that shares its short code; the keyword says which is meant. */
function readFor(
  text: GatewayMessage,
  sharing: CurrentAppeal[],
): { reading: TextReading; appeal?: CurrentAppeal } {
  const options = sharing.flatMap((appeal) =>
    (appeal.definition.text?.options ?? []).map((option) => ({ appeal, ...option })),
  );
  const reading = readText({
    raw: text.body,
    keywords: [...new Set(options.map(({ keyword }) => keyword))],
    offeredPence: [...new Set(options.map(({ amountPence }) => amountPence))],
  });
  const meant = options.filter(({ keyword }) => keyword === reading.keyword);
  const appeal = meant[0]?.appeal;
  if (reading.kind === 'donate' && !meant.some(({ amountPence }) => amountPence === reading.amountPence)) {
    const reason = 'The amount is offered on this short code, but not by the appeal of this keyword.';
    return {
      reading: { kind: 'unknown_amount', keyword: reading.keyword, reason },
      ...(appeal && { appeal }),
    };
  }
  return { reading, ...(appeal && { appeal }) };
}

function charged(
  message: TextMessage,
  { definition, version, slug }: CurrentAppeal,
  amount: number,
): Outcome {
  const { id: messageId, gateway, receivedAt } = message;
  const donationId = derivedId('text donation', messageId);
  const chargeId = derivedId('text charge', donationId, 1);
  const amountPence = pence(amount);
  return {
    message,
    donation: {
      id: donationId,
      appeal: slug,
      appealVersion: version,
      channel: 'text',
      collection: definition.text?.collection ?? 'held',
      purpose: 'restricted',
      amountPence,
      givenAt: receivedAt,
    },
    charge: { id: chargeId, donationId, messageId, gateway, amountPence, requestedAt: receivedAt },
    owed: [
      {
        id: chargeId,
        topic: 'text.charge',
        payload: { chargeId, appeal: slug, appealVersion: version } satisfies ChargeWanted,
        expiresAt: new Date(receivedAt.getTime() + chargeLivesMs),
      },
    ],
  };
}

function reply(message: TextMessage, words: string): OutgoingMessage<ReplyWanted> {
  return {
    id: derivedId('text reply', message.id),
    topic: 'text.reply',
    payload: { messageId: message.id, words },
    expiresAt: new Date(message.receivedAt.getTime() + chargeLivesMs),
  };
}

/** Nothing is said to a STOP, nor on a short code that belongs to nobody. */
function freeWords(reading: TextReading, appeal: CurrentAppeal | undefined): string | undefined {
  if (!appeal || reading.kind === 'stop') return undefined;
  if (reading.kind === 'help') return helpWords(appeal.definition);
  return reading.kind === 'donate' ? notOpenWords(appeal.definition) : refusalWords(appeal.definition);
}
