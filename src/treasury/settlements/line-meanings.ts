import type { Purpose } from '../../ledger/accounts.js';
import type { Entry } from '../../ledger/entry.js';
import type { BankLine } from '../../ledger/posting-parts.js';
import {
  bankCharged,
  givenByBank,
  operatorPaid,
  partnerReturned,
  receiptUnexplained,
} from '../../ledger/postings-bank.js';
import type { Pence } from '../../vocabulary/pence.js';

/** What a line was found to be, with all that its posting needs. */
export interface Found {
  line: BankLine;
  amountPence: Pence;
  purpose: Purpose | null;
  partner: string | null;
  donationId: string;
}

interface LineMeaning {
  /** Which way the money must have gone; absent: either. */
  way?: 'in' | 'out';
  entry(found: Found): Entry;
}

/** What a person may say that a line is, and what each posts. A payout or a payment of ours is matched instead. */
const all = {
  operator_top_up: { way: 'in', entry: ({ line, amountPence }) => operatorPaid(line, amountPence) },
  operator_paid_back: { way: 'out', entry: ({ line, amountPence }) => operatorPaid(line, amountPence) },
  /** The operator bears it, as every fee. What the bank gives back of it is one too. */
  bank_charge: { entry: ({ line, amountPence }) => bankCharged(line, amountPence) },
  partner_returned: {
    way: 'in',
    entry: ({ line, amountPence, partner }) => partnerReturned(line, partner ?? '', amountPence),
  },
  bank_donation: {
    way: 'in',
    entry: ({ line, amountPence, donationId, purpose }) =>
      givenByBank(line, donationId, purpose ?? 'restricted', amountPence),
  },
  /** Goes to, or comes from, somebody else who uses the same bank account. */
  not_for_an_appeal: { entry: ({ line, amountPence }) => receiptUnexplained(line, amountPence) },
} satisfies Record<string, LineMeaning>;

export type Meaning = keyof typeof all;

export const lineMeanings: Record<Meaning, LineMeaning> = all;
