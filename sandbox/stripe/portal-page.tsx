import type Stripe from 'stripe';
import type { Card, CardMistakes } from './cards.js';
import { document, pounds } from './page.js';
import { CardFields } from './pay-page.js';

/** What was typed of another card, when it can't be taken. */
export interface PortalForm {
  expiry: string;
  mistakes: CardMistakes;
  refusal?: string;
}

interface Shown {
  subscription: Stripe.Subscription;
  card: Card;
}

export function renderPortal(
  session: Stripe.BillingPortal.Session,
  shown: Shown[],
  form: PortalForm = { expiry: '', mistakes: {} },
): string {
  const alert =
    form.refusal ?? (Object.keys(form.mistakes).length > 0 ? 'Please look at the fields below.' : null);
  return document(
    'Your payments',
    <>
      {session.return_url && (
        <p class="back">
          <a href={session.return_url}>Back</a>
        </p>
      )}
      <h1>Your payments</h1>
      {shown.length === 0 && <p class="note">You have no payments to come.</p>}
      {shown.map(({ subscription, card }) => (
        <Subscription path={`/portal/${session.id}`} subscription={subscription} card={card} />
      ))}
      {shown.length > 0 && (
        <form method="post" action={`/portal/${session.id}/card`} noValidate>
          <h2>Another card</h2>
          {alert && (
            <p class="alert" role="alert">
              {alert}
            </p>
          )}
          <CardFields mistakes={form.mistakes} expiry={form.expiry} />
          <button type="submit">Use this card</button>
        </form>
      )}
    </>,
  );
}

function Subscription({ path, subscription, card }: Shown & { path: string }) {
  const item = subscription.items.data[0]!;
  const until = new Date(item.current_period_end * 1000).toISOString().slice(0, 10);
  const ends = subscription.cancel_at_period_end;
  return (
    <form method="post" action={`${path}/${ends ? 'resume' : 'cancel'}`}>
      <h2>{subscription.description}</h2>
      <p>
        {pounds(item.price.unit_amount! * (item.quantity ?? 1))} a month, by {card.brand} ending in{' '}
        {card.last4}
        {subscription.status === 'past_due' && '. The last payment failed'}.{' '}
        {ends ? `It ends on ${until}.` : `The next payment is on ${until}.`}
      </p>
      <button type="submit">{ends ? 'Go on with it' : 'Cancel'}</button>
    </form>
  );
}
