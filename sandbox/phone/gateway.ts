import type { FastifyInstance, FastifyReply } from 'fastify';
import type { SandboxContext } from '../context.js';
import type { Charges } from './charges.js';
import type { Conditions } from './conditions.js';
import { GatewayFailure, GatewayForm } from './gateway-form.js';
import type { Phones } from './phones.js';
import { refund } from './refunds.js';
import { smsSize } from './sms-size.js';
import type { Carried, Traffic } from './traffic.js';

/** The charge that one call may ask for, in pence; networks have lower caps of their own. */
const largestChargePence = 99_999;
/** The short codes that a premium text may come from, each registered for one amount in pence. */
const originators: Readonly<Record<string, number>> = { '70303': 300, '70305': 500, '70310': 1000 };

/** The calls of Fonix that the product makes. Mount under `/v2`. */
export function registerGateway(
  gateway: FastifyInstance,
  { store, fonix }: SandboxContext,
  phones: Phones,
  conditions: Conditions,
  charges: Charges,
  traffic: Traffic,
): void {
  gateway.addHook('onRequest', async (request, reply) => {
    const mode = conditions.gatewayNow();
    if (mode === 'unreachable') return cut(reply);
    if (mode === 'failing') return reply.code(500).send('Internal Server Error');
    if (request.headers['x-api-key'] !== fonix.apiKey) {
      return reply.code(403).send({ failure: { parameter: 'X-API-KEY', failcode: 'NOT_AUTHORISED' } });
    }
  });
  // It has acted by now, and its caller will not know.
  gateway.addHook('preSerialization', async (_request, reply, answer) => {
    if (conditions.gatewayNow() === 'cutting') cut(reply);
    return answer;
  });
  gateway.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof GatewayFailure)) throw error;
    return reply.code(400).send({ failure: { parameter: error.parameter, failcode: error.failcode } });
  });

  gateway.post('/chargemobile', async (request) => {
    const form = new GatewayForm(request.body);
    const phone = phones.get(form.phoneNumber());
    const silent = form.optional('CHARGESILENT').toLowerCase() === 'yes';
    const charge = {
      method: 'direct' as const,
      amountPence: form.wholeNumber('AMOUNT', 1, largestChargePence),
      description: form.text('CHARGEDESCRIPTION', 30),
      body: silent ? null : form.text('BODY'),
      originator: null,
      requestId: form.requestId(),
    };
    if (form.text('CURRENCY') !== 'GBP') throw new GatewayFailure('CURRENCY', 'OUT_OF_RANGE');
    if (form.optional('TIMETOLIVE')) form.wholeNumber('TIMETOLIVE', 10, 4320);
    const txguid = await once(charge.requestId, () => traffic.charge(phone, charge));
    return { success: { txguid, numbers: '1' } };
  });

  gateway.post('/chargesms', async (request) => {
    const form = new GatewayForm(request.body);
    const phone = phones.get(form.phoneNumber());
    const originator = form.text('ORIGINATOR', 15);
    const amountPence = Object.hasOwn(originators, originator) ? originators[originator] : undefined;
    if (amountPence === undefined) throw new GatewayFailure('ORIGINATOR', 'OUT_OF_RANGE');
    const body = form.text('BODY');
    const { encoding, parts } = smsSize(body);
    if (parts > 1) throw new GatewayFailure('BODY', 'TOO_MANY_CHARACTERS');
    const requestId = form.requestId();
    const description = `1 premium message from ${originator}`;
    const charge = { method: 'psms' as const, amountPence, description, body, originator, requestId };
    const txguid = await once(requestId, () => traffic.charge(phone, charge));
    return { success: { txguid, numbers: '1', smsparts: '1', encoding, price: String(amountPence) } };
  });

  gateway.post('/sendsms', async (request) => {
    const form = new GatewayForm(request.body);
    const phone = phones.get(form.phoneNumber());
    const originator = form.text('ORIGINATOR', 15);
    const body = form.text('BODY');
    const txguid = await once(form.requestId(), () => traffic.textTo(phone, originator, body));
    const { encoding, parts } = smsSize(body);
    return { success: { txguid, numbers: '1', smsparts: String(parts), encoding } };
  });

  gateway.post('/refund', async (request) => {
    const form = new GatewayForm(request.body);
    const phone = phones.get(form.phoneNumber());
    const charge = charges.find(form.text('CHARGE_GUID'));
    if (charge?.number !== phone.number) throw new GatewayFailure('CHARGE_GUID', 'OUT_OF_RANGE');
    const requestId = form.requestId();
    claim(requestId);
    return refund(charges, phone, charge, conditions.settings.refunds, requestId);
  });

  /** Answers after what overtakes the answer. */
  async function once(requestId: string, act: () => Carried): Promise<string> {
    claim(requestId);
    const { txguid, overtaken } = act();
    await overtaken;
    return txguid;
  }

  /** A REQUESTID is unique for ever: what was carried out under it is not carried out again. */
  function claim(requestId: string): void {
    const carriedOut = store.table<true>('phone.requests');
    if (Object.hasOwn(carriedOut, requestId)) throw new GatewayFailure('REQUESTID', 'DUPLICATE_REQUESTID');
    if (requestId) carriedOut[requestId] = true;
  }
}

/** Ends the connection without an answer. */
function cut(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}
