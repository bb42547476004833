import type Stripe from 'stripe';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { CardMistakes } from './cards.js';

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

const STYLE = `
  :root { color-scheme: light; --ink: #17202b; --quiet: #4d5a68; --line: #8793a1; --blue: #1d4f91; --red: #a61b1b; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #eef1f5; color: var(--ink);
    font: 1rem/1.5 -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', system-ui, sans-serif; }
  header { background: #17202b; color: #fff; padding: .75rem 1rem; text-align: center; }
  header p { margin: 0; font-size: .9375rem; }
  main { max-width: 28rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
  h1 { margin: 0; font-size: 1.125rem; font-weight: 600; }
  .amount { margin: 0 0 1.25rem; font-size: 2.25rem; font-weight: 700; line-height: 1.2; }
  form, .note { background: #fff; border-radius: .75rem; padding: 1.25rem; box-shadow: 0 1px 3px #17202b33; }
  .field { margin-bottom: 1rem; min-width: 0; }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
  label { display: block; font-weight: 600; margin-bottom: .25rem; }
  label span { font-weight: 400; color: var(--quiet); }
  input { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit;
    border: 1px solid var(--line); border-radius: .5rem; background: #fff; }
  input[aria-invalid='true'] { border: 2px solid var(--red); }
  input[readonly] { background: #eef1f5; }
  :focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
  .hint { margin: .25rem 0 0; font-size: .875rem; color: var(--quiet); }
  .mistake { margin: .25rem 0 0; font-size: .9375rem; color: var(--red); }
  .alert { margin: 0 0 1rem; padding: .75rem 1rem; border-left: 4px solid var(--red); background: #fdecec; }
  button { width: 100%; min-height: 3rem; border: 0; border-radius: .5rem; background: var(--blue); color: #fff;
    font: inherit; font-size: 1.125rem; font-weight: 600; cursor: pointer; }
  button:hover { background: #163d70; }
  a { color: var(--blue); }
  .back { margin: 0 0 1rem; }
  .note p { margin: .5rem 0 0; }
  h2 { margin: 0 0 .5rem; font-size: 1rem; }
  form + form, h1 + form { margin-top: 1rem; }
  @media (max-width: 22rem) { .pair { grid-template-columns: 1fr; } }
`;

/** `£10.00` */
export function pounds(pence: number): string {
  const text = String(pence).padStart(3, '0');
  return `£${text.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${text.slice(-2)}`;
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
      <form method="post" noValidate>
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

export function document(title: string, content: VNode): string {
  const page = (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <header>
          <p>Sandbox checkout: no money moves</p>
        </header>
        <main>{content}</main>
      </body>
    </html>
  );
  return `<!doctype html>${render(page)}`;
}
