import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Metrics } from '../metrics/metrics.js';
import { stuckAfter } from './inbox-worker.js';

type Figure = Record<'name', string> & Record<'value', number>;

const age = (oldest: string): string =>
  `extract(epoch from clock_timestamp() - min(${oldest}))::double precision`;
const inbox = 'from messaging.inbox where done_at is null';
const outbox = 'from messaging.outbox where done_at is null and gave_up_at is null';

/** What operators watch of the queues. Each figure reads what waits, never what is done. */
@Injectable()
export class QueueFigures implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.gauge('inbox_waiting', 'Messages kept and not yet worked on.', 'source', 'count(*)::integer', inbox);
    this.gauge(
      'inbox_oldest_seconds',
      'Age of the oldest such message.',
      'source',
      age('received_at'),
      inbox,
    );
    this.gauge(
      'inbox_set_apart',
      `Messages that failed ${stuckAfter} times or more and are still tried.`,
      'source',
      'count(*)::integer',
      `${inbox} and attempts >= ${stuckAfter}`,
    );
    this.gauge('outbox_waiting', 'Calls owed and not yet made.', 'topic', 'count(*)::integer', outbox);
    this.gauge('outbox_oldest_seconds', 'Age of the oldest such call.', 'topic', age('created_at'), outbox);
    this.gauge(
      'outbox_gave_up',
      'Calls whose time to live ran out.',
      'topic',
      'count(*)::integer',
      'from messaging.outbox where gave_up_at is not null',
    );
  }

  private gauge(name: string, help: string, label: string, value: string, from: string): void {
    this.metrics.gauge(`everypenny_${name}`, help, [label], async (gauge) => {
      const rows = await this.dataSource.query<Figure[]>(
        `select ${label} as name, ${value} as value ${from} group by ${label}`,
      );
      gauge.reset();
      for (const { name: of, value: figure } of rows) gauge.set({ [label]: of }, figure);
    });
  }
}
