import type { PhoneNumber } from '../../vocabulary/phone-number.js';
import type { GatewayName } from './gateways/text-gateway.js';
import type { TextParts } from './text-rule.js';

/** A text as it is worked on: whole, or with `parts` that tell what is missing. */
export interface Arrival {
  /** The id of its message, derived from the gateway's. */
  id: string;
  gateway: GatewayName;
  externalId: string;
  shortcode: string;
  operator: string;
  body: string;
  isStop: boolean;
  phone: PhoneNumber;
  phoneMatch: Buffer;
  /** The keyed hash as text: what maps go by. */
  number: string;
  receivedAt: Date;
  parts?: TextParts;
}

/** Sets in which no number comes twice, in the order of arrival: what one text leads to, the next one sees. */
export function waves(arrivals: Arrival[]): Arrival[][] {
  const found: Arrival[][] = [];
  const next = new Map<string, number>();
  for (const arrival of arrivals) {
    const index = next.get(arrival.number) ?? 0;
    next.set(arrival.number, index + 1);
    (found[index] ??= []).push(arrival);
  }
  return found;
}
