import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Inbox, type KeptMessage } from '../../platform/messaging/inbox.js';
import { ChargeOutcomes, type FinalWord } from './charge-outcomes.js';
import { Gateways } from './gateways/gateways.js';
import type { CarrierBilling } from './gateways/text-gateway.js';

/** What the gateway says became of charges. A report that names none of ours is kept and changes nothing. */
@Injectable()
export class ChargeReports implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly outcomes: ChargeOutcomes,
    private readonly breaks: Breaks,
    private readonly gateways: Gateways,
  ) {}

  onModuleInit(): void {
    for (const { name, billing } of this.gateways.all()) {
      if (!billing) continue;
      this.inbox.register({
        source: `${name}.charge-report`,
        apply: async (tx, messages) => this.outcomes.apply(tx, await this.match(tx, billing, messages)),
      });
    }
  }

  /** By our own id first, by the gateway's otherwise. A code that is no final word changes nothing. */
  private async match(tx: Tx, billing: CarrierBilling, messages: KeptMessage[]): Promise<FinalWord[]> {
    const reports = messages.map((kept) => ({ kept, report: billing.chargeReport(kept.body) }));
    const known = reports.flatMap(({ report }) => report ?? []);
    const charges = await this.outcomes.lock(
      tx,
      known.flatMap(({ chargeId }) => chargeId ?? []),
      known.map(({ gatewayId }) => gatewayId),
    );
    const byId = new Map(charges.map((charge) => [charge.id, charge]));
    const byGatewayId = new Map(charges.map((charge) => [charge.gatewayId, charge]));
    const words: FinalWord[] = [];
    for (const { kept, report } of reports) {
      const charge = report && (byId.get(report.chargeId ?? '') ?? byGatewayId.get(report.gatewayId));
      if (!report || !charge) await this.noteUnmatched(tx, kept);
      else if (report.outcome !== 'unknown') {
        const { outcome, gatewayId, statusCode, reason, amountPence } = report;
        words.push({
          charge,
          outcome,
          gatewayId,
          statusCode,
          ...(reason && { reason }),
          ...(amountPence !== undefined && { partPence: amountPence }),
          at: kept.receivedAt,
        });
      }
    }
    return words;
  }

  private async noteUnmatched(tx: Tx, kept: KeptMessage): Promise<void> {
    await this.breaks.note(tx, {
      kind: 'report_without_charge',
      reference: kept.externalId,
      detail: 'A report names no charge that we made, or can’t be read. Nothing was changed.',
      whatToDo: 'Ask the gateway what it was for.',
      theirs: [{ what: kept.source, id: kept.externalId }],
    });
  }
}
