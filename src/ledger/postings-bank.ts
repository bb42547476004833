import { derivedId } from '../vocabulary/ids.js';
import type { Pence } from '../vocabulary/pence.js';
import type { AccountRef, Purpose } from './accounts.js';
import { type Entry, type Happening, move } from './entry.js';
import { type BankLine, ofBank, type Withdrawal } from './posting-parts.js';

const bank = { name: 'appeal_bank' } as const;
const unidentified = { name: 'unidentified' } as const;

/** Bank line of a payout +p: appeal_bank p | payouts_in_transit p; of a negative payout −p the other way. */
export function payoutBanked(line: BankLine, amountPence: Pence): Entry {
  return received('payout_banked', line, amountPence, { name: 'payouts_in_transit' });
}

/** Failed refund paid by bank r: refund_payable r | appeal_bank r. */
export function refundPaidByBank(line: BankLine, donationId: string, amountPence: Pence): Entry {
  return {
    ...ofBank(line),
    happening: 'refund_paid_by_bank',
    donationId,
    fact: { donationId, amountPence },
    legs: move(amountPence, { name: 'refund_payable' }, bank),
  };
}

/** Paid by bank, of which the company had moved nothing: held r down to zero, the rest due_from_partner | appeal_bank r. */
export function refundPaidUnbooked(
  line: BankLine,
  { donationId, ...refund }: Pick<Withdrawal, 'donationId' | 'purpose' | 'partner' | 'amountPence'>,
): Withdrawal {
  return {
    ...ofBank(line),
    happening: 'refund_paid_by_bank',
    donationId,
    fact: { donationId, amountPence: refund.amountPence },
    ...refund,
    credit: bank,
  };
}

/** Bank or cheque donation g: appeal_bank g | held g. */
export function givenByBank(line: BankLine, donationId: string, purpose: Purpose, amountPence: Pence): Entry {
  return {
    ...received('given_by_bank', line, amountPence, { name: 'held', purpose }, { donationId }),
    donationId,
  };
}

/** What a gateway paid of one purpose: received, and the fee that its statement shows. */
export interface GatewayPayment {
  purpose: Purpose;
  receivedPence: Pence;
  feePence: Pence;
}

/**
 * Gateway pays out: a received, fee f on its statement: appeal_bank a; due_from_operator f |
 * text_receivable a+f. What is still missing stays there as a break.
 */
export function gatewayPaid(line: BankLine, gateway: string, payments: GatewayPayment[]): Entry {
  return {
    ...ofBank(line),
    happening: 'gateway_paid',
    fact: { gateway, ...Object.fromEntries(payments.flatMap(paymentFact)) },
    legs: payments.flatMap(({ purpose, receivedPence, feePence }) => {
      const receivable = { name: 'text_receivable', gateway, purpose } as const;
      return [
        ...move(receivedPence, bank, receivable),
        ...move(feePence, { name: 'due_from_operator' }, receivable),
      ];
    }),
  };
}

const paymentFact = ({ purpose, receivedPence, feePence }: GatewayPayment): [string, number][] => [
  [`${purpose}ReceivedPence`, receivedPence],
  [`${purpose}FeePence`, feePence],
];

/** Unexplained bank receipt: appeal_bank | unidentified. */
export function receiptUnexplained(line: BankLine, amountPence: Pence): Entry {
  return received('receipt_unexplained', line, amountPence, unidentified);
}

/**
 * Once explained: unidentified | the account it belongs to. Takes the entry that the line would have been, had
 * it been understood at once.
 */
export function onceExplained(entry: Entry): Entry {
  const instead = (account: AccountRef): AccountRef =>
    account.name === 'appeal_bank' ? unidentified : account;
  return {
    ...entry,
    id: derivedId(entry.id, 'explained'),
    legs: entry.legs.map((leg) => ({ ...leg, debit: instead(leg.debit), credit: instead(leg.credit) })),
  };
}

/** Operator tops up +x: appeal_bank x | due_from_operator x; is paid back −x: the other way. */
export function operatorPaid(line: BankLine, amountPence: Pence): Entry {
  return received('operator_paid', line, amountPence, { name: 'due_from_operator' });
}

/** What the bank keeps c: due_from_operator c | appeal_bank c. Told below 0; what it gives back is above 0. */
export function bankCharged(line: BankLine, amountPence: Pence): Entry {
  return received('bank_charged', line, amountPence, { name: 'due_from_operator' });
}

/** Remittance returned by the bank: appeal_bank | held. Owed again. */
export function remittanceReturned(
  line: BankLine,
  remittanceId: string,
  purpose: Purpose,
  amountPence: Pence,
): Entry {
  return received('remittance_returned', line, amountPence, { name: 'held', purpose }, { remittanceId });
}

/** Partner returns money: appeal_bank | due_from_partner. */
export function partnerReturned(line: BankLine, partner: string, amountPence: Pence): Entry {
  return received('partner_returned', line, amountPence, { name: 'due_from_partner', partner });
}

/** The account that the money is for is part of what the line was found to say. */
function received(
  happening: Happening,
  line: BankLine,
  amountPence: Pence,
  from: AccountRef,
  fact: Entry['fact'] = {},
): Entry {
  return {
    ...ofBank(line),
    happening,
    fact: { amountPence, ...from, ...fact },
    legs: move(amountPence, bank, from),
  };
}
