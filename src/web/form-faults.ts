import { validate, type ValidationError } from 'class-validator';
import type { NewDonationDto } from '../channels/card/card.dto.js';
import { formatPounds, pence, penceFromPounds } from '../vocabulary/pence.js';
import type { FieldError } from '../vocabulary/problem.js';
import type { Messages } from './messages/en.js';

type Faults = Messages['faults'];

/** A wrong field, and what it is in. */
interface Leaf {
  field: string;
  within: string;
}

const mostLetters = { giftAid: 35, donor: 100 };

/** What is wrong with a request: one sentence for each field of the form, in its order. */
export async function faultsIn(request: object, word: (leaf: Leaf) => FieldError): Promise<FieldError[]> {
  const failed = (await validate(request)).flatMap((error) => leaves(error));
  const errors = failed.map(word);
  return errors.filter(({ field }, index) => errors.findIndex((each) => each.field === field) === index);
}

function leaves(error: ValidationError, within = ''): Leaf[] {
  const children = (error.children ?? []).flatMap((child) => leaves(child, error.property));
  return error.constraints ? [{ field: error.property, within }, ...children] : children;
}

/** A wrong field as the form has it, and what to do about it, in one sentence that holds its whole rule. */
export function faultOf(
  { field, within }: Leaf,
  request: Pick<NewDonationDto, 'consents' | 'donor' | 'giftAid'>,
  faults: Faults,
): FieldError {
  if (field === 'firstName' || field === 'lastName')
    return { field, message: faults[field](request.giftAid ? mostLetters.giftAid : mostLetters.donor) };
  if (field === 'consents' && within === '') return consentFault(request, faults);
  const message = faults[field as keyof Faults];
  return typeof message === 'string' ? { field, message } : { field: '', message: faults.unreadable };
}

/** Somebody who wants to be written to didn't say where. */
function consentFault(
  { consents, donor }: Pick<NewDonationDto, 'consents' | 'donor'>,
  faults: Faults,
): FieldError {
  const byEmail = consents?.some(({ channel }) => channel === 'email') && !donor?.email;
  return byEmail
    ? { field: 'email', message: faults.emailForConsent }
    : { field: 'phone', message: faults.phoneForConsent };
}

/** What an appeal takes by card at a time; undefined where it takes none. */
export type CardLimits = { minPence: number; maxPence: number } | undefined;

/** The amount that was typed, in pounds, or what is wrong with it. Never a guess. */
export function amountIn(
  typed: string,
  limits: CardLimits,
  faults: Faults,
): { amountPence: number } | { fault: string } {
  const amountPence = penceFromPounds(typed);
  if (amountPence === undefined) return { fault: faults.noAmount };
  if (!limits || (amountPence >= limits.minPence && amountPence <= limits.maxPence)) return { amountPence };
  const [least, most] = [limits.minPence, limits.maxPence].map((limit) => formatPounds(pence(limit)));
  return { fault: faults.amountLimits(least ?? '', most ?? '') };
}
