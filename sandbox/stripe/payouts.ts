import type Stripe from 'stripe';
import type { Account } from './account.js';
import { DAY } from './agenda.js';
import { asOfNow, moveMoney, readBalance } from './balance.js';
import { invalid } from './errors.js';
import { newId } from './ids.js';

const ARRIVES_AFTER_SECONDS = DAY;
const RECONCILED_AFTER_SECONDS = 2;
/** The subject of the job that makes the automatic payout of each day. */
const DAILY = 'daily';

interface Arrangement {
  amount: number;
  automatic: boolean;
  description?: string | undefined;
  metadata?: Record<string, string>;
}

/** Plans the automatic payout of the coming night, and of every one after it. */
export function planDailyPayouts({ agenda, clock }: Account): void {
  if (!agenda.has('make_payout', DAILY)) agenda.add('make_payout', DAILY, DAY - (clock.seconds() % DAY));
}

export function makeDailyPayout(account: Account): void {
  makeAutomaticPayout(account);
  planDailyPayouts(account);
}

/**
 * Pays out what is available in pounds and was in no automatic payout before; where that is below 0, Stripe debits the bank.
 * Nothing is made of nothing.
 */
export function makeAutomaticPayout(account: Account): Stripe.Payout | undefined {
  const { records } = account;
  const items = Object.values(records.balanceTransactions).filter(
    (row) =>
      row.currency === 'gbp' &&
      !Object.hasOwn(records.payoutOf, row.id) &&
      asOfNow(account, row).status === 'available',
  );
  const amount = items.reduce((sum, { net }) => sum + net, 0);
  if (amount === 0) return undefined;
  const payout = makePayout(account, { amount, automatic: true });
  for (const { id } of items) records.payoutOf[id] = payout.id;
  records.payoutOf[payout.balance_transaction as string] = payout.id;
  account.agenda.add('reconcile_payout', payout.id, RECONCILED_AFTER_SECONDS);
  return payout;
}

/** One that the merchant asks for. Stripe can't say what was in it. */
export function makeManualPayout(
  account: Account,
  arrangement: Omit<Arrangement, 'automatic'>,
): Stripe.Payout {
  const available = readBalance(account).available[0]!.amount;
  if (arrangement.amount > available)
    throw invalid(
      'You have insufficient funds in your Stripe account for this transfer.',
      'amount',
      'balance_insufficient',
    );
  return makePayout(account, { ...arrangement, automatic: false });
}

/** The books of the payout are closed: what was in it can be listed. */
export function reconcilePayout(account: Account, id: string): void {
  const payout = account.records.payouts[id];
  if (!payout || payout.reconciliation_status !== 'in_progress') return;
  payout.reconciliation_status = 'completed';
  announce(account, payout, 'payout.reconciliation_completed');
}

/** The money should have arrived. A bank may still send it back later. */
export function payOut(account: Account, id: string): void {
  const payout = account.records.payouts[id];
  if (payout?.status !== 'in_transit') return;
  payout.status = 'paid';
  announce(account, payout, 'payout.paid');
}

/** The bank sends it back, perhaps after it was reported as paid: the money is in the account again. */
export function failPayout(account: Account, payout: Stripe.Payout): void {
  if (!['in_transit', 'paid'].includes(payout.status)) throw invalid('This payout cannot fail any more.');
  payout.failure_balance_transaction = moveMoney(account, {
    type: 'payout_failure',
    reportingCategory: 'payout_reversal',
    amount: payout.amount,
    source: payout.id,
    description: 'STRIPE PAYOUT FAILURE',
  }).id;
  payout.status = 'failed';
  payout.failure_code = 'account_closed';
  payout.failure_message = 'The bank account has been closed.';
  announce(account, payout, 'payout.failed');
}

function makePayout(account: Account, arrangement: Arrangement): Stripe.Payout {
  const payout = newPayout(account, arrangement);
  account.records.payouts[payout.id] = payout;
  payout.balance_transaction = moveMoney(account, {
    type: 'payout',
    reportingCategory: 'payout',
    amount: -payout.amount,
    source: payout.id,
    description: payout.description,
  }).id;
  announce(account, payout, 'payout.created');
  account.agenda.add('pay_out', payout.id, ARRIVES_AFTER_SECONDS);
  return payout;
}

function announce({ webhooks }: Account, payout: Stripe.Payout, type: string): void {
  webhooks.announce(payout.id, { type, object: payout });
}

function newPayout(
  account: Account,
  { amount, automatic, description, metadata }: Arrangement,
): Stripe.Payout {
  const created = account.clock.seconds();
  return {
    id: newId('po_1'),
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: (Math.floor(created / DAY) + 1) * DAY,
    automatic,
    balance_transaction: null,
    created,
    currency: 'gbp',
    description: description ?? 'STRIPE PAYOUT',
    destination: 'ba_1Sandbox0000000000000000',
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: metadata ?? {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'in_transit',
    trace_id: null,
    type: 'bank_account',
  };
}
