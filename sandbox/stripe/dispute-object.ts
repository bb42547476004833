import type Stripe from 'stripe';
import type { Account } from './account.js';
import { newId } from './ids.js';

interface Opening {
  amount: number;
  reason: string;
  status: Stripe.Dispute.Status;
  dueBy: number;
}

export function newDispute(
  account: Account,
  charge: Stripe.Charge,
  { amount, reason, status, dueBy }: Opening,
): Stripe.Dispute {
  return {
    id: newId('du_1'),
    object: 'dispute',
    amount,
    balance_transactions: [],
    charge: charge.id,
    created: account.clock.seconds(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence(charge),
    evidence_details: {
      due_by: dueBy,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: 'manual',
    is_charge_refundable: status.startsWith('warning_'),
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand: charge.payment_method_details!.card!.brand!,
        case_type: status.startsWith('warning_') ? 'inquiry' : 'chargeback',
        network: charge.payment_method_details!.card!.network!,
        network_reason_code: '83',
      },
      type: 'card',
    },
    reason,
    status,
  };
}

const noEvidence = ({ billing_details: payer }: Stripe.Charge): Stripe.Dispute.Evidence => ({
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: payer.email,
  customer_name: payer.name,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
});
