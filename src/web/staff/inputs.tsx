import type { JSX } from 'preact';

export interface InputFieldProps {
  name: string;
  label: string;
  /** Of its own where a page has several forms with this field. */
  id?: string;
  value?: string | undefined;
  type?: 'text' | 'date';
  inputmode?: 'decimal';
  required?: boolean;
  hint?: string;
}

/** One line to type. Why a form was refused stands once, above the page: staff's forms are short. */
export function InputField({ name, label, id = name, hint, ...input }: InputFieldProps) {
  const attributes = { id, name, autocomplete: 'off', ...input, 'aria-describedby': hint && `${id}-hint` };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input {...(attributes as JSX.IntrinsicElements['input'])} />
    </div>
  );
}

export interface SelectFieldProps {
  name: string;
  label: string;
  id?: string;
  value?: string | undefined;
  /** What choosing nothing is called; absent: something must be chosen. */
  none?: string;
  options: [value: string, label: string][];
}

export function SelectField({ name, label, id = name, value, none, options }: SelectFieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map(([option, words]) => (
          <option value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
