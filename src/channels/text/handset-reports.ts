import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { Inbox, type KeptMessage } from '../../platform/messaging/inbox.js';
import { Clock } from '../../vocabulary/clock.js';
import { Gateways } from './gateways/gateways.js';
import type { TextGateway } from './gateways/text-gateway.js';
import { Phones } from './phones.js';

/** The last word stands here: a text that was not there may yet be delivered. */
const note = (table: string): string => `
  update text.${table} set handset = told.outcome
  from unnest($1::text[], $2::text[]) as told (gateway_id, outcome)
  where ${table}.gateway_id = told.gateway_id and ${table}.handset is distinct from told.outcome`;

/** What became of our texts on their handsets. No money hangs on it; an opt-out that it tells is kept. */
@Injectable()
export class HandsetReports implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly gateways: Gateways,
    private readonly phones: Phones,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    for (const gateway of this.gateways.all()) {
      this.inbox.register({
        source: `${gateway.name}.report`,
        apply: (tx, messages) => this.apply(tx, gateway, messages),
      });
    }
  }

  private async apply(tx: Tx, gateway: TextGateway, messages: KeptMessage[]): Promise<void> {
    const reports = messages.flatMap(({ body }) => gateway.handsetReport(body) ?? []);
    const told = new Map(
      reports
        .filter(({ outcome }) => outcome !== 'unknown')
        .map(({ gatewayId, outcome }) => [gatewayId, outcome]),
    );
    for (const table of told.size > 0 ? ['charge', 'reply'] : []) {
      await tx.query(note(table), [[...told.keys()], [...told.values()]]);
    }
    await this.optOut(
      tx,
      reports.filter(({ optedOut }) => optedOut).map(({ gatewayId }) => gatewayId),
    );
  }

  private async optOut(tx: Tx, gatewayIds: string[]): Promise<void> {
    if (gatewayIds.length === 0) return;
    const numbers = await tx.query<{ phoneMatch: Buffer }[]>(
      `select distinct message.phone_match as "phoneMatch" from text.reply
       join text.message on message.id = reply.message_id where reply.gateway_id = any($1::text[])`,
      [gatewayIds],
    );
    const at = this.clock.now();
    await this.phones.optOut(
      tx,
      numbers.map(({ phoneMatch }) => ({ phoneMatch, at })),
    );
  }
}
