import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { postForm } from './post-form.js';
import type {
  CallOutcome,
  CarrierBilling,
  ChargeOrder,
  ChargeReport,
  FailureReason,
  GatewayMessage,
  HandsetReport,
  RefundOrder,
  RefundOutcome,
  ReplyOrder,
  TextGateway,
} from './text-gateway.js';

const timeoutMs = 20_000;
const timeToLiveMinutes = 90;

/**
 * Final failures seen in the public clients. The full list is not public, so any other code but DELIVERED
 * is no final word: never charged, never failed.
 */
const failures: Readonly<Record<string, FailureReason>> = {
  PERMANENT_OPERATOR_ERROR: 'network_error',
  INSUFFICIENT_FUNDS: 'insufficient_credit',
  TEMPORARY_BARRED: 'barred_premium',
  PAYM_MNO_SPEND_LIMIT: 'spend_limit',
  MAX_SPEND_MSISDN: 'spend_limit',
  SECTOR_NOT_ALLOWED: 'barred_premium',
  OPERATOR_SRV_DAILY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_WEEKLY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_MONTHLY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_TYPE_DAILY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_TYPE_WEEKLY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_TYPE_MONTHLY_MAX_SPEND: 'spend_limit',
};

/** A form as it was posted to us: fields in capitals. */
export type FonixForm = Readonly<Record<string, string>>;

/** Fonix: carrier billing for charity short codes (fonix.com/documentation, carrier billing and messaging APIs). */
@Injectable()
export class Fonix implements TextGateway {
  readonly name = 'fonix';
  readonly billing: CarrierBilling = {
    chargeReport: (kept) => fonixChargeReport(kept as FonixForm),
    charge: (order) => this.charge(order),
    refund: (order) => this.refund(order),
  };

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  message(kept: unknown): GatewayMessage | undefined {
    return fonixMessage(kept as FonixForm);
  }

  handsetReport(kept: unknown): HandsetReport | undefined {
    const { GUID, STATUSCODE } = kept as FonixForm;
    if (!GUID || !STATUSCODE) return undefined;
    const outcome = STATUSCODE === 'DELIVERED' ? 'delivered' : 'unknown';
    return { gatewayId: GUID, outcome, statusCode: STATUSCODE, optedOut: false };
  }

  private charge(order: ChargeOrder): Promise<CallOutcome> {
    const { originator } = order;
    if (originator !== undefined) {
      return this.call('chargesms', order.chargeId, {
        ORIGINATOR: originator,
        NUMBERS: `${order.operator}.${order.phone.slice(1)}`,
        BODY: order.words,
        TIMETOLIVE: String(timeToLiveMinutes),
      });
    }
    return this.call('chargemobile', order.chargeId, {
      NUMBERS: `${order.operator}.${order.phone.slice(1)}`,
      AMOUNT: String(order.amountPence),
      CURRENCY: 'GBP',
      CHARGEDESCRIPTION: order.description,
      BODY: order.words,
      TIMETOLIVE: String(timeToLiveMinutes),
    });
  }

  private async refund(_order: RefundOrder): Promise<RefundOutcome> {
    return Promise.reject(new Error('refunds are not asked of this gateway yet'));
  }

  reply(order: ReplyOrder): Promise<CallOutcome> {
    return this.call('sendsms', order.replyId, {
      ORIGINATOR: order.shortcode,
      NUMBERS: order.phone.slice(1),
      BODY: order.words,
    });
  }

  /** REQUESTID is our id without hyphens and "must be eternally unique": one that was used has been carried out. */
  private async call(name: string, id: string, fields: Record<string, string>): Promise<CallOutcome> {
    const { status, body } = await postForm(
      new URL(`/v2/${name}`, this.config.fonix.apiBase),
      { 'X-API-KEY': this.config.fonix.apiKey },
      { ...fields, REQUESTID: id.replaceAll('-', '') },
      timeoutMs,
    );
    const answer = readAnswer(body);
    if (status === 200) return { accepted: true, gatewayId: answer.success?.txguid };
    const { parameter = '', failcode = '' } = answer.failure ?? {};
    if (status !== 400) throw new Error(`the gateway answered ${status}`);
    if (`${parameter} ${failcode}`.includes('REQUESTID')) return { accepted: true, gatewayId: undefined };
    return { accepted: false, refusal: `${failcode} ${parameter}`.trim() || 'HTTP_400' };
  }
}

interface FonixAnswer {
  success?: { txguid?: string };
  failure?: { parameter?: string; failcode?: string };
}

/** An answer that isn't JSON says no more than its status. */
function readAnswer(body: string): FonixAnswer {
  try {
    return (JSON.parse(body) as FonixAnswer | null) ?? {};
  } catch {
    return {};
  }
}

/** What ids, short codes and operators are made of. */
const plain = /^[\x21-\x7e]{1,100}$/;

/** A mobile-originated message; `undefined` when the fields that matter are missing or can't be what they say. */
export function fonixMessage(form: FonixForm): GatewayMessage | undefined {
  const { GUID, MONUMBER, DESTINATION, BODY, OPERATOR = 'unknown' } = form;
  if (![GUID, MONUMBER, DESTINATION, OPERATOR].every((field) => plain.test(field ?? ''))) return undefined;
  if (!GUID || !MONUMBER || !DESTINATION || BODY === undefined) return undefined;
  return { externalId: GUID, from: MONUMBER, shortcode: DESTINATION, operator: OPERATOR, body: BODY };
}

/** A charge report; `undefined` when the fields that matter are missing. */
export function fonixChargeReport(form: FonixForm): ChargeReport | undefined {
  const { GUID, STATUSCODE, REQUESTID = '' } = form;
  if (!GUID || !STATUSCODE || !plain.test(GUID) || !plain.test(STATUSCODE)) return undefined;
  const reason = Object.hasOwn(failures, STATUSCODE) ? failures[STATUSCODE] : undefined;
  const id = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i.exec(REQUESTID);
  return {
    gatewayId: GUID,
    chargeId: id?.slice(1).join('-').toLowerCase(),
    statusCode: STATUSCODE,
    outcome: STATUSCODE === 'DELIVERED' ? 'charged' : reason ? 'failed' : 'unknown',
    ...(reason && { reason }),
  };
}
