import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Figures for Prometheus. Labels name kinds, never people. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly requests = new Histogram({
    name: 'everypenny_http_request_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.registry],
  });

  readonly refusedWebhooks = new Counter({
    name: 'everypenny_webhooks_refused_total',
    help: 'Webhooks with a wrong signature, token or address.',
    labelNames: ['source'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A figure that only grows. */
  counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name: `everypenny_${name}`, help, labelNames, registers: [this.registry] });
  }

  /** A figure that is read from the database when somebody asks. */
  gauge(name: string, help: string, labelNames: string[], read: (gauge: Gauge) => Promise<void>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect: () => read(gauge),
    });
  }
}
