import { derivedId, derivedIdBeside } from '../vocabulary/ids.js';
import type { Pence } from '../vocabulary/pence.js';
import { type Entry, move } from './entry.js';
import { type BankLine, givenDirectly, ofBank, type OfDonation, type Withdrawal } from './posting-parts.js';

interface OfCharge extends OfDonation {
  gateway: string;
  /** Our charge id, and the gateway's part id where an operator split the charge. */
  chargeId: string;
  partId?: string;
  /** When we received the report: the gateways' own times have no zone. */
  reportedAt: Date;
}

export interface TextCharge extends OfCharge {
  /** The charity collects itself: counted by memo, never held or owed. */
  direct: boolean;
  grossPence: Pence;
}

const sourceId = ({ chargeId, partId = '' }: OfCharge) =>
  partId === '' ? chargeId : `${chargeId}/${partId}`;

/** Text charged g: text_receivable g | held g. */
export function textCharged(charge: TextCharge): Entry {
  const { book, purpose, donationId, gateway, grossPence, chargeId, partId = '' } = charge;
  return {
    // The report's own time has no zone and may be told in another way the next time: the charge's id says when.
    id: derivedIdBeside(chargeId, gateway, chargeId, partId),
    happening: charge.direct ? 'given_directly' : 'text_charged',
    book,
    donationId,
    occurredAt: charge.reportedAt,
    source: gateway,
    sourceId: sourceId(charge),
    fact: { donationId, grossPence, chargeId, partId },
    legs: charge.direct
      ? givenDirectly(grossPence)
      : move(grossPence, { name: 'text_receivable', gateway, purpose }, { name: 'held', purpose }),
  };
}

export interface TextReversal extends OfCharge {
  /** Tells several of one charge apart, by the network's or our own id of the refund. */
  reversalId: string;
  partner: string;
  amountPence: Pence;
}

/**
 * Text reversed, or refunded by the network, r: held r down to zero, the rest due_from_partner |
 * text_receivable r, which may go below zero until the next statement.
 */
export function textReversed(reversal: TextReversal): Withdrawal {
  const { book, purpose, donationId, gateway, partner, amountPence, reversalId } = reversal;
  const { chargeId, partId = '' } = reversal;
  return {
    id: derivedId(gateway, chargeId, partId, 'reversed', reversalId),
    happening: 'text_reversed',
    book,
    donationId,
    occurredAt: reversal.reportedAt,
    source: gateway,
    sourceId: `${sourceId(reversal)}/${reversalId}`,
    fact: { donationId, amountPence, chargeId, partId, reversalId },
    purpose,
    partner,
    amountPence,
    credit: { name: 'text_receivable', gateway, purpose },
  };
}

/** Text refunded by bank r: held r down to zero, the rest due_from_partner | appeal_bank r. */
export function textRefunded(
  line: BankLine,
  refund: Omit<OfDonation, 'book'> & { partner: string; amountPence: Pence },
): Withdrawal {
  const { donationId, purpose, partner, amountPence } = refund;
  return {
    ...ofBank(line),
    happening: 'text_refunded',
    donationId,
    fact: { donationId, amountPence },
    purpose,
    partner,
    amountPence,
    credit: { name: 'appeal_bank' },
  };
}
