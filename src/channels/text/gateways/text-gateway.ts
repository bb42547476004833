import type { Pence } from '../../../vocabulary/pence.js';
import type { PhoneNumber } from '../../../vocabulary/phone-number.js';

/** A text that reached a short code. */
export interface GatewayMessage {
  /** The gateway's own id of it. */
  externalId: string;
  from: string;
  shortcode: string;
  operator: string;
  body: string;
}

/** What a gateway says became of a charge. */
export interface ChargeReport {
  /** Our charge id, if the gateway echoes it. */
  chargeId: string | undefined;
  /** The gateway's id of the charge. */
  gatewayId: string;
  outcome: 'charged' | 'failed' | 'unknown';
  statusCode: string;
}

export interface ChargeOrder {
  chargeId: string;
  phone: PhoneNumber;
  operator: string;
  amountPence: Pence;
  /** At most 30 characters: what the bill says. */
  description: string;
  /** The one text that the donor gets, with the charge. */
  words: string;
}

export interface ReplyOrder {
  replyId: string;
  shortcode: string;
  phone: PhoneNumber;
  words: string;
}

/**
 * What became of a call. `refused` is the gateway's definite no: nothing was and will be charged. Whatever
 * leaves the outcome unknown throws, and the same call is made again.
 */
export type CallOutcome =
  { accepted: true; gatewayId: string | undefined } | { accepted: false; refusal: string };

/** One gateway. It turns its dialect into ours and back; it decides nothing. */
export interface TextGateway {
  readonly name: string;
  charge(order: ChargeOrder): Promise<CallOutcome>;
  reply(order: ReplyOrder): Promise<CallOutcome>;
}
