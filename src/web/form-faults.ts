import type { NewDonationDto } from '../channels/card/card.dto.js';
import type { FieldError } from '../vocabulary/problem.js';
import type { Messages } from './messages/en.js';

type Faults = Messages['faults'];

const mostLetters = { giftAid: 35, donor: 100 };

/** A wrong field as the form has it, and what to do about it, in one sentence that holds its whole rule. */
export function faultOf(
  { field, within }: { field: string; within: string },
  request: Pick<NewDonationDto, 'consents' | 'donor' | 'giftAid'>,
  faults: Faults,
): FieldError {
  if (field === 'firstName' || field === 'lastName')
    return { field, message: faults[field](request.giftAid ? mostLetters.giftAid : mostLetters.donor) };
  if (field === 'consents' && within === '') return consentFault(request, faults);
  if (field === 'amountPence') return { field: 'otherAmount', message: faults.noAmount };
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
