import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Reading } from './stripe-money.entities.js';

type List = 'balance transactions' | 'events';

/** How far each of Stripe's lists has been read, in Stripe's own time: seconds since 1970. It never goes back. */
@Injectable()
export class Readings {
  constructor(private readonly dataSource: DataSource) {}

  /** 0 where nothing was read yet. */
  async reached(list: List): Promise<number> {
    const row = await this.dataSource.getRepository(Reading).findOneBy({ list });
    return row ? Math.floor(row.readUntil.getTime() / 1_000) : 0;
  }

  async note(list: List, second: number): Promise<void> {
    await this.dataSource.query(
      `insert into card.reading (list, read_until) values ($1, to_timestamp($2))
       on conflict (list) do update set read_until = greatest(reading.read_until, excluded.read_until)`,
      [list, second],
    );
  }
}
