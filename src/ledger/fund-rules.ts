import { type Pence, pence } from '../vocabulary/pence.js';
import type { AccountName, Purpose, Qualifiers } from './accounts.js';
import type { FundBalance } from './fund-balance.js';

/** What may be sent is the lesser of `freeInBank` and `freeInFund`: the accounts that they look at. */
export const sendingAccounts: AccountName[] = [
  'appeal_bank',
  'refund_payable',
  'unidentified',
  'held',
  'dispute_suspense',
  'text_receivable',
];

/** The sum of the accounts of a name, or of those with these qualifiers. */
export function sumOf(balances: FundBalance[], name: AccountName, wanted: Qualifiers = {}): Pence {
  const summed = balances.filter(
    (account) =>
      account.name === name &&
      Object.entries(wanted).every(([key, value]) => account[key as keyof Qualifiers] === value),
  );
  return pence(summed.reduce((sum, { balancePence }) => sum + balancePence, 0));
}

/** What the bank has and owes nobody. What nobody has explained may belong to anybody, but adds nothing. */
export function freeInBank(balances: FundBalance[]): Pence {
  const unidentifiedPence = Math.max(0, sumOf(balances, 'unidentified'));
  return pence(sumOf(balances, 'appeal_bank') - sumOf(balances, 'refund_payable') - unidentifiedPence);
}

/** What of a fund is undisputed and no longer with a network. */
export function freeInFund(balances: FundBalance[], purpose: Purpose): Pence {
  return pence(
    sumOf(balances, 'held', { purpose }) -
      sumOf(balances, 'dispute_suspense', { purpose }) -
      yetToCome(balances, purpose),
  );
}

/** Text money that gateways still owe a fund: what one of them owes less than nothing pays for no other. */
export function yetToCome(balances: FundBalance[], purpose: Purpose): Pence {
  const owed = balances.filter(
    (account) =>
      account.name === 'text_receivable' && account.purpose === purpose && account.balancePence > 0,
  );
  return sumOf(owed, 'text_receivable');
}

/** What may become surplus: what is held, less text money not yet received. */
export function mayDesignate(balances: FundBalance[]): Pence {
  const purpose = 'restricted';
  return pence(sumOf(balances, 'held', { purpose }) - yetToCome(balances, purpose));
}

/** What may be set off: no more than is held, no more than the partner owes. */
export function maySetOff(balances: FundBalance[], purpose: Purpose, partner: string): Pence {
  return pence(
    Math.min(sumOf(balances, 'held', { purpose }), sumOf(balances, 'due_from_partner', { partner })),
  );
}
