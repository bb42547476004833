/** Which of the accounts of one appeal's book; the table "Accounts" of docs/books.md says what each holds. */
export type AccountRef =
  | { name: 'stripe_balance' | 'payouts_in_transit' | 'appeal_bank' | 'due_from_operator' }
  | { name: 'refund_payable' | 'unidentified' }
  | { name: 'given_directly' | 'collected_by_partner' }
  | { name: 'dispute_suspense' | 'held'; purpose: Purpose }
  | { name: 'text_receivable'; gateway: string; purpose: Purpose }
  | { name: 'due_from_partner'; partner: string };

export type AccountName = AccountRef['name'];
export const purposes = ['restricted', 'surplus'] as const;
export type Purpose = (typeof purposes)[number];
export type Side = 'asset' | 'liability';

/** The book of what is in the same Stripe account or bank account and belongs to no appeal. */
export const otherBook = 'other';

interface AccountKind {
  side: Side;
  /** Outside the identities: counted, but never ours to hold. */
  memo: boolean;
}

export const accountKinds: Record<AccountName, AccountKind> = {
  stripe_balance: { side: 'asset', memo: false },
  payouts_in_transit: { side: 'asset', memo: false },
  appeal_bank: { side: 'asset', memo: false },
  text_receivable: { side: 'asset', memo: false },
  dispute_suspense: { side: 'asset', memo: false },
  due_from_operator: { side: 'asset', memo: false },
  due_from_partner: { side: 'asset', memo: false },
  held: { side: 'liability', memo: false },
  refund_payable: { side: 'liability', memo: false },
  unidentified: { side: 'liability', memo: false },
  given_directly: { side: 'liability', memo: true },
  collected_by_partner: { side: 'asset', memo: true },
};

/** What tells apart the accounts of one name. */
export interface Qualifiers {
  gateway?: string;
  purpose?: Purpose;
  partner?: string;
}

/** The account's one name across all books, for example `sun-ukraine-fund:text_receivable:fonix:restricted`. */
export function accountCode(book: string, account: AccountRef): string {
  const { name, gateway, purpose, partner }: { name: AccountName } & Qualifiers = account;
  let code = `${book}:${name}`;
  if (gateway !== undefined) code += `:${gateway}`;
  if (purpose !== undefined) code += `:${purpose}`;
  return partner === undefined ? code : `${code}:${partner}`;
}
