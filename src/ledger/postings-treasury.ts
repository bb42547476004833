import { derivedId } from '../vocabulary/ids.js';
import type { Pence } from '../vocabulary/pence.js';
import type { Purpose } from './accounts.js';
import { type Entry, move } from './entry.js';
import { splitWithdrawal } from './posting-parts.js';

/** One payment of one purpose, by our own id of it; `partner` is the appeal's, whoever is paid. */
export interface Remittance {
  remittanceId: string;
  book: string;
  purpose: Purpose;
  partner: string;
  amountPence: Pence;
  sentAt: Date;
}

/** Remittance sent: held down to zero, the rest due_from_partner | appeal_bank. */
export function remittanceSent(remittance: Remittance, heldPence: Pence): Entry {
  const { purpose, partner, amountPence } = remittance;
  const { fromHeldPence, fromPartnerPence } = splitWithdrawal(heldPence, amountPence);
  return ofRemittance('remittance_sent', remittance, [
    ...move(fromHeldPence, { name: 'held', purpose }, { name: 'appeal_bank' }),
    ...move(fromPartnerPence, { name: 'due_from_partner', partner }, { name: 'appeal_bank' }),
  ]);
}

/** Set-off x against a remittance: held x | due_from_partner x. `amountPence` is x. */
export function setOff(remittance: Remittance): Entry {
  const { purpose, partner, amountPence } = remittance;
  return ofRemittance(
    'set_off',
    remittance,
    move(amountPence, { name: 'held', purpose }, { name: 'due_from_partner', partner }),
  );
}

function ofRemittance(
  happening: 'remittance_sent' | 'set_off',
  { remittanceId, book, purpose, partner, amountPence, sentAt }: Remittance,
  legs: Entry['legs'],
): Entry {
  return {
    id: derivedId(happening, remittanceId),
    happening,
    book,
    occurredAt: sentAt,
    source: 'remittance',
    sourceId: remittanceId,
    fact: { purpose, partner, amountPence },
    legs,
  };
}

export interface SurplusNotice {
  noticeId: string;
  book: string;
  amountPence: Pence;
  noticedAt: Date;
}

/** Surplus notice of amount s: held restricted s | held surplus s. */
export function surplusNoticed({ noticeId, book, amountPence, noticedAt }: SurplusNotice): Entry {
  return {
    id: derivedId('surplus_notice', noticeId),
    happening: 'surplus_noticed',
    book,
    occurredAt: noticedAt,
    source: 'surplus_notice',
    sourceId: noticeId,
    fact: { amountPence },
    legs: move(amountPence, { name: 'held', purpose: 'restricted' }, { name: 'held', purpose: 'surplus' }),
  };
}
