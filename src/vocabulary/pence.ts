declare const brand: unique symbol;

/** A whole number of pence. Never a fraction, never beyond what a JavaScript number holds exactly. */
export type Pence = number & { readonly [brand]: 'Pence' };

/** Takes a number as pence; throws a RangeError for a fraction, NaN or an unsafe integer. */
export function pence(value: number): Pence {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number of pence: ${value}`);
  return value as Pence;
}

/** Reads a PostgreSQL bigint, which arrives as text; throws a RangeError for anything else. */
export function penceFromText(text: string): Pence {
  if (!/^-?\d{1,16}$/.test(text)) throw new RangeError('not a whole number of pence');
  return pence(Number(text));
}

/** Writes an amount as donors read it: £3, £3.50, £1,250, −£2. */
export function formatPounds(amountPence: Pence): string {
  const [pounds, rest] = decimalPounds(pence(Math.abs(amountPence))).split('.') as [string, string];
  const grouped = pounds.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amountPence < 0 ? '−' : ''}£${grouped}${rest === '00' ? '' : `.${rest}`}`;
}

/** Writes an amount for machines: 3.00, 1250.00, -2.05. Integer arithmetic only. */
export function decimalPounds(amountPence: Pence): string {
  const digits = String(Math.abs(amountPence)).padStart(3, '0');
  return `${amountPence < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Reads pounds as a person types them: 3, £3, 3.50, 1,250. `undefined` for anything that leaves a doubt. */
export function penceFromPounds(text: string): Pence | undefined {
  const match = /^£? ?(\d{1,7}|\d{1,3}(?:,\d{3})+)(?:\.(\d\d))?$/.exec(text.trim());
  return match ? penceFromText(`${match[1]?.replaceAll(',', '')}${match[2] ?? '00'}`) : undefined;
}
