import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Account } from './account.js';
import { moveMoney } from './balance.js';
import { type Card, readCard } from './cards.js';
import { CONDITIONS, readWebhooks } from './conditions.js';
import { renderDashboard } from './dashboard-page.js';
import { answerDispute, decide, escalate, openDispute } from './disputes.js';
import { invalid, noSuch, StripeError } from './errors.js';
import { newPaymentIntent } from './objects.js';
import { Parameters } from './parameters.js';
import { sendPage } from './pay-routes.js';
import { tryCard } from './payments.js';
import { failPayout, makeAutomaticPayout, makeManualPayout, payOut } from './payouts.js';
import { rowOf } from './records.js';
import { createRefund, endRefund, readRefundParameters, succeedRefund } from './refunds.js';
import { saveCard } from './subscription-states.js';
import { warnOfFraud } from './warnings.js';

/** What a person does in the Dashboard, and what banks do: each answers with what it made or changed. */
export type Action = (account: Account, fields: Parameters) => object;

const ACTIONS: Record<string, Action> = {
  refund(account, fields) {
    const course = fields.oneOf('course', ['succeeds', 'pending', 'pending_for_funds', 'fails_later']);
    return createRefund(account, { ...readRefundParameters(account, fields.without('course')), course });
  },
  'refund/succeed': (account, fields) => {
    const refund = named(account, fields, 'refunds', 'refund');
    succeedRefund(account, refund.id);
    return refund;
  },
  'refund/fail': (account, fields) => {
    const refund = named(account, fields, 'refunds', 'refund');
    endRefund(account, refund.id, 'failed', fields.text('reason'));
    return refund;
  },
  'refund/cancel': (account, fields) => {
    const refund = named(account, fields, 'refunds', 'refund');
    endRefund(account, refund.id, 'canceled');
    return refund;
  },
  dispute: (account, fields) =>
    openDispute(account, {
      charge: named(account, fields, 'charges', 'charge'),
      amount: fields.integer('amount'),
      reason: fields.text('reason'),
      inquiry: fields.text('inquiry') === 'true',
    }),
  'dispute/escalate': (account, fields) => {
    const dispute = named(account, fields, 'disputes', 'dispute');
    escalate(account, dispute);
    return dispute;
  },
  'dispute/answer': (account, fields) => {
    const dispute = named(account, fields, 'disputes', 'dispute');
    answerDispute(account, dispute, fields.required('text', fields.text('text')));
    return dispute;
  },
  'dispute/decide': (account, fields) => {
    const dispute = named(account, fields, 'disputes', 'dispute');
    decide(account, dispute, fields.required('outcome', fields.oneOf('outcome', ['won', 'lost'])));
    return dispute;
  },
  warning: (account, fields) =>
    warnOfFraud(account, named(account, fields, 'charges', 'charge').id) ?? { nothing: 'to warn of' },
  /** Automatic without an amount. */
  payout(account, fields) {
    const amount = fields.integer('amount');
    if (amount !== undefined) return makeManualPayout(account, { amount });
    return makeAutomaticPayout(account) ?? { nothing: 'to pay out' };
  },
  'payout/pay': (account, fields) => {
    const payout = named(account, fields, 'payouts', 'payout');
    payOut(account, payout.id);
    return payout;
  },
  'payout/fail': (account, fields) => {
    const payout = named(account, fields, 'payouts', 'payout');
    failPayout(account, payout);
    return payout;
  },
  /** The card that later payments are taken from, as if the donor had changed it. */
  'subscription/card': (account, fields) => {
    const subscription = named(account, fields, 'subscriptions', 'subscription');
    saveCard(account, subscription, cardOf(fields));
    return subscription;
  },
  /** Another fee of Stripe's; below 0 it is given back. No event tells of it. */
  fee: (account, fields) =>
    moveMoney(account, {
      type: 'stripe_fee',
      reportingCategory: 'fee',
      amount: -fields.required('amount', fields.integer('amount')),
      source: null,
      description: fields.text('description') ?? 'Radar for Fraud Teams',
    }),
  charge: chargeOfAnotherProduct,
  ...CONDITIONS,
};

/** Something else that is sold through the same account, and knows no donation. */
function chargeOfAnotherProduct(account: Account, fields: Parameters): object {
  const amount = fields.required('amount', fields.integer('amount'));
  const intent = newPaymentIntent(
    amount,
    {
      description: fields.text('description') ?? 'A subscription to the paper',
      metadata: {},
      receiptEmail: null,
      statementDescriptorSuffix: null,
    },
    account.clock.seconds(),
  );
  intent.currency = fields.oneOf('currency', ['gbp', 'eur']) ?? 'gbp';
  account.records.paymentIntents[intent.id] = intent;
  account.webhooks.announce(intent.id, { type: 'payment_intent.created', object: intent });
  tryCard(account, intent, { card: cardOf(fields), payer: { name: null, email: null } });
  return intent;
}

function cardOf(fields: Parameters): Card {
  const cardNumber = fields.text('card') ?? '4242424242424242';
  const reading = readCard({ cardNumber, expiry: '12/40', cvc: '123' });
  if ('mistakes' in reading) throw invalid('No such card.', 'card');
  return reading.card;
}

/** `POST /stripe/{action}` with a form or JSON: a script gets what was made or changed, a browser the page again. */
export function registerDashboard(app: FastifyInstance, account: Account): void {
  app.get<{ Querystring: { problem?: string } }>('/stripe', ({ query }, reply) =>
    sendPage(reply, 200, renderDashboard(account, query.problem)),
  );
  app.get('/stripe/webhooks', () => readWebhooks(account));
  app.get('/stripe/watch', () => ({ faults: Object.values(account.records.faults) }));
  for (const [path, action] of Object.entries(ACTIONS)) {
    app.post(`/stripe/${path}`, (request, reply) => {
      const fields = new Parameters(asForm(request.body));
      if (!request.headers.accept?.includes('text/html')) return answer(reply, () => action(account, fields));
      const problem = problemOf(() => action(account, fields));
      const query = problem === undefined ? '' : `?${new URLSearchParams({ problem }).toString()}`;
      return reply.redirect(`/stripe${query}`, 303);
    });
  }
}

function answer(reply: FastifyReply, act: () => object): FastifyReply {
  try {
    return reply.send(act());
  } catch (error) {
    if (error instanceof StripeError) return reply.status(error.status).send(error.body);
    throw error;
  }
}

function problemOf(act: () => object): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof StripeError) return error.message;
    throw error;
  }
}

/** JSON as a form would say it. */
function asForm(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const fields = Object.entries(body as Record<string, unknown>).filter(([, value]) => value !== '');
  return Object.fromEntries(
    fields.map(([key, value]) => [key, typeof value === 'object' ? value : String(value)]),
  );
}

type Named = 'charges' | 'refunds' | 'disputes' | 'payouts' | 'subscriptions';

function named<Table extends Named>(
  { records }: Account,
  fields: Parameters,
  table: Table,
  field: string,
): Account['records'][Table][string] {
  const id = fields.required(field, fields.text(field));
  const row = rowOf(records[table] as Record<string, object>, id);
  if (!row) throw noSuch(field, id, field);
  return row as Account['records'][Table][string];
}
