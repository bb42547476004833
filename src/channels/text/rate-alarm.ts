import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Breaks } from '../../platform/breaks/breaks.js';
import { Transactions } from '../../platform/database/transactions.js';
import { LOGGER } from '../../platform/logging/logging.module.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Clock } from '../../vocabulary/clock.js';

/**
 * From how many texts a minute a source may be unusual. A prefix is a thousand numbers: of a national appeal
 * at its peak one of them sends a text or two a minute.
 */
const least = { address: 500, prefix: 100 };
/** And so many times what the source sent in a usual minute. */
const timesUsual = 10;
const minuteMs = 60_000;
/** So many sources are watched at once; then the watch begins anew. */
const mostSources = 100_000;

type Kind = keyof typeof least;

interface Source {
  minute: number;
  count: number;
  /** A moving average of the minutes before. */
  usual: number;
}

/**
 * Notices an unusual rate of texts from one address or one prefix of numbers, in this process: whoever has the
 * token and an allowed address can forge a Fonix text. It changes nothing by itself: it tells people.
 */
@Injectable()
export class RateAlarm {
  private readonly sources = new Map<string, Source>();
  private readonly alarms;

  constructor(
    metrics: Metrics,
    private readonly transactions: Transactions,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.alarms = metrics.counter(
      'text_unusual_rate_total',
      'Minutes in which an address or a prefix of numbers sent unusually many texts.',
      ['by'],
    );
  }

  /** Call it for each text. It waits for nothing. */
  came(kind: Kind, value: string): void {
    const minute = Math.floor(this.clock.now().getTime() / minuteMs);
    if (this.sources.size > mostSources) this.sources.clear();
    const name = `${kind} ${value}`;
    const source = this.sources.get(name) ?? { minute, count: 0, usual: 0 };
    this.sources.set(name, source);
    if (source.minute !== minute) {
      source.usual = (source.usual + source.count) / (minute - source.minute + 1);
      Object.assign(source, { minute, count: 0 });
    }
    source.count += 1;
    const unusual = Math.max(least[kind], Math.ceil(source.usual * timesUsual));
    if (source.count === unusual) void this.raise(kind, value, minute, unusual);
  }

  private async raise(by: Kind, value: string, minute: number, count: number): Promise<void> {
    this.alarms.inc({ by });
    const since = new Date(minute * minuteMs).toISOString();
    try {
      await this.transactions.run((tx) =>
        this.breaks.note(tx, {
          kind: 'unusual_text_rate',
          reference: `${by} ${value} ${since}`,
          detail: `More than ${count} texts came from one ${by === 'prefix' ? 'block of a thousand numbers' : 'address'} in the minute from ${since}.`,
          whatToDo:
            'If the appeal was not on air, ask the gateway whether it sent them; if not, stop the appeal and change the webhook token.',
        }),
      );
    } catch (error) {
      this.logger.error({ error, by }, 'an unusual rate could not be noted');
    }
  }
}
