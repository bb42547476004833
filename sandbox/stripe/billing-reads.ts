import type Stripe from 'stripe';
import { LIST_PARAMETERS, page } from './lists.js';
import type { Resource } from './reads.js';
import { rowOf } from './records.js';

/** What can be read of subscriptions and their bills. */
export const BILLING_RESOURCES: Resource[] = [
  {
    path: '/customers',
    kind: 'customer',
    find: ({ records }, id) => rowOf(records.customers, id),
    list({ records }, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'email');
      const email = parameters.text('email');
      const matches = (customer: Stripe.Customer) => email === undefined || customer.email === email;
      return page('customer', Object.values(records.customers), matches, parameters, url);
    },
  },
  {
    path: '/subscriptions',
    kind: 'subscription',
    find: ({ records }, id) => rowOf(records.subscriptions, id),
    list({ records }, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'customer', 'status');
      const [customer, status] = [parameters.text('customer'), parameters.text('status')];
      // Those that have ended are shown only to whoever asks for them.
      const matches = (subscription: Stripe.Subscription) =>
        (customer === undefined || subscription.customer === customer) &&
        (status === 'all' ||
          (status === undefined ? subscription.status !== 'canceled' : subscription.status === status));
      return page('subscription', Object.values(records.subscriptions), matches, parameters, url);
    },
  },
  {
    path: '/invoices',
    kind: 'invoice',
    find: ({ records }, id) => rowOf(records.invoices, id),
    list({ records }, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'customer', 'subscription', 'status');
      const [customer, of, status] = ['customer', 'subscription', 'status'].map((key) =>
        parameters.text(key),
      );
      const matches = (invoice: Stripe.Invoice) =>
        (customer === undefined || invoice.customer === customer) &&
        (of === undefined || invoice.parent!.subscription_details!.subscription === of) &&
        (status === undefined || invoice.status === status);
      return page('invoice', Object.values(records.invoices), matches, parameters, url);
    },
  },
  {
    path: '/invoice_payments',
    kind: 'invoice_payment',
    find: ({ records }, id) => rowOf(records.invoicePayments, id),
    list({ records }, parameters, url) {
      parameters.only(...LIST_PARAMETERS, 'invoice', 'payment', 'status');
      const [invoice, status] = [parameters.text('invoice'), parameters.text('status')];
      const payment = parameters.object('payment').only('type', 'payment_intent');
      const intent = payment.text('payment_intent');
      if (intent !== undefined) payment.required('type', payment.oneOf('type', ['payment_intent']));
      const matches = (row: Stripe.InvoicePayment) =>
        (invoice === undefined || row.invoice === invoice) &&
        (intent === undefined || row.payment.payment_intent === intent) &&
        (status === undefined || row.status === status);
      return page('invoice_payment', Object.values(records.invoicePayments), matches, parameters, url);
    },
  },
];
