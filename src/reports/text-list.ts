import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Secrets } from '../platform/secrets/secrets.js';
import type { PhoneNumber } from '../vocabulary/phone-number.js';
import type { TextDto } from './texts.dto.js';

interface Row extends Omit<TextDto, 'from' | 'body'> {
  phone: Buffer | null;
  body: Buffer | null;
}

const texts = `
  select id, gateway, shortcode, operator, received_at as "receivedAt", kind, reason, donation_id as "donationId",
    phone, body
  from text.message`;

/** A London day of them, by the index that is as small as a day is long. */
const ofDay = `${texts}
  where received_at >= $1::date::timestamp at time zone 'Europe/London'
    and received_at < ($1::date + 1)::timestamp at time zone 'Europe/London'
  order by received_at desc, id limit 200`;

/** Texts as staff see them: what came in, how it was read and why. */
@Injectable()
export class TextList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
  ) {}

  /** Newest first, 200 at most. Numbers are masked unless `mayKnow`; what was erased is null. */
  async ofDay(date: string, mayKnow: boolean): Promise<TextDto[]> {
    return this.opened(await this.dataSource.query<Row[]>(ofDay, [date]), mayKnow);
  }

  /** All texts of these numbers, oldest first, for their donor to have. */
  async ofNumbers(phones: PhoneNumber[]): Promise<TextDto[]> {
    const rows = await this.dataSource.query<Row[]>(
      `${texts} where phone_match = any($1::bytea[]) order by received_at, id`,
      [phones.map((phone) => this.secrets.matchable(phone))],
    );
    return this.opened(rows, true);
  }

  private opened(rows: Row[], mayKnow: boolean): TextDto[] {
    return rows.map(({ phone, body, ...row }) => ({
      ...row,
      from: phone && masked(this.secrets.open(phone), mayKnow),
      body: body && this.secrets.open(body),
    }));
  }
}

function masked(phone: string, mayKnow: boolean): string {
  return mayKnow ? phone : `${phone.slice(0, 3)}…${phone.slice(-3)}`;
}
