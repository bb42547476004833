import type { Pence } from '../../../vocabulary/pence.js';
import type { PhoneNumber } from '../../../vocabulary/phone-number.js';

export type GatewayName = 'fonix' | 'twilio' | 'vonage';

/** A text that reached a short code, or one part of it. */
export interface GatewayMessage {
  /** The gateway's own id of it. */
  externalId: string;
  from: string;
  shortcode: string;
  /** `unknown` where the gateway doesn't tell. */
  operator: string;
  body: string;
  /** Of a long text that the gateway doesn't join; `number` counts from 1. */
  part?: { ref: string; total: number; number: number };
  /** It came by the gateway's own callback for opt-outs. */
  isStop?: boolean;
}

/** Why nothing was charged, in words that hold for every gateway. */
export type FailureReason =
  | 'insufficient_credit'
  | 'spend_limit'
  | 'barred_premium'
  | 'barred_age'
  | 'mvno_not_supported'
  | 'number_invalid'
  | 'opted_out'
  | 'network_error'
  | 'expired'
  | 'duplicate_suppressed'
  | 'unknown';

/** What a gateway says became of a charge, or of a part of it. */
export interface ChargeReport {
  /** Our charge id, if the gateway echoes it. */
  chargeId: string | undefined;
  /** The gateway's id of the charge, or of the part. */
  gatewayId: string;
  /** Only where the operator split the charge: what this part is. */
  amountPence?: Pence;
  /** `unknown` is no final word. */
  outcome: 'charged' | 'failed' | 'unknown';
  statusCode: string;
  /** Why it failed, where it did. */
  reason?: FailureReason;
}

/** What a gateway says became of a text on its handset. */
export interface HandsetReport {
  gatewayId: string;
  outcome: 'delivered' | 'failed' | 'unknown';
  statusCode: string;
  optedOut: boolean;
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
  /** One gift may be several charges, and its donor gets one text: with the others the words are not sent. */
  isSilent: boolean;
  /** From 10 to 90: then the gateway tries no more. */
  timeToLiveMinutes: number;
  /** The short code that is registered for exactly this amount; absent: direct billing, of any amount. */
  originator?: string;
}

export interface ReplyOrder {
  replyId: string;
  shortcode: string;
  phone: PhoneNumber;
  words: string;
}

export interface RefundOrder {
  refundId: string;
  chargeGatewayId: string;
  phone: PhoneNumber;
  operator: string;
  amountPence: Pence;
}

export interface RefundOutcome {
  outcome: 'refunded' | 'failed' | 'pending';
  refundedPence?: Pence;
  statusCode?: string;
}

/**
 * What became of a call. A refusal is the gateway's definite no: nothing was and will be charged. Whatever
 * leaves the outcome unknown throws, and the same call is made again.
 */
export type CallOutcome =
  | { accepted: true; gatewayId: string | undefined }
  | { accepted: false; refusal: string; reason?: FailureReason };

/** One gateway. It turns its dialect into ours and back; it decides nothing. */
export interface TextGateway {
  readonly name: GatewayName;
  /** Reads a kept body; `undefined` when it can't be read, which becomes a break. */
  message(kept: unknown): GatewayMessage | undefined;
  handsetReport(kept: unknown): HandsetReport | undefined;
  reply(order: ReplyOrder): Promise<CallOutcome>;
  /** Absent: the gateway only sends texts. */
  readonly billing?: CarrierBilling;
}

/** Donations on the phone bill. */
export interface CarrierBilling {
  /** Reads a kept body; `undefined` when it can't be read, which becomes a break. */
  chargeReport(kept: unknown): ChargeReport | undefined;
  charge(order: ChargeOrder): Promise<CallOutcome>;
  refund(order: RefundOrder): Promise<RefundOutcome>;
}
