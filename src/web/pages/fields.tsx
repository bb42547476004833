import type { ComponentChildren, JSX } from 'preact';
import type { FieldError } from '../../vocabulary/problem.js';
import { useWords } from './words.js';

export interface FieldProps {
  name: string;
  label: string;
  value: string | undefined;
  errors: FieldError[];
  hint?: string;
}

interface TextFieldProps extends FieldProps {
  autocomplete: string;
  inputmode?: 'decimal' | 'email' | 'numeric' | 'tel';
  type?: 'text' | 'date' | 'email' | 'password';
}

/** One line to type, with its error beside it. */
export function TextField({ name, label, hint, errors, type = 'text', ...input }: TextFieldProps) {
  const attributes = { ...input, type, id: name, name, ...described(name, hint, errors) };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <Beside name={name} hint={hint} errors={errors} />
      <input {...(attributes as JSX.IntrinsicElements['input'])} />
    </div>
  );
}

interface NameFieldsProps {
  /** The labels. */
  first: string;
  last: string;
  entered: { firstName?: string; lastName?: string };
  errors: FieldError[];
}

export function NameFields({ first, last, entered, errors }: NameFieldsProps) {
  return (
    <>
      <TextField
        name="firstName"
        label={first}
        value={entered.firstName}
        autocomplete="given-name"
        errors={errors}
      />
      <TextField
        name="lastName"
        label={last}
        value={entered.lastName}
        autocomplete="family-name"
        errors={errors}
      />
    </>
  );
}

/** Several lines to type, with their error beside them. */
export function TextArea({ name, label, hint, value, errors }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <Beside name={name} hint={hint} errors={errors} />
      <textarea id={name} name={name} rows={4} {...described(name, hint, errors)}>
        {value}
      </textarea>
    </div>
  );
}

interface ChoiceProps {
  type: 'radio' | 'checkbox';
  name: string;
  value: string;
  checked: boolean;
  /** Where an error's link leads to: the first choice of its name. */
  id?: string;
  children: ComponentChildren;
}

/** A box or a button to tick, with its words as its label. */
export function Choice({ children, ...input }: ChoiceProps) {
  return (
    <label class="choice">
      <input {...input} />
      <span>{children}</span>
    </label>
  );
}

/** What a donor may leave shut; it needs no script, and stands open where something was typed or is wrong. */
export function Optional({
  summary,
  open,
  children,
}: {
  summary: string;
  open: boolean;
  children: ComponentChildren;
}) {
  return (
    <details class="optional" open={open}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

/** Every error at once. One that isn't about a field of the form stands without a link. */
export function ErrorSummary({ errors }: { errors: FieldError[] }) {
  return (
    <div class="errors" role="alert">
      <h2>{useWords().faults.heading}</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li>{field === '' ? message : <a href={`#${field}`}>{message}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

export function FieldMessage({ field, errors }: { field: string; errors: FieldError[] }) {
  const message = messageOf(field, errors);
  return message ? (
    <p class="error" id={`${field}-error`}>
      {message}
    </p>
  ) : null;
}

export function messageOf(field: string, errors: FieldError[]): string | undefined {
  return errors.find((error) => error.field === field)?.message;
}

function Beside({ name, hint, errors }: { name: string; hint: string | undefined; errors: FieldError[] }) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <FieldMessage field={name} errors={errors} />
    </>
  );
}

function described(name: string, hint: string | undefined, errors: FieldError[]) {
  const wrong = messageOf(name, errors) !== undefined;
  const by = [hint && `${name}-hint`, wrong && `${name}-error`].filter(Boolean).join(' ');
  return { ...(wrong && { 'aria-invalid': 'true' as const }), ...(by && { 'aria-describedby': by }) };
}
