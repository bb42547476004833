import type Stripe from 'stripe';
import type { Account } from './account.js';
import { newId } from './ids.js';

/** What moved in the account; the rest of a balance transaction follows from it. */
export interface Movement {
  type: Stripe.BalanceTransaction.Type;
  reportingCategory: string;
  /** Before the fee; below 0 where money leaves. */
  amount: number;
  /** Above 0 where Stripe takes it. */
  fee?: number;
  feeDescription?: string;
  source: string | null;
  description: string | null;
  /** At once, unless told otherwise. */
  availableOn?: number;
  /** Pounds, unless told otherwise. The account keeps a balance of each. */
  currency?: string;
}

/** Records one movement of money; the sum of the `net` of all is the balance. */
export function moveMoney(account: Account, movement: Movement): Stripe.BalanceTransaction {
  const { fee = 0, feeDescription = 'Stripe processing fees', currency = 'gbp' } = movement;
  const created = account.clock.seconds();
  const transaction: Stripe.BalanceTransaction = {
    id: newId('txn_3'),
    object: 'balance_transaction',
    amount: movement.amount,
    available_on: movement.availableOn ?? created,
    balance_type: 'payments',
    created,
    currency,
    description: movement.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: feeDescription,
              type: 'stripe_fee',
            },
          ],
    net: movement.amount - fee,
    reporting_category: movement.reportingCategory,
    source: movement.source,
    status: 'pending',
    type: movement.type,
  };
  account.records.balanceTransactions[transaction.id] = transaction;
  account.records.changed();
  return transaction;
}

/** When money that goes back may leave: with the charge's own, if that is still pending. */
export function availableWith({ records, clock }: Account, charge: Stripe.Charge): number {
  const own = records.balanceTransactions[charge.balance_transaction as string];
  return Math.max(own?.available_on ?? 0, clock.seconds());
}

export function asOfNow(
  { clock }: Account,
  transaction: Stripe.BalanceTransaction,
): Stripe.BalanceTransaction {
  return { ...transaction, status: transaction.available_on <= clock.seconds() ? 'available' : 'pending' };
}

/** `GET /v1/balance`: what is in the account, by whether it can be paid out yet. */
export function readBalance(account: Account): Stripe.Balance {
  const rows = Object.values(account.records.balanceTransactions).map((row) => asOfNow(account, row));
  const netOf = (status: string) => {
    return [...new Set(['gbp', ...rows.map(({ currency }) => currency)])].map((currency) => {
      const these = rows.filter((row) => row.status === status && row.currency === currency);
      const amount = these.reduce((sum, { net }) => sum + net, 0);
      return { amount, currency, source_types: { card: amount } };
    });
  };
  return { object: 'balance', available: netOf('available'), livemode: false, pending: netOf('pending') };
}
