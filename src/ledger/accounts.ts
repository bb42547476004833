/** Which of the accounts of one appeal's book; the table "Accounts" of docs/books.md says what each holds. */
export type AccountRef =
  | { name: 'stripe_balance' | 'due_from_operator' }
  | { name: 'given_directly' | 'collected_by_partner' }
  | { name: 'text_receivable'; gateway: string; purpose: Purpose }
  | { name: 'held'; purpose: Purpose };

export type AccountName = AccountRef['name'];
export type Purpose = 'restricted' | 'surplus';
export type Side = 'asset' | 'liability';

interface AccountKind {
  side: Side;
  /** Outside the identities: counted, but never ours to hold. */
  memo: boolean;
}

export const accountKinds: Record<AccountName, AccountKind> = {
  stripe_balance: { side: 'asset', memo: false },
  text_receivable: { side: 'asset', memo: false },
  due_from_operator: { side: 'asset', memo: false },
  held: { side: 'liability', memo: false },
  given_directly: { side: 'liability', memo: true },
  collected_by_partner: { side: 'asset', memo: true },
};

/** The account's one name across all books, for example `sun-ukraine-fund:text_receivable:fonix:restricted`. */
export function accountCode(book: string, account: AccountRef): string {
  const { name, ...qualifiers } = account;
  const { gateway, purpose } = qualifiers as { gateway?: string; purpose?: string };
  return [book, name, gateway, purpose].filter((part) => part !== undefined).join(':');
}
