import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Inbox, type KeptMessage } from '../../platform/messaging/inbox.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { derivedId } from '../../vocabulary/ids.js';
import { phoneNumber } from '../../vocabulary/phone-number.js';
import { Gateways } from './gateways/gateways.js';
import type { GatewayMessage, TextGateway } from './gateways/text-gateway.js';
import { Phones } from './phones.js';
import { RateAlarm } from './rate-alarm.js';
import { TextIntake } from './text-intake.js';
import { type Delivered, TextParts } from './text-parts.js';

/** A handset numbers the parts of a text with one byte. */
const mostParts = 255;

/** Texts as they come out of the inbox: read from each gateway's dialect, locked by number, joined, worked on. */
@Injectable()
export class TextMessages implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly gateways: Gateways,
    private readonly phones: Phones,
    private readonly parts: TextParts,
    private readonly intake: TextIntake,
    private readonly alarm: RateAlarm,
    private readonly breaks: Breaks,
    private readonly secrets: Secrets,
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
    const delivered: Delivered[] = [];
    for (const kept of messages) {
      const read = this.read(gateway, kept);
      if (read) delivered.push(read);
      else await this.noteUnreadable(tx, kept);
    }
    if (delivered.length === 0) return;
    const optedOut = await this.phones.lock(tx, delivered);
    await this.intake.work(tx, await this.parts.join(tx, delivered), optedOut);
    for (const { phone } of delivered) this.alarm.came('prefix', phone.slice(0, -3));
  }

  private read(gateway: TextGateway, kept: KeptMessage): Delivered | undefined {
    const text = gateway.message(kept.body);
    const phone = text && phoneNumber(text.from);
    if (!text || !phone || !isSound(text.part)) return undefined;
    const { externalId, shortcode, operator, body, isStop = false, part } = text;
    const phoneMatch = this.secrets.matchable(phone);
    return {
      id: derivedId('text', gateway.name, externalId),
      gateway: gateway.name,
      externalId,
      shortcode,
      operator,
      body,
      isStop,
      phone,
      phoneMatch,
      number: phoneMatch.toString('hex'),
      receivedAt: kept.receivedAt,
      ...(part && part.total > 1 && { part }),
    };
  }

  private async noteUnreadable(tx: Tx, kept: KeptMessage): Promise<void> {
    await this.breaks.note(tx, {
      kind: 'unreadable_text',
      reference: `${kept.source} ${kept.externalId}`,
      detail: 'A message of the gateway lacks its number, its text or its id. Nobody was charged.',
      whatToDo: 'Look the message up at the gateway.',
      theirs: [{ what: kept.source, id: kept.externalId }],
    });
  }
}

function isSound(part: GatewayMessage['part']): boolean {
  if (!part) return true;
  const { total, number } = part;
  return [total, number].every(Number.isInteger) && number >= 1 && number <= total && total <= mostParts;
}
