interface FieldProps {
  name: string;
  label: string;
}

/** A whole number to type; empty where `value` is null. */
export function NumberField({ name, label, value }: FieldProps & { value: number | null }) {
  return (
    <label>
      {label}
      <input name={name} value={value ?? ''} inputmode="numeric" autocomplete="off" />
    </label>
  );
}

/** One of a few values, each with the words that a person sees. */
export function Choice({
  name,
  label,
  value,
  options,
}: FieldProps & { value: string; options: Readonly<Record<string, string>> }) {
  return (
    <label>
      {label}
      <select name={name}>
        {Object.entries(options).map(([option, words]) => (
          <option value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

export const noYes = { false: 'no', true: 'yes' };
