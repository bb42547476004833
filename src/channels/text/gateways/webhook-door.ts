import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SenderRefused } from '../../../platform/http/http.problems.js';
import { Inbox } from '../../../platform/messaging/inbox.js';
import { Metrics } from '../../../platform/metrics/metrics.js';

/** The way in for what gateways post: a sender that can't prove itself is counted and refused, the rest is kept. */
@Injectable()
export class WebhookDoor {
  constructor(
    private readonly inbox: Inbox,
    private readonly metrics: Metrics,
  ) {}

  /** Throws SenderRefused, and nothing is kept. */
  admit(source: string, isProven: boolean): void {
    if (isProven) return;
    this.metrics.refusedWebhooks.inc({ source });
    throw new SenderRefused();
  }

  /** Resolves once it is on disk, once. Throws IntakeFull. */
  keep(source: string, externalId: string, body: unknown): Promise<void> {
    return this.inbox.keep({ source, externalId, body });
  }
}

/** The sender's own id of a message; what has none that can be one goes by its content, for staff to see. */
export function identityOf(given: string | undefined, body: unknown): string {
  if (given !== undefined && /^[\x20-\x7e]{1,300}$/.test(given)) return given;
  return hash('sha256', JSON.stringify(body), 'hex');
}
