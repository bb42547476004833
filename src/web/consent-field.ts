import type { ConsentDto } from '../giving/donors/donors.dto.js';

export type ConsentField = `consent-${ConsentDto['organisation']}-${ConsentDto['channel']}`;

/** What the box of a consent is called in the form. */
export function consentField({ organisation, channel }: ConsentDto): ConsentField {
  return `consent-${organisation}-${channel}`;
}
