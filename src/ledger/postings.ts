import { derivedIdAt } from '../vocabulary/ids.js';
import type { Pence } from '../vocabulary/pence.js';
import type { Purpose } from './accounts.js';
import { type Entry, move } from './entry.js';

/** What every happening of a donation tells. `book` is the appeal's slug. */
interface Given {
  book: string;
  donationId: string;
  purpose: Purpose;
  /** The charity collects itself: counted by memo, never held or owed. */
  direct: boolean;
}

export interface CardCharge extends Given {
  /** Stripe's balance transaction: its id, its own `created`, and its amounts. Never a guessed fee. */
  balanceTransactionId: string;
  createdAt: Date;
  grossPence: Pence;
  feePence: Pence;
}

/** Card charge +g, fee f: stripe_balance g−f; due_from_operator f | held g. */
export function cardCharged(charge: CardCharge): Entry {
  const { book, purpose, donationId, grossPence, feePence, balanceTransactionId: id, createdAt } = charge;
  const held = { name: 'held', purpose } as const;
  return {
    id: derivedIdAt(createdAt.getTime(), 'stripe', id),
    happening: charge.direct ? 'given_directly' : 'card_charged',
    book,
    donationId,
    occurredAt: createdAt,
    source: 'stripe',
    sourceId: id,
    fact: { donationId, grossPence, feePence, balanceTransactionId: id },
    legs: charge.direct
      ? givenDirectly(grossPence)
      : [
          ...move(grossPence - feePence, { name: 'stripe_balance' }, held),
          ...move(feePence, { name: 'due_from_operator' }, held),
        ],
  };
}

export interface TextCharge extends Given {
  gateway: string;
  /** Our charge id, and the gateway's part id where an operator split the charge. */
  chargeId: string;
  partId?: string;
  /** When we received the report: the gateways' own times have no zone. */
  reportedAt: Date;
  grossPence: Pence;
}

/** Text charged g: text_receivable g | held g. */
export function textCharged(charge: TextCharge): Entry {
  const { book, purpose, donationId, gateway, grossPence, chargeId, partId = '' } = charge;
  return {
    // No outside time that never changes is known, so the id sorts at the very beginning.
    id: derivedIdAt(0, gateway, chargeId, partId),
    happening: charge.direct ? 'given_directly' : 'text_charged',
    book,
    donationId,
    occurredAt: charge.reportedAt,
    source: gateway,
    sourceId: partId === '' ? chargeId : `${chargeId}/${partId}`,
    fact: { donationId, grossPence, chargeId, partId },
    legs: charge.direct
      ? givenDirectly(grossPence)
      : move(grossPence, { name: 'text_receivable', gateway, purpose }, { name: 'held', purpose }),
  };
}

function givenDirectly(grossPence: Pence): Entry['legs'] {
  return move(grossPence, { name: 'collected_by_partner' }, { name: 'given_directly' });
}
