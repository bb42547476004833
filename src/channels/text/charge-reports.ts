import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Donations } from '../../giving/donations/donations.service.js';
import { Ledger } from '../../ledger/ledger.js';
import { textCharged } from '../../ledger/postings-text.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Inbox, type KeptMessage } from '../../platform/messaging/inbox.js';
import { Clock } from '../../vocabulary/clock.js';
import { Gateways } from './gateways/gateways.js';
import type { CarrierBilling, ChargeReport } from './gateways/text-gateway.js';
import type { TextCharge } from './text.entities.js';
import { lockCharges, updateCharges } from './text-rows.js';

/** A report with the charge that it is about. */
interface Matched {
  kept: KeptMessage;
  report: ChargeReport;
  charge: TextCharge;
}

/** What the gateway says became of charges. Only its word "charged" is money; the first final word stands. */
@Injectable()
export class ChargeReports implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly donations: Donations,
    private readonly ledger: Ledger,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
    private readonly gateways: Gateways,
  ) {}

  onModuleInit(): void {
    for (const { name, billing } of this.gateways.all()) {
      if (!billing) continue;
      this.inbox.register({
        source: `${name}.charge-report`,
        apply: (tx, messages) => this.apply(tx, billing, messages),
      });
    }
  }

  private async apply(tx: Tx, billing: CarrierBilling, messages: KeptMessage[]): Promise<void> {
    const matched = await this.match(tx, billing, messages);
    const final: Matched[] = [];
    for (const each of matched) {
      const { charge, report } = each;
      if (report.outcome === 'unknown') continue;
      // A charge that failed without the gateway's id failed by the answer to our call, which is no report.
      const reported = charge.state === 'charged' || (charge.state === 'failed' && charge.gatewayId !== null);
      if (reported) await this.noteContradiction(tx, each);
      else {
        Object.assign(charge, {
          state: report.outcome,
          statusCode: report.statusCode,
          finalAt: this.clock.now(),
        });
        final.push(each);
      }
    }
    await updateCharges(
      tx,
      final.map(({ charge, report }) => ({ ...charge, gatewayId: report.gatewayId })),
    );
    const failed = final.filter(({ charge }) => charge.state === 'failed');
    await this.donations.end(
      tx,
      failed.map(({ charge }) => charge.donationId),
      'failed',
    );
    await this.book(
      tx,
      final.filter(({ charge }) => charge.state === 'charged'),
    );
  }

  /** By our own id first, by the gateway's otherwise. Charges are locked in the order of their ids. */
  private async match(tx: Tx, billing: CarrierBilling, messages: KeptMessage[]): Promise<Matched[]> {
    const reports = messages.map((kept) => ({ kept, report: billing.chargeReport(kept.body) }));
    const known = reports.flatMap(({ report }) => report ?? []);
    const charges = await lockCharges(
      tx,
      known.flatMap(({ chargeId }) => chargeId ?? []),
      known.map(({ gatewayId }) => gatewayId),
    );
    const byId = new Map(charges.map((charge) => [charge.id, charge]));
    const byGatewayId = new Map(charges.map((charge) => [charge.gatewayId, charge]));
    const matched: Matched[] = [];
    for (const { kept, report } of reports) {
      const charge = report && (byId.get(report.chargeId ?? '') ?? byGatewayId.get(report.gatewayId));
      if (report && charge) matched.push({ kept, report, charge });
      else await this.noteUnmatched(tx, kept);
    }
    return matched;
  }

  private async book(tx: Tx, charged: Matched[]): Promise<void> {
    const charges = new Map(charged.map((each) => [each.charge.donationId, each]));
    const donations = (await this.donations.lock(tx, [...charges.keys()])).filter(Donations.awaits);
    const entries = donations.flatMap((donation) => {
      const each = charges.get(donation.id);
      if (!each) return [];
      return textCharged({
        book: donation.appeal,
        donationId: donation.id,
        purpose: donation.purpose,
        direct: donation.collection === 'direct',
        gateway: each.charge.gateway,
        chargeId: each.charge.id,
        grossPence: each.charge.amountPence,
        reportedAt: each.kept.receivedAt,
      });
    });
    const { posted } = await this.ledger.post(tx, entries);
    const inBooks = new Set(entries.filter((entry) => posted.has(entry.id)).map((entry) => entry.donationId));
    await this.donations.confirm(
      tx,
      donations
        .filter((donation) => inBooks.has(donation.id))
        .map((donation) => ({ donation, chargedPence: donation.amountPence, at: this.clock.now() })),
    );
  }

  /** The same final word again is a repeat; another one is for a person to look at. */
  private async noteContradiction(tx: Tx, { charge, report }: Matched): Promise<void> {
    if (charge.state === report.outcome) return;
    await this.breaks.note(tx, {
      kind: 'contradicting_reports',
      reference: charge.id,
      detail: `The charge was reported ${charge.state}, and later ${report.outcome} (${report.statusCode}). The first stands.`,
      whatToDo: 'Compare with the gateway’s monthly statement.',
      donationId: charge.donationId,
      amountPence: charge.amountPence,
    });
  }

  private async noteUnmatched(tx: Tx, kept: KeptMessage): Promise<void> {
    await this.breaks.note(tx, {
      kind: 'report_without_charge',
      reference: kept.externalId,
      detail: 'A report names no charge that we made, or can’t be read. Nothing was changed.',
      whatToDo: 'Ask the gateway what it was for.',
    });
  }
}
