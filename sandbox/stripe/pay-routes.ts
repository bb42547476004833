import type { FastifyInstance, FastifyReply } from 'fastify';
import type Stripe from 'stripe';
import type { Account } from './account.js';
import { readCard } from './cards.js';
import { authenticate, challengeUrl, type Outcome, pay } from './checkout.js';
import { isEmail } from './parameters.js';
import { pounds } from './page.js';
import { type PayForm, renderChallenge, renderForm, renderNote } from './pay-page.js';
import { findSession } from './sessions.js';

type SessionRoute = { Params: { id: string } };

/** The hosted page: `GET /pay/:id` shows the card form, `POST` pays and sends the browser to `success_url`. */
export function registerPayPage(app: FastifyInstance, account: Account): void {
  app.get<SessionRoute>('/pay/:id', (request, reply) => {
    const session = findSession(account, request.params.id);
    if (session?.status !== 'open') return sendClosed(reply, session);
    return sendForm(reply, account, session, 200, emptyForm(session));
  });

  app.post<SessionRoute>('/pay/:id', (request, reply) => {
    const session = findSession(account, request.params.id);
    // A second click on a slow line lands where the first one would have.
    if (session?.status === 'complete') return reply.redirect(successUrl(session), 303);
    if (session?.status !== 'open') return sendClosed(reply, session);

    const typed = readFields(request.body);
    const email = session.customer_email ?? typed.email;
    const reading = readCard(typed);
    const mistakes: PayForm['mistakes'] = {
      ...('mistakes' in reading && reading.mistakes),
      ...(typed.name === '' && { name: 'Type the name on the card.' }),
      ...(email !== '' && !isEmail(email) && { email: 'This is not an email address.' }),
    };
    const form: PayForm = { name: typed.name, email, expiry: typed.expiry, mistakes };
    if ('mistakes' in reading || Object.keys(mistakes).length > 0) {
      return sendForm(reply, account, session, 422, form);
    }
    const outcome = pay(account, session, reading.card, { name: typed.name, email: email || null });
    return answer(reply, session, outcome, form);
  });

  app.get<SessionRoute>('/pay/:id/authenticate', (request, reply) => {
    const session = findSession(account, request.params.id);
    if (session?.status !== 'open') return sendClosed(reply, session);
    if (!account.records.challenges[session.id]) return reply.redirect(`/pay/${session.id}`, 303);
    return sendPage(reply, 200, renderChallenge(session));
  });

  app.post<SessionRoute>('/pay/:id/authenticate', (request, reply) => {
    const session = findSession(account, request.params.id);
    if (session?.status === 'complete') return reply.redirect(successUrl(session), 303);
    if (session?.status !== 'open') return sendClosed(reply, session);
    const passed = (request.body as { outcome?: unknown } | undefined)?.outcome === 'pass';
    const outcome = authenticate(account, session, passed);
    if (outcome === undefined) return reply.redirect(`/pay/${session.id}`, 303);
    return answer(reply, session, outcome, emptyForm(session));
  });

  function answer(
    reply: FastifyReply,
    session: Stripe.Checkout.Session,
    outcome: Outcome,
    form: PayForm,
  ): FastifyReply {
    if (outcome === 'paid') return reply.redirect(successUrl(session), 303);
    if (outcome === 'authentication_needed') return reply.redirect(challengeUrl(account, session), 303);
    const refusal = `${outcome.message} Nothing was taken. You can try another card.`;
    return sendForm(reply, account, session, 402, { ...form, refusal });
  }
}

function emptyForm(session: Stripe.Checkout.Session): PayForm {
  return { name: '', email: session.customer_email ?? '', expiry: '', mistakes: {} };
}

export function readFields(body: unknown) {
  const values = (body ?? {}) as Record<string, unknown>;
  const text = (key: string) => (typeof values[key] === 'string' ? values[key].trim().slice(0, 500) : '');
  return {
    cardNumber: text('cardNumber'),
    expiry: text('expiry'),
    cvc: text('cvc'),
    name: text('name'),
    email: text('email'),
  };
}

function successUrl(session: Stripe.Checkout.Session): string {
  return session.success_url!.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function sendForm(
  reply: FastifyReply,
  { records }: Account,
  session: Stripe.Checkout.Session,
  status: number,
  form: PayForm,
): FastifyReply {
  const product = records.sessionInputs[session.id]!.lineItems.map((item) => item.description).join(', ');
  return sendPage(reply, status, renderForm(session, product, form));
}

function sendClosed(reply: FastifyReply, session: Stripe.Checkout.Session | undefined): FastifyReply {
  if (!session)
    return sendPage(reply, 404, renderNote('No such payment', 'This address belongs to no payment.'));
  const amount = pounds(session.amount_total!);
  if (session.status === 'complete') {
    const on = { href: successUrl(session), label: 'Continue' };
    return sendPage(reply, 200, renderNote('Already paid', `This payment of ${amount} is complete.`, on));
  }
  const back = session.cancel_url ? { href: session.cancel_url, label: 'Back' } : undefined;
  return sendPage(reply, 410, renderNote('Expired', `This page to pay ${amount} has expired.`, back));
}

export function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .status(status)
    .headers({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    })
    .type('text/html; charset=utf-8')
    .send(html);
}
