import { decimalPounds, formatPounds, type Pence } from '../../vocabulary/pence.js';
import type { FieldError } from '../../vocabulary/problem.js';

export interface CardOffer {
  minPence: Pence;
  maxPence: Pence;
  suggestedPence: Pence[];
}

/** What a donor sent that wasn't accepted. `amount` is in pounds, as chosen or as typed. */
export interface EnteredDonation {
  amount?: string;
  firstName?: string;
  lastName?: string;
  email?: string;
}

export interface DonateFormProps {
  slug: string;
  /** The wording that the donor sees here; it goes back with the form. */
  version: number;
  card: CardOffer;
  formToken: string;
  entered: EnteredDonation;
  errors: FieldError[];
}

const fields = new Set(['amount', 'otherAmount', 'firstName', 'lastName', 'email']);

/** The card form, with the error of each field beside it. */
export function DonateForm({ slug, version, card, formToken, entered, errors }: DonateFormProps) {
  return (
    <section class="panel" aria-labelledby="card-heading">
      <h2 id="card-heading">Give by card</h2>
      <form method="post" action={`/appeals/${slug}/donate`} novalidate>
        <input type="hidden" name="formToken" value={formToken} />
        <input type="hidden" name="version" value={version} />
        <AmountFields card={card} amount={entered.amount} errors={errors} />
        <TextField
          name="firstName"
          label="First name (optional)"
          value={entered.firstName}
          autocomplete="given-name"
          errors={errors}
        />
        <TextField
          name="lastName"
          label="Last name (optional)"
          value={entered.lastName}
          autocomplete="family-name"
          errors={errors}
        />
        <TextField
          name="email"
          label="Email (optional)"
          value={entered.email}
          inputmode="email"
          autocomplete="email"
          errors={errors}
        />
        <button type="submit">Give by card</button>
        <p class="hint">You pay on the next page, at our card company. We never see your card number.</p>
      </form>
    </section>
  );
}

/** Every error at once. One that isn't about a field of the form stands without a link. */
export function ErrorSummary({ errors }: { errors: FieldError[] }) {
  return (
    <div class="errors" role="alert">
      <h2>Please look at this again</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li>{fields.has(field) ? <a href={`#${field}`}>{message}</a> : message}</li>
        ))}
      </ul>
    </div>
  );
}

interface AmountFieldsProps {
  card: CardOffer;
  amount: string | undefined;
  errors: FieldError[];
}

function AmountFields({ card, amount, errors }: AmountFieldsProps) {
  const suggested = card.suggestedPence.map((pence) => ({
    value: decimalPounds(pence).replace('.00', ''),
    label: formatPounds(pence),
  }));
  const typed = amount !== undefined && !suggested.some(({ value }) => value === amount);
  const choices = [...suggested, { value: 'other', label: 'Other' }];
  return (
    <fieldset aria-describedby={messageOf('amount', errors) && 'amount-error'}>
      <legend>How much would you like to give?</legend>
      <FieldMessage field="amount" errors={errors} />
      <div class="amounts">
        {choices.map(({ value, label }, index) => (
          <label>
            <input
              type="radio"
              name="amount"
              value={value}
              id={index === 0 ? 'amount' : undefined}
              checked={value === 'other' ? typed : value === amount}
            />
            {label}
          </label>
        ))}
      </div>
      <TextField
        name="otherAmount"
        label={`Other amount in pounds, from ${formatPounds(card.minPence)} to ${formatPounds(card.maxPence)}`}
        value={typed ? amount : undefined}
        inputmode="decimal"
        autocomplete="off"
        errors={errors}
      />
    </fieldset>
  );
}

interface TextFieldProps {
  name: string;
  label: string;
  value: string | undefined;
  autocomplete: 'given-name' | 'family-name' | 'email' | 'off';
  inputmode?: 'decimal' | 'email';
  errors: FieldError[];
}

function TextField({ name, label, errors, ...input }: TextFieldProps) {
  const message = messageOf(name, errors);
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <FieldMessage field={name} errors={errors} />
      <input
        {...input}
        id={name}
        name={name}
        type="text"
        aria-invalid={message ? 'true' : undefined}
        aria-describedby={message && `${name}-error`}
      />
    </div>
  );
}

function FieldMessage({ field, errors }: { field: string; errors: FieldError[] }) {
  const message = messageOf(field, errors);
  return message ? (
    <p class="error" id={`${field}-error`}>
      {message}
    </p>
  ) : null;
}

function messageOf(field: string, errors: FieldError[]): string | undefined {
  return errors.find((error) => error.field === field)?.message;
}
