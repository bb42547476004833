import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Secrets } from '../platform/secrets/secrets.js';
import type { TextDto } from './texts.dto.js';

interface Row extends Omit<TextDto, 'from' | 'body'> {
  phone: Buffer | null;
  body: Buffer | null;
}

/** A London day of them, by the index that is as small as a day is long. */
const ofDay = `
  select id, gateway, shortcode, operator, received_at as "receivedAt", kind, reason, donation_id as "donationId",
    phone, body
  from text.message
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
    const rows = await this.dataSource.query<Row[]>(ofDay, [date]);
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
