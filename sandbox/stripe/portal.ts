import type { FastifyInstance, FastifyReply } from 'fastify';
import type Stripe from 'stripe';
import type { Account } from './account.js';
import { readCard } from './cards.js';
import { newId } from './ids.js';
import { renderNote } from './pay-page.js';
import { readFields, sendPage } from './pay-routes.js';
import { type PortalForm, renderPortal } from './portal-page.js';
import { rowOf } from './records.js';
import { cancelAtPeriodEnd, saveCard } from './subscription-states.js';

type SessionRoute = { Params: { id: string } };

/** A link for one customer to look after their subscriptions. */
export function createPortalSession(
  { records, clock, baseUrl }: Account,
  customer: Stripe.Customer,
  { returnUrl, flow }: { returnUrl: string | null; flow: string | undefined },
): Stripe.BillingPortal.Session {
  const id = newId('bps_1');
  const session: Stripe.BillingPortal.Session = {
    id,
    object: 'billing_portal.session',
    configuration: 'bpc_1Sandbox0000000000000000',
    created: clock.seconds(),
    customer: customer.id,
    customer_account: null,
    flow:
      flow === undefined
        ? null
        : {
            after_completion: { hosted_confirmation: null, redirect: null, type: 'portal_homepage' },
            customer_update: null,
            subscription_cancel: null,
            subscription_pause: null,
            subscription_update: null,
            subscription_update_confirm: null,
            type: flow,
          },
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${baseUrl}/portal/${id}`,
  };
  records.portalSessions[id] = session;
  records.changed();
  return session;
}

/** The donor's own page: another card, no further payments, or on after all. */
export function registerPortal(app: FastifyInstance, account: Account): void {
  app.get<SessionRoute>('/portal/:id', (request, reply) => show(reply, request.params.id, 200));

  app.post<SessionRoute>('/portal/:id/card', (request, reply) => {
    const typed = readFields(request.body);
    const reading = readCard(typed);
    if ('mistakes' in reading)
      return show(reply, request.params.id, 422, { expiry: typed.expiry, mistakes: reading.mistakes });
    const { card } = reading;
    if (card.refusal && !card.canBeSaved)
      return show(reply, request.params.id, 402, {
        expiry: typed.expiry,
        mistakes: {},
        refusal: card.refusal.message,
      });
    for (const subscription of subscriptionsOf(request.params.id)) saveCard(account, subscription, card);
    return reply.redirect(`/portal/${request.params.id}?changed=card`, 303);
  });

  for (const [path, ends] of [
    ['cancel', true],
    ['resume', false],
  ] as const) {
    app.post<SessionRoute>(`/portal/:id/${path}`, (request, reply) => {
      for (const subscription of subscriptionsOf(request.params.id))
        if (subscription.cancel_at_period_end !== ends) cancelAtPeriodEnd(account, subscription, ends);
      return reply.redirect(`/portal/${request.params.id}`, 303);
    });
  }

  function subscriptionsOf(sessionId: string): Stripe.Subscription[] {
    const session = rowOf(account.records.portalSessions, sessionId);
    return Object.values(account.records.subscriptions).filter(
      ({ customer, status }) => customer === session?.customer && status !== 'canceled',
    );
  }

  function show(reply: FastifyReply, id: string, status: number, form?: PortalForm): FastifyReply {
    const session = rowOf(account.records.portalSessions, id);
    if (!session) return sendPage(reply, 404, renderNote('No such page', 'Ask for a new link.'));
    const shown = subscriptionsOf(id).map((subscription) => ({
      subscription,
      card: account.records.cards[subscription.default_payment_method as string]!,
    }));
    return sendPage(reply, status, renderPortal(session, shown, form));
  }
}
