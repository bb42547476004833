import { Injectable } from '@nestjs/common';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { Outcome } from './text-outcomes.js';

/** What operators watch of texts. Counted when worked on: a set that is worked on again counts again. */
@Injectable()
export class TextMetrics {
  private readonly read;
  private readonly gifts;
  private readonly charges;

  constructor(metrics: Metrics) {
    this.read = metrics.counter('text_messages_total', 'Texts by how they were read.', ['kind']);
    this.gifts = metrics.counter('text_gifts_total', 'Plain gifts by what the rules let become of them.', [
      'what',
    ]);
    this.charges = metrics.counter('text_charges_total', 'Final words on charges.', ['outcome', 'reason']);
  }

  worked(outcomes: Outcome[]): void {
    for (const { message, gift } of outcomes) {
      this.read.inc({ kind: message.kind });
      if (gift) this.gifts.inc({ what: gift });
    }
  }

  ended(outcome: string, reason: string): void {
    this.charges.inc({ outcome, reason });
  }
}
