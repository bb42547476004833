import { Injectable } from '@nestjs/common';
import { type AppealDefinition, partnerAccount } from '../../giving/appeals/appeal-definition.js';
import type { Purpose } from '../../ledger/accounts.js';
import { fundBalances, type FundBalance } from '../../ledger/fund-balance.js';
import { freeInBank, freeInFund, sendingAccounts, sumOf, yetToCome } from '../../ledger/fund-rules.js';
import type { Tx } from '../../platform/database/transactions.js';
import { type Pence, pence, penceFromText } from '../../vocabulary/pence.js';

import { type DueDay, dueDays } from './due-days.js';
import { ReceivedDays } from './received-days.js';

/** What may be sent of one purpose now, and what stands in the way of more. */
export interface MaySend {
  /** What a round may take from the fund: what it pays and what it sets off. */
  maySendPence: Pence;
  /** What of it would be set off against what the partner owes. */
  setOffPence: Pence;
  heldPence: Pence;
  disputedPence: Pence;
  textNotInPence: Pence;
  /** Approved and not yet sent, of this purpose. */
  approvedPence: Pence;
  bankPence: Pence;
  refundsPayablePence: Pence;
  unidentifiedPence: Pence;
  /** Approved and not yet sent, of every purpose: it will leave the same bank account. */
  approvedOfAllPence: Pence;
  inTransitPence: Pence;
  withStripePence: Pence;
  dueFromPartnerPence: Pence;
}

const approved = `
  select purpose, sum(amount_pence - set_off_pence)::text as pence from treasury.remittance
  where appeal = $1 and state = 'approved' group by purpose`;

/** What may be sent of each purpose, and what of it is to be passed on by when. */
export type MaySendOf = Record<Purpose, MaySend & { due: DueDay[] }>;

/** Reads how much may be passed on. It never decides and never posts. */
@Injectable()
export class MaySendReader {
  constructor(private readonly receivedDays: ReceivedDays) {}

  /** Of an appeal, all of one instant but for the days. */
  async of(tx: Tx, definition: AppealDefinition): Promise<MaySendOf> {
    const { slug: book, remitWithinDays } = definition;
    const balances = await fundBalances(tx, book, [
      ...sendingAccounts,
      'payouts_in_transit',
      'stripe_balance',
      'due_from_partner',
    ]);
    const rows = await tx.query<{ purpose: Purpose; pence: string }[]>(approved, [book]);
    const reserved = rows.map((row) => ({ purpose: row.purpose, pence: penceFromText(row.pence) }));
    const of = (purpose: Purpose): MaySend =>
      figuresOf(balances, purpose, partnerAccount(definition), reserved);
    const [restricted, surplus] = [of('restricted'), of('surplus')];
    const due = dueDays(
      await this.receivedDays.of(tx, book),
      { restricted: notPassedOn(restricted), surplus: notPassedOn(surplus) },
      remitWithinDays,
    );
    return {
      restricted: { ...restricted, due: due.restricted },
      surplus: { ...surplus, due: due.surplus },
    };
  }
}

/** What has come in and not left: with Stripe, in transit or in the bank, undisputed. */
function notPassedOn({ heldPence, disputedPence, textNotInPence }: MaySend): Pence {
  return pence(Math.max(0, heldPence - disputedPence - textNotInPence));
}

function figuresOf(
  balances: FundBalance[],
  purpose: Purpose,
  partner: string,
  reserved: { purpose: Purpose; pence: Pence }[],
): MaySend {
  const heldPence = sumOf(balances, 'held', { purpose });
  const disputedPence = sumOf(balances, 'dispute_suspense', { purpose });
  const textNotInPence = yetToCome(balances, purpose);
  const approvedPence = sum(reserved.filter((one) => one.purpose === purpose));
  const approvedOfAllPence = sum(reserved);
  const bankPence = sumOf(balances, 'appeal_bank');
  const refundsPayablePence = sumOf(balances, 'refund_payable');
  const unidentifiedPence = sumOf(balances, 'unidentified');
  const dueFromPartnerPence = sumOf(balances, 'due_from_partner', { partner });
  const ofFund = Math.max(0, freeInFund(balances, purpose) - approvedPence);
  const inBank = Math.max(0, freeInBank(balances) - approvedOfAllPence);
  // What is set off leaves the fund and not the bank.
  const maySendPence = pence(Math.min(ofFund, inBank + Math.max(0, dueFromPartnerPence)));
  return {
    maySendPence,
    setOffPence: setOffOf(maySendPence, dueFromPartnerPence),
    heldPence,
    disputedPence,
    textNotInPence,
    approvedPence,
    bankPence,
    refundsPayablePence,
    unidentifiedPence,
    approvedOfAllPence,
    inTransitPence: sumOf(balances, 'payouts_in_transit'),
    withStripePence: sumOf(balances, 'stripe_balance'),
    dueFromPartnerPence,
  };
}

/** What of an amount is set off: all that the partner owes, as far as it goes. */
export function setOffOf(amountPence: Pence, dueFromPartnerPence: Pence): Pence {
  return pence(Math.max(0, Math.min(amountPence, dueFromPartnerPence)));
}

function sum(parts: { pence: Pence }[]): Pence {
  return pence(parts.reduce((total, part) => total + part.pence, 0));
}
