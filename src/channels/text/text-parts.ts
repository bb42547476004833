import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../../platform/database/transactions.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { derivedId } from '../../vocabulary/ids.js';
import type { PhoneNumber } from '../../vocabulary/phone-number.js';
import type { Arrival } from './arrival.js';
import type { GatewayMessage, GatewayName } from './gateways/text-gateway.js';
import { TextPart } from './phone.entities.js';

/** A text as the gateway delivered it: whole, or one part. */
export type Delivered = Arrival & { part?: GatewayMessage['part'] };

/** Joins the parts of long texts. The caller has locked the numbers, so no two transactions join one text. */
@Injectable()
export class TextParts {
  constructor(private readonly secrets: Secrets) {}

  /** Keeps parts until the last one comes; resolves with what is whole, in the order of arrival. */
  async join(tx: Tx, delivered: Delivered[]): Promise<Arrival[]> {
    const parts = delivered.filter(({ part }) => part !== undefined);
    if (parts.length === 0) return delivered;
    await tx
      .createQueryBuilder()
      .insert()
      .into(TextPart)
      .values(parts.map((part) => this.row(part)))
      .orIgnore()
      .execute();
    const joined: Arrival[] = [];
    for (const text of await this.texts(tx, parts)) {
      if (!isWhole(text)) continue;
      joined.push(this.arrival(text, true));
      await tx.delete(TextPart, { id: In(text.map(({ id }) => id)) });
    }
    const whole = delivered.filter(({ part }) => part === undefined);
    return [...whole, ...joined].toSorted(
      (one, other) => one.receivedAt.getTime() - other.receivedAt.getTime(),
    );
  }

  /** Numbers with a part that has waited since before. */
  async waitingSince(tx: Tx, before: Date): Promise<Arrival[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select distinct on (phone_match) id from text.part where received_at < $1 order by phone_match limit 200`,
      [before],
    );
    const parts = await tx.findBy(TextPart, { id: In(rows.map(({ id }) => id)) });
    return parts.map((part) => this.arrival([part], false));
  }

  /** Gives up the texts of these numbers that have waited since before: as much as came, never a gift. */
  async abandon(tx: Tx, arrivals: Arrival[], before: Date): Promise<Arrival[]> {
    const rows = await tx.find(TextPart, {
      where: { phoneMatch: In(arrivals.map(({ phoneMatch }) => phoneMatch)) },
    });
    const abandoned = textsOf(rows).filter((text) => text.some(({ receivedAt }) => receivedAt < before));
    await tx.delete(TextPart, { id: In(abandoned.flatMap((text) => text.map(({ id }) => id))) });
    return abandoned.map((text) => this.arrival(text, false));
  }

  private async texts(tx: Tx, parts: Delivered[]): Promise<TextPart[][]> {
    const rows = await tx.find(TextPart, {
      where: { phoneMatch: In([...new Map(parts.map((each) => [each.number, each.phoneMatch])).values()]) },
    });
    return textsOf(rows);
  }

  private row(arrival: Delivered): TextPart {
    const { gateway, externalId, shortcode, phone, phoneMatch, operator, body, receivedAt, part } = arrival;
    const { ref = '', total = 1, number = 1 } = part ?? {};
    return {
      id: derivedId('text part', gateway, externalId),
      gateway,
      externalId,
      shortcode,
      phone: this.secrets.seal(phone),
      phoneMatch,
      operator,
      ref,
      total,
      number,
      body: this.secrets.seal(body),
      receivedAt,
    };
  }

  /** Of `whole` texts every part was received; of others none counts as received, so no gift is read. */
  private arrival(text: TextPart[], whole: boolean): Arrival {
    const inOrder = distinct(text);
    const [first] = inOrder;
    if (!first) throw new Error('a text has a part');
    const { gateway, externalId, shortcode, operator, phoneMatch, ref, total } = first;
    return {
      id: derivedId('text', gateway, externalId),
      gateway: gateway as GatewayName,
      externalId,
      shortcode,
      operator,
      body: inOrder.map(({ body }) => this.secrets.open(body)).join(''),
      isStop: false,
      phone: this.secrets.open(first.phone) as PhoneNumber,
      phoneMatch,
      number: phoneMatch.toString('hex'),
      receivedAt: new Date(Math.max(...text.map(({ receivedAt }) => receivedAt.getTime()))),
      parts: { ref, total, receivedParts: whole ? inOrder.map(({ number }) => number) : [] },
    };
  }
}

/** Parts of one text share its number, short code, reference and count. */
function textsOf(rows: TextPart[]): TextPart[][] {
  const texts = new Map<string, TextPart[]>();
  for (const row of rows) {
    const text = [row.gateway, row.phoneMatch.toString('hex'), row.shortcode, row.ref, row.total].join(' ');
    texts.set(text, [...(texts.get(text) ?? []), row]);
  }
  return [...texts.values()];
}

/** Each number once, and none twice: a reference that a handset used again must not mix two texts. */
function isWhole(text: TextPart[]): boolean {
  return text.length === text[0]?.total && distinct(text).length === text.length;
}

function distinct(text: TextPart[]): TextPart[] {
  const byNumber = new Map(text.map((part) => [part.number, part]));
  return [...byNumber.values()].toSorted((one, other) => one.number - other.number);
}
