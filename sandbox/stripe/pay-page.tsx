import type Stripe from 'stripe';
import type { VNode } from 'preact';
import type { CardMistakes } from './cards.js';
import { document, pounds } from './page.js';

/** What a person typed that may be shown again; the card's number and code may not. */
export interface PayForm {
  name: string;
  email: string;
  expiry: string;
  /** A sentence for each field that can't be right. */
  mistakes: CardMistakes & { name?: string; email?: string };
  /** Why the card was refused. */
  refusal?: string;
}

interface FieldProps {
  id: keyof CardMistakes | 'name' | 'email';
  label: string;
  hint?: string;
  mistake?: string;
  value?: string;
  autocomplete: 'cc-number' | 'cc-exp' | 'cc-csc' | 'cc-name' | 'email';
  inputmode?: 'numeric' | 'email';
  optional?: boolean;
  readOnly?: boolean;
}

/** The card form of an open session, as a whole HTML document. */
export function renderForm(session: Stripe.Checkout.Session, product: string, form: PayForm): string {
  const { mistakes } = form;
  const amount = pounds(session.amount_total!);
  const hasMistakes = Object.keys(mistakes).length > 0;
  const alert =
    form.refusal ?? (hasMistakes ? 'Please look at the fields marked below. Nothing was charged.' : null);
  return document(
    `${alert ? 'Problem: ' : ''}Pay ${amount}`,
    <>
      {session.cancel_url && (
        <p class="back">
          <a href={session.cancel_url}>Back</a>
        </p>
      )}
      <h1>{product}</h1>
      <p class="amount">
        {amount}
        {session.mode === 'subscription' && ' a month'}
      </p>
      <form method="post" action={`/pay/${session.id}`} noValidate>
        {alert && (
          <p class="alert" role="alert">
            {alert}
          </p>
        )}
        <CardFields mistakes={mistakes} expiry={form.expiry} />
        <Field
          id="name"
          label="Name on card"
          mistake={mistakes.name}
          value={form.name}
          autocomplete="cc-name"
        />
        <Field
          id="email"
          label="Email"
          mistake={mistakes.email}
          value={form.email}
          autocomplete="email"
          inputmode="email"
          optional
          readOnly={session.customer_email !== null}
        />
        <button type="submit">Pay {amount}</button>
      </form>
    </>,
  );
}

/** Number, expiry and code: what every form for a card asks. */
export function CardFields({ mistakes, expiry }: { mistakes: CardMistakes; expiry: string }): VNode {
  return (
    <>
      <Field
        id="cardNumber"
        label="Card number"
        hint="To try it: 4242 4242 4242 4242, any future date, any code"
        mistake={mistakes.cardNumber}
        autocomplete="cc-number"
        inputmode="numeric"
      />
      <div class="pair">
        <Field
          id="expiry"
          label="Expiry"
          hint="MM / YY"
          mistake={mistakes.expiry}
          value={expiry}
          autocomplete="cc-exp"
        />
        <Field
          id="cvc"
          label="CVC"
          hint="On the card's back"
          mistake={mistakes.cvc}
          autocomplete="cc-csc"
          inputmode="numeric"
        />
      </div>
    </>
  );
}

/** The bank of the donor asks who pays: its own page, with both answers to try. */
export function renderChallenge(session: Stripe.Checkout.Session): string {
  return document(
    '3D Secure: is it you?',
    <form method="post">
      <h1>3D Secure: is it you?</h1>
      <p>
        Your bank wants to know that you pay {pounds(session.amount_total!)}. In the sandbox, choose how it
        ends.
      </p>
      <p>
        <button type="submit" name="outcome" value="pass">
          Complete authentication
        </button>
      </p>
      <button type="submit" name="outcome" value="fail">
        Fail authentication
      </button>
    </form>,
  );
}

/** A page that only says something, with one link on from there. */
export function renderNote(title: string, text: string, link?: { href: string; label: string }): string {
  return document(
    title,
    <div class="note">
      <h1>{title}</h1>
      <p>{text}</p>
      {link && (
        <p>
          <a href={link.href}>{link.label}</a>
        </p>
      )}
    </div>,
  );
}

function Field({
  id,
  label,
  hint,
  mistake,
  value,
  autocomplete,
  inputmode,
  optional,
  readOnly,
}: FieldProps): VNode {
  const describedBy = [hint && `${id}-hint`, mistake && `${id}-mistake`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>
        {label} {optional && <span>(optional)</span>}
      </label>
      <input
        id={id}
        name={id}
        type="text"
        value={value}
        autocomplete={autocomplete}
        inputmode={inputmode}
        required={!optional}
        readOnly={readOnly}
        aria-invalid={mistake ? 'true' : undefined}
        aria-describedby={describedBy || undefined}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {mistake && (
        <p class="mistake" id={`${id}-mistake`}>
          {mistake}
        </p>
      )}
    </div>
  );
}
