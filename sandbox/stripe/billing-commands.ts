import type { Command } from './commands.js';
import { invalid, noSuch, StripeError } from './errors.js';
import { collect } from './invoices.js';
import type { Parameters } from './parameters.js';
import { createPortalSession } from './portal.js';
import { existing } from './reads.js';
import { rowOf } from './records.js';
import { cancelAtPeriodEnd, endSubscription } from './subscription-states.js';

/** What a merchant does about subscriptions. */
export const BILLING_COMMANDS: Command[] = [
  {
    path: '/subscriptions/:id',
    prepare(account, parameters, id) {
      parameters.only(
        'cancel_at_period_end',
        'cancellation_details',
        'default_payment_method',
        'description',
        'metadata',
        'expand',
      );
      const subscription = existing('subscription', account.records.subscriptions, id);
      const ends = parameters.oneOf('cancel_at_period_end', ['true', 'false']);
      const method = parameters.text('default_payment_method');
      readComment(parameters);
      if (subscription.status === 'canceled')
        throw invalid('A canceled subscription can only update its cancellation_details and metadata.');
      if (method !== undefined && !rowOf(account.records.cards, method))
        throw noSuch('PaymentMethod', method, 'default_payment_method');
      const metadata = parameters.metadata();
      return () => {
        Object.assign(subscription.metadata, metadata);
        if (method !== undefined) subscription.default_payment_method = method;
        if (ends !== undefined) cancelAtPeriodEnd(account, subscription, ends === 'true');
        return subscription;
      };
    },
  },
  {
    method: 'DELETE',
    path: '/subscriptions/:id',
    prepare(account, parameters, id) {
      parameters.only('cancellation_details', 'invoice_now', 'prorate', 'expand');
      readComment(parameters);
      const subscription = existing('subscription', account.records.subscriptions, id);
      if (subscription.status === 'canceled') throw noSuch('subscription', id);
      return () => {
        endSubscription(account, subscription, 'cancellation_requested');
        return subscription;
      };
    },
  },
  {
    path: '/invoices/:id/pay',
    prepare(account, parameters, id) {
      parameters.only('off_session', 'payment_method', 'expand');
      const invoice = existing('invoice', account.records.invoices, id);
      return () => {
        const refusal = collect(account, invoice);
        if (!refusal) return invoice;
        throw new StripeError(402, 'card_error', refusal.message, {
          code: refusal.code,
          decline_code: refusal.declineCode,
        });
      };
    },
  },
  {
    path: '/billing_portal/sessions',
    prepare(account, parameters) {
      parameters.only('configuration', 'customer', 'flow_data', 'locale', 'return_url', 'expand');
      const customerId = parameters.required('customer', parameters.text('customer'));
      const customer = rowOf(account.records.customers, customerId);
      if (!customer) throw noSuch('customer', customerId, 'customer');
      const flow = parameters
        .object('flow_data')
        .only('type', 'after_completion', 'subscription_cancel')
        .oneOf('type', ['payment_method_update', 'subscription_cancel']);
      const returnUrl = parameters.url('return_url') ?? null;
      return () => createPortalSession(account, customer, { returnUrl, flow });
    },
  },
];

function readComment(parameters: Parameters): void {
  const details = parameters.object('cancellation_details').only('comment', 'feedback', 'feedback_option');
  details.text('comment');
}
