import type { FieldError } from '../../vocabulary/problem.js';

export interface FieldProps {
  name: string;
  label: string;
  value: string | undefined;
  errors: FieldError[];
  type?: 'text' | 'date';
  autocomplete?: 'given-name' | 'family-name' | 'email' | 'off';
  inputmode?: 'decimal' | 'email';
}

/** One labelled field, with what is wrong with it beside it. */
export function Field({ name, label, errors, type = 'text', ...input }: FieldProps) {
  const message = errors.find(({ field }) => field === name)?.message;
  const attributes = {
    ...input,
    id: name,
    name,
    'aria-invalid': message ? ('true' as const) : undefined,
    'aria-describedby': message && `${name}-error`,
  };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {message && (
        <p class="error" id={`${name}-error`}>
          {message}
        </p>
      )}
      {type === 'date' ? <input {...attributes} type="date" /> : <input {...attributes} type="text" />}
    </div>
  );
}

/** Every error at once, each leading to its field where the page has it. */
export function Errors({ errors, fields }: { errors: FieldError[]; fields: readonly string[] }) {
  if (errors.length === 0) return null;
  return (
    <div class="errors" role="alert">
      <h2>Please look at this again</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li>{fields.includes(field) ? <a href={`#${field}`}>{message}</a> : message}</li>
        ))}
      </ul>
    </div>
  );
}
