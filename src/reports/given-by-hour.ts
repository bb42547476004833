import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../vocabulary/clock.js';
import { type Pence, penceFromText } from '../vocabulary/pence.js';

const hourMs = 3_600_000;
const shownHours = 48;

/** Confirmed gifts of one channel that were given within one hour, as they were given. */
export interface GivenHour {
  hour: Date;
  channel: string;
  donations: number;
  amountPence: Pence;
}

type Row = Record<'donations' | 'pence', string>;

/** How gifts come in, for pictures. It reads what GivenHours has counted, and the few gifts since. */
@Injectable()
export class GivenByHour {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The hours that a chart shows, the running one last. */
  hours(): Date[] {
    const running = Math.floor(this.clock.now().getTime() / hourMs);
    return Array.from(
      { length: shownHours },
      (_, index) => new Date((running - shownHours + 1 + index) * hourMs),
    );
  }

  /** Of those hours; an hour in which a channel brought nothing is left out. */
  async lately(appeal: string): Promise<GivenHour[]> {
    const rows = await this.dataSource.query<(Row & Pick<GivenHour, 'hour' | 'channel'>)[]>(
      `select hour, channel, donations::text, amount_pence::text as pence from giving.given_hour
       where appeal = $1 and hour >= $2 order by hour, channel`,
      [appeal, this.hours()[0]],
    );
    return rows.map(({ hour, channel, ...row }) => ({ hour, channel, ...figures(row) }));
  }

  /** Of all times, by channel. */
  async byChannel(appeal: string): Promise<Omit<GivenHour, 'hour'>[]> {
    const rows = await this.dataSource.query<(Row & { channel: string })[]>(
      `select channel, sum(donations)::text as donations, sum(amount_pence)::text as pence from giving.given_hour
       where appeal = $1 group by channel order by channel`,
      [appeal],
    );
    return rows.map(({ channel, ...row }) => ({ channel, ...figures(row) }));
  }
}

function figures({ donations, pence }: Row): Pick<GivenHour, 'donations' | 'amountPence'> {
  return { donations: Number(donations), amountPence: penceFromText(pence) };
}
