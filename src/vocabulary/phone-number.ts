import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

declare const brand: unique symbol;

/** A telephone number in E.164, for example +447700900123. Personal data: sealed at rest, never in a log. */
export type PhoneNumber = string & { readonly [brand]: 'PhoneNumber' };

/**
 * Reads a number as gateways and people write it: 447700900123, +44 7700 900123, 07700 900123. `undefined`
 * if it can't be a UK or international number.
 */
export function phoneNumber(text: string): PhoneNumber | undefined {
  const digits = text.trim();
  const international = /^(44|\+)/.test(digits) && !digits.startsWith('+') ? `+${digits}` : digits;
  const parsed = parsePhoneNumberFromString(international, 'GB');
  return parsed?.isPossible() ? (parsed.number as string as PhoneNumber) : undefined;
}
