import type { Account } from './account.js';
import { decideByEvidence, openDispute, timeOut } from './disputes.js';
import { retry } from './invoices.js';
import { settleCharge } from './payments.js';
import { makeDailyPayout, payOut, reconcilePayout } from './payouts.js';
import { endRefund, succeedRefund } from './refunds.js';
import { renew } from './subscriptions.js';
import { warnOfFraud } from './warnings.js';

/** Who does each job of the agenda when its time has come. */
export function takeUpJobs(account: Account): void {
  const { agenda } = account;
  agenda.on('settle_charge', (id) => settleCharge(account, id));
  agenda.on('open_dispute', (id) => disputeAsItsCardSays(account, id));
  agenda.on('warn_of_fraud', (id) => warnOfFraud(account, id));
  agenda.on('decide_dispute', (id) => decideByEvidence(account, id));
  agenda.on('time_out_dispute', (id) => timeOut(account, id));
  agenda.on('succeed_refund', (id) => succeedRefund(account, id));
  agenda.on('fail_refund', (id) => endRefund(account, id, 'failed'));
  agenda.on('make_payout', () => makeDailyPayout(account));
  agenda.on('reconcile_payout', (id) => reconcilePayout(account, id));
  agenda.on('pay_out', (id) => payOut(account, id));
  agenda.on('renew_subscription', (id) => renew(account, id));
  agenda.on('retry_invoice', (id) => retry(account, id));
}

function disputeAsItsCardSays(account: Account, chargeId: string): void {
  const charge = account.records.charges[chargeId]!;
  const reason = account.records.cards[charge.payment_method!]?.afterwards;
  // Somebody may have refunded or disputed it by hand in the meantime.
  if (charge.refunded || charge.disputed) return;
  openDispute(
    account,
    reason === 'inquiry' ? { charge, reason: 'general', inquiry: true } : { charge, reason },
  );
}
