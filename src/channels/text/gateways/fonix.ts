import type { Config } from '../../../platform/config/config.js';
import { pence, type Pence } from '../../../vocabulary/pence.js';
import type { PhoneNumber } from '../../../vocabulary/phone-number.js';
import { delivered, failureReason } from './fonix-codes.js';
import { type FormAnswer, postForm } from './post-form.js';
import { isPlain, posted, textOf } from './posted-fields.js';
import type {
  CallOutcome,
  CarrierBilling,
  ChargeOrder,
  ChargeReport,
  GatewayMessage,
  HandsetReport,
  RefundOrder,
  RefundOutcome,
  ReplyOrder,
  TextGateway,
} from './text-gateway.js';

const timeoutMs = 20_000;

/** Fonix: carrier billing for charity short codes (fonix.com/documentation, carrier billing and messaging APIs). */
export class Fonix implements TextGateway, CarrierBilling {
  readonly name = 'fonix';
  readonly billing: CarrierBilling = this;

  constructor(private readonly account: NonNullable<Config['fonix']>) {}

  /** Its times have no zone and are kept as text: what counts is when we received it. */
  message(kept: unknown): GatewayMessage | undefined {
    const { GUID, MONUMBER, DESTINATION, BODY, OPERATOR, isStop } = posted(kept);
    const operator = OPERATOR || 'unknown';
    const body = BODY ?? (isStop === true ? 'STOP' : undefined);
    if (!isPlain(GUID) || !isPlain(MONUMBER) || !isPlain(DESTINATION) || !isPlain(operator)) return undefined;
    if (typeof body !== 'string') return undefined;
    const message = { externalId: GUID, from: MONUMBER, shortcode: DESTINATION, operator, body };
    return isStop === true ? { ...message, isStop } : message;
  }

  handsetReport(kept: unknown): HandsetReport | undefined {
    const { GUID, STATUSCODE } = posted(kept);
    if (!isPlain(GUID) || !isPlain(STATUSCODE)) return undefined;
    const failed = failureReason(STATUSCODE) ? 'failed' : 'unknown';
    const outcome = STATUSCODE === delivered ? 'delivered' : failed;
    return { gatewayId: GUID, outcome, statusCode: STATUSCODE, optedOut: false };
  }

  /** Only the code counts, and no report that contradicts itself: STATUSTEXT comes encoded once, twice or not at all. */
  chargeReport(kept: unknown): ChargeReport | undefined {
    const { GUID, STATUSCODE, REQUESTID, PRICE, CHARGESTATUS } = posted(kept);
    if (!isPlain(GUID) || !isPlain(STATUSCODE)) return undefined;
    const charged = STATUSCODE === delivered && /^(?:true)?$/i.test(String(CHARGESTATUS ?? ''));
    const amountPence = partPence(PRICE);
    if (charged && amountPence === 'unreadable') return undefined;
    const reason = failureReason(STATUSCODE);
    return {
      gatewayId: GUID,
      chargeId: chargeIdOf(textOf(REQUESTID) ?? ''),
      statusCode: STATUSCODE,
      outcome: charged ? 'charged' : reason ? 'failed' : 'unknown',
      ...(typeof amountPence === 'number' && { amountPence }),
      ...(reason && { reason }),
    };
  }

  charge(order: ChargeOrder): Promise<CallOutcome> {
    const shared = { BODY: order.words, TIMETOLIVE: String(order.timeToLiveMinutes) };
    if (order.originator !== undefined) {
      const fields = { ORIGINATOR: order.originator, NUMBERS: withOperator(order), ...shared };
      return this.send('chargesms', order.chargeId, fields);
    }
    return this.send('chargemobile', order.chargeId, {
      NUMBERS: withOperator(order),
      AMOUNT: String(order.amountPence),
      CURRENCY: 'GBP',
      CHARGEDESCRIPTION: order.description,
      ...(order.isSilent && { CHARGESILENT: 'yes' }),
      ...shared,
    });
  }

  reply(order: ReplyOrder): Promise<CallOutcome> {
    const fields = { ORIGINATOR: order.shortcode, NUMBERS: order.phone.slice(1), BODY: order.words };
    return this.send('sendsms', order.replyId, fields);
  }

  /** A refund that was asked for before under this id was carried out; what came of it is not said again. */
  async refund(order: RefundOrder): Promise<RefundOutcome> {
    const fields = { NUMBERS: withOperator(order), CHARGE_GUID: order.chargeGatewayId };
    const called = await this.call('refund', order.refundId, fields);
    if (wasUsed(called)) return { outcome: 'pending' };
    for (const [word, outcome] of refundOutcomes) {
      if (called.answer[word] === undefined) continue;
      const { statuscode, failcode, refunded_amount_in_pence: refunded } = posted(called.answer[word]);
      const statusCode = textOf(statuscode) ?? textOf(failcode);
      const refundedPence = partPence(refunded);
      return {
        outcome,
        ...(typeof refundedPence === 'number' && { refundedPence }),
        ...(statusCode !== undefined && { statusCode }),
      };
    }
    throw new Error('the gateway did not say what became of the refund');
  }

  private async send(name: string, id: string, fields: Record<string, string>): Promise<CallOutcome> {
    const called = await this.call(name, id, fields);
    if (called.status === 200) {
      return { accepted: true, gatewayId: textOf(posted(called.answer['success'])['txguid']) };
    }
    if (wasUsed(called)) return { accepted: true, gatewayId: undefined };
    const { failcode, parameter } = failureOf(called);
    return {
      accepted: false,
      refusal: `${failcode} ${parameter}`.trim() || 'HTTP_400',
      reason: failureReason(failcode) ?? 'unknown',
    };
  }

  /** Any answer but 200 and 400 leaves open what was done, and throws. */
  private async call(name: string, id: string, fields: Record<string, string>): Promise<FormAnswer> {
    const called = await postForm(
      new URL(`/v2/${name}`, this.account.apiBase),
      { 'X-API-KEY': this.account.apiKey },
      { ...fields, REQUESTID: id.replaceAll('-', '') },
      timeoutMs,
    );
    if (called.status !== 200 && called.status !== 400)
      throw new Error(`the gateway answered ${called.status}`);
    return called;
  }
}

const refundOutcomes = [
  ['success', 'refunded'],
  ['pending', 'pending'],
  ['failure', 'failed'],
] as const;

function failureOf({ answer }: FormAnswer): { failcode: string; parameter: string } {
  const { failcode, parameter } = posted(answer['failure']);
  return { failcode: textOf(failcode) ?? '', parameter: textOf(parameter) ?? '' };
}

/** REQUESTID is our id without hyphens and "must be eternally unique": one that was used has been carried out. */
function wasUsed(called: FormAnswer): boolean {
  const { failcode, parameter } = failureOf(called);
  return called.status === 400 && `${parameter} ${failcode}`.includes('REQUESTID');
}

function withOperator({ operator, phone }: { operator: string; phone: PhoneNumber }): string {
  return `${operator}.${phone.slice(1)}`;
}

function chargeIdOf(requestId: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i.exec(requestId);
  return parts?.slice(1).join('-').toLowerCase();
}

/** Whole pence, as a part of a split charge tells them; a charge that isn't split tells none. */
function partPence(price: unknown): Pence | undefined | 'unreadable' {
  if (price === undefined || price === '') return undefined;
  return /^[1-9]\d{0,4}$/.test(String(price)) ? pence(Number(price)) : 'unreadable';
}
