import { Injectable } from '@nestjs/common';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import type { Entry } from '../../ledger/entry.js';
import { Ledger } from '../../ledger/ledger.js';
import { textCharged } from '../../ledger/postings-text.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Clock } from '../../vocabulary/clock.js';
import { type Pence, pence } from '../../vocabulary/pence.js';
import { ChargeParts } from './charge-parts.js';
import { donationsWithoutCharge, lockCharges, updateCharges } from './charge-rows.js';
import { FailureTexts } from './failure-texts.js';
import type { FailureReason } from './gateways/text-gateway.js';
import type { TextCharge } from './text.entities.js';
import { TextMetrics } from './text-metrics.js';

/** A final word on a charge, or on a part of it, from a report, a statement, or the answer to our call. */
export interface FinalWord {
  /** Locked by `lock`; several words may share it. */
  charge: TextCharge;
  outcome: 'charged' | 'failed';
  /** Null when it is the gateway's refusal of our call, which is no report: a later report still counts. */
  gatewayId: string | null;
  /** What the part is, where the network split the charge. */
  partPence?: Pence;
  statusCode: string;
  reason?: FailureReason;
  /** When we learned of it. */
  at: Date;
}

/** What was taken by one word, and the charge that it belongs to. */
interface Taken {
  charge: TextCharge;
  grossPence: Pence;
  partId?: string;
  at: Date;
}

/**
 * What becomes of charges, their donations and the books, whoever tells it. Only the word "charged" is money;
 * the first final word stands, and another one is a break.
 */
@Injectable()
export class ChargeOutcomes {
  constructor(
    private readonly donations: Donations,
    private readonly ledger: Ledger,
    private readonly breaks: Breaks,
    private readonly parts: ChargeParts,
    private readonly failureTexts: FailureTexts,
    private readonly metrics: TextMetrics,
    private readonly clock: Clock,
  ) {}

  /** The charges with one of our ids or one of the gateway's. Call it once in a transaction, before `apply`. */
  lock(tx: Tx, ids: string[], gatewayIds: string[]): Promise<TextCharge[]> {
    return lockCharges(tx, ids, gatewayIds);
  }

  async apply(tx: Tx, words: FinalWord[]): Promise<void> {
    const whole = words.filter((word) => !isOfPart(word));
    const partly = words.filter(isOfPart);
    const taken: Taken[] = [];
    const changed = new Set<TextCharge>();
    for (const word of whole) {
      const { charge, outcome, gatewayId, at } = word;
      // A charge that failed without the gateway's id failed by the answer to our call, which is no report.
      const isReported =
        charge.state === 'charged' ||
        charge.state === 'part_charged' ||
        (charge.state === 'failed' && charge.gatewayId !== null);
      if (isReported) await this.noteContradiction(tx, word);
      else {
        this.end(charge, outcome, outcome === 'charged' ? charge.amountPence : pence(0), word);
        charge.gatewayId ??= gatewayId;
        changed.add(charge);
        if (outcome === 'charged') taken.push({ charge, grossPence: charge.amountPence, at });
      }
    }
    for (const { word, grossPence, charge } of await this.parts.take(tx, partly)) {
      changed.add(charge);
      if (word.outcome === 'charged') {
        taken.push({ charge, grossPence, ...(word.gatewayId && { partId: word.gatewayId }), at: word.at });
      }
    }
    await updateCharges(tx, [...changed]);
    await this.book(tx, taken);
    await this.endUncharged(
      tx,
      [...changed].filter(
        ({ state, finalAt }) => state === 'failed' || (state === 'part_charged' && finalAt),
      ),
    );
  }

  private end(charge: TextCharge, state: 'charged' | 'failed', chargedPence: Pence, word: FinalWord): void {
    const { statusCode, reason } = word;
    Object.assign(charge, {
      state,
      chargedPence,
      statusCode,
      reason: reason ?? null,
      finalAt: this.clock.now(),
    });
    this.metrics.ended(state, reason ?? '');
  }

  /** One entry for each charge or part; the donation follows in the same transaction. */
  private async book(tx: Tx, taken: Taken[]): Promise<void> {
    if (taken.length === 0) return;
    const ids = taken.map(({ charge }) => charge.donationId);
    const donations = new Map((await this.donations.lock(tx, ids)).map((each) => [each.id, each]));
    const entries = taken.flatMap((each) => {
      const donation = donations.get(each.charge.donationId);
      return donation ? [entryOf(each, donation)] : [];
    });
    const { posted } = await this.ledger.post(tx, entries);
    const more = new Map<string, number>();
    for (const entry of entries) {
      if (!posted.has(entry.id) || entry.donationId === undefined) continue;
      more.set(entry.donationId, (more.get(entry.donationId) ?? 0) + grossOf(entry));
    }
    const first = [...more].filter(([id]) => donations.get(id)?.chargedPence === 0);
    await this.donations.confirm(
      tx,
      first.map(([id, chargedPence]) => ({
        donation: donations.get(id) as Donation,
        chargedPence: pence(chargedPence),
        at: this.clock.now(),
      })),
    );
    for (const [id, addedPence] of more) {
      const donation = donations.get(id) as Donation;
      if (donation.chargedPence === 0) continue;
      await this.donations.amend(tx, donation, { chargedPence: pence(donation.chargedPence + addedPence) });
    }
  }

  /** Ends donations of which nothing was or will be charged, and tells donors what was not taken. */
  private async endUncharged(tx: Tx, charges: TextCharge[]): Promise<void> {
    if (charges.length === 0) return;
    const ids = [...new Set(charges.map(({ donationId }) => donationId))];
    // Locked, so that of two charges that fail at once the second sees the first.
    await this.donations.lock(tx, ids);
    const uncharged = await donationsWithoutCharge(tx, ids);
    const ended = new Set(await this.donations.end(tx, uncharged, 'failed'));
    await this.failureTexts.promise(tx, charges, ended);
  }

  /** The same final word again is a repeat; another one is for a person to look at. */
  private async noteContradiction(tx: Tx, { charge, outcome, statusCode }: FinalWord): Promise<void> {
    if (charge.state === outcome) return;
    await this.breaks.note(tx, {
      kind: 'contradicting_reports',
      reference: charge.id,
      detail: `The charge was reported ${charge.state}, and later ${outcome} (${statusCode}). The first stands.`,
      whatToDo: 'Compare with the gateway’s monthly statement.',
      donationId: charge.donationId,
      amountPence: charge.amountPence,
      ours: [{ what: `charge, ${charge.state}`, id: charge.id, amountPence: charge.amountPence }],
      theirs: [{ what: `report, ${outcome} (${statusCode})`, id: charge.id }],
    });
  }
}

/** A word with an amount is of a part, unless it is the whole and no part was told before. */
function isOfPart({ charge, partPence }: FinalWord): boolean {
  if (partPence === undefined) return false;
  return partPence !== charge.amountPence || charge.state === 'part_charged';
}

function entryOf({ charge, grossPence, partId, at }: Taken, donation: Donation): Entry {
  return textCharged({
    book: donation.appeal,
    donationId: donation.id,
    purpose: donation.purpose,
    direct: donation.collection === 'direct',
    gateway: charge.gateway,
    chargeId: charge.id,
    ...(partId !== undefined && { partId }),
    grossPence,
    reportedAt: at,
  });
}

function grossOf(entry: Entry): number {
  return entry.legs.reduce((sum, leg) => sum + leg.amountPence, 0);
}
