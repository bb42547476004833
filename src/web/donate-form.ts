import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { NewDonationDto } from '../channels/card/card.dto.js';
import type { FieldError } from '../vocabulary/problem.js';
import { penceFromPounds } from '../vocabulary/pence.js';

/** The donate form as the browser sent it: text, and not to be trusted. */
export interface DonateForm {
  amount: string;
  otherAmount: string;
  firstName: string;
  lastName: string;
  email: string;
  formToken: string;
  /** The wording that the donor saw. */
  version: string;
}

/** Takes the fields that we know; whatever isn't text counts as empty. */
export function readForm(body: unknown): DonateForm {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const field = (name: string): string => (typeof given[name] === 'string' ? given[name].trim() : '');
  return {
    amount: field('amount'),
    otherAmount: field('otherAmount'),
    firstName: field('firstName'),
    lastName: field('lastName'),
    email: field('email'),
    formToken: field('formToken'),
    version: field('version'),
  };
}

/** What was typed as the amount, to be shown again. */
export function enteredAmount({ amount, otherAmount }: DonateForm): string {
  return amount === 'other' || amount === '' ? otherAmount : amount;
}

/** The request that the form asks for, or what the donor should look at again. Never a guess at an amount. */
export async function requestFrom(
  form: DonateForm,
): Promise<{ request: NewDonationDto } | { errors: FieldError[] }> {
  const { amount, otherAmount, firstName, lastName, email } = form;
  if (otherAmount !== '' && amount !== '' && amount !== 'other' && amount !== otherAmount) {
    return {
      errors: [
        { field: 'otherAmount', message: 'You chose one amount and typed another: keep the one you mean.' },
      ],
    };
  }
  const amountPence = penceFromPounds(enteredAmount(form));
  if (amountPence === undefined) {
    return { errors: [{ field: 'otherAmount', message: 'Enter an amount in pounds, such as 10 or 12.50.' }] };
  }
  const request = plainToInstance(NewDonationDto, {
    amountPence,
    donor: { ...(firstName && { firstName }), ...(lastName && { lastName }), ...(email && { email }) },
  });
  const failed = await validate(request);
  const errors = failed.flatMap((error) => (error.children?.length ? error.children : error)).map(inWords);
  return errors.length === 0 ? { request } : { errors };
}

/** The field as the form has it, and what to do about it. */
function inWords({ property, constraints }: ValidationError): FieldError {
  if (property === 'email')
    return { field: property, message: 'Enter an e-mail address such as name@example.org.' };
  const [message = 'is not right'] = Object.values(constraints ?? {});
  if (property === 'amountPence') return { field: 'otherAmount', message: `The amount ${message}.` };
  return { field: property, message: `Please look at this again: ${message}.` };
}
