import { createHash } from 'node:crypto';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { NewPledgeDto } from '../giving/pledges/pledges.dto.js';
import type { FieldError } from '../vocabulary/problem.js';
import { penceFromPounds } from '../vocabulary/pence.js';
import { type EnteredPledge, newPledgeFields } from './pages/new-pledge-page.js';

const wrongAmount = { field: 'amount', message: 'Enter an amount in pounds, such as 10 or 12.50.' };
const inWords: Readonly<Record<string, string>> = {
  dueOn: 'Choose the day by which you will give.',
  email: 'Enter an e-mail address such as name@example.org.',
};

/** A text field of a form as the browser sent it; whatever isn't text counts as empty. */
export function fieldOf(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** The same form sent twice is the same request; with anything changed it is another. */
export function keyOf(body: unknown, names: readonly string[]): string {
  const fields = [...names, 'formToken'].map((name) => fieldOf(body, name));
  return `form-${createHash('sha256').update(JSON.stringify(fields)).digest('base64url')}`;
}

export function enteredPledge(body: unknown): EnteredPledge {
  return Object.fromEntries(newPledgeFields.map((name) => [name, fieldOf(body, name)]));
}

/** The amount that was typed, or what to look at again. */
export function amountOf(body: unknown): { amountPence: number } | { errors: FieldError[] } {
  const amountPence = penceFromPounds(fieldOf(body, 'amount'));
  return amountPence === undefined ? { errors: [wrongAmount] } : { amountPence };
}

/** The request that the form asks for, or what the donor should look at again. */
export async function newPledgeFrom(
  body: unknown,
): Promise<{ request: NewPledgeDto } | { errors: FieldError[] }> {
  const amount = amountOf(body);
  const { firstName, lastName, email, dueOn } = enteredPledge(body);
  const request = plainToInstance(NewPledgeDto, {
    amountPence: 'errors' in amount ? 1 : amount.amountPence,
    dueOn,
    donor: { ...(firstName && { firstName }), ...(lastName && { lastName }), ...(email && { email }) },
  });
  const failed = (await validate(request)).flatMap((error) =>
    error.children?.length ? error.children : error,
  );
  const errors = [
    ...('errors' in amount ? amount.errors : []),
    ...failed.map(({ property, constraints }) =>
      inFormWords({ field: property, message: first(constraints) }),
    ),
  ];
  return errors.length === 0 ? { request } : { errors };
}

/** What the API says of a field, as the form has it and says it. */
export function inFormWords({ field, message }: FieldError): FieldError {
  if (field === 'amountPence') return { field: 'amount', message: `The amount ${message}.` };
  return { field, message: inWords[field] ?? `Please look at this again: ${message}.` };
}

function first(constraints: Record<string, string> | undefined): string {
  return Object.values(constraints ?? {})[0] ?? 'is not right';
}
