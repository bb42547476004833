import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import { GatewayFailure, GatewayForm } from './gateway-form.js';
import type { Phones } from './phones.js';
import { smsSize } from './sms-size.js';
import type { Traffic } from './traffic.js';

/** The charge that one call may ask for, in pence; networks have lower caps of their own. */
const largestChargePence = 99_999;

/** The calls of Fonix that the product makes. Mount under `/v2`. */
export function registerGateway(
  gateway: FastifyInstance,
  { store, fonix }: SandboxContext,
  phones: Phones,
  traffic: Traffic,
): void {
  gateway.addHook('onRequest', async (request, reply) => {
    if (request.headers['x-api-key'] !== fonix.apiKey) {
      return reply.code(403).send({ failure: { parameter: 'X-API-KEY', failcode: 'NOT_AUTHORISED' } });
    }
  });
  gateway.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof GatewayFailure)) throw error;
    return reply.code(400).send({ failure: { parameter: error.parameter, failcode: error.failcode } });
  });

  gateway.post('/chargemobile', (request) => {
    const form = new GatewayForm(request.body);
    const phone = phones.get(form.phoneNumber());
    const charge = {
      amountPence: form.wholeNumber('AMOUNT', 1, largestChargePence),
      description: form.text('CHARGEDESCRIPTION', 30),
      body: form.text('BODY'),
      requestId: form.requestId(),
    };
    if (form.text('CURRENCY') !== 'GBP') throw new GatewayFailure('CURRENCY', 'OUT_OF_RANGE');
    if (form.optional('TIMETOLIVE')) form.wholeNumber('TIMETOLIVE', 10, 4320);
    const txguid = once(charge.requestId, () => traffic.charge(phone, charge));
    return { success: { txguid, numbers: '1' } };
  });

  gateway.post('/sendsms', (request) => {
    const form = new GatewayForm(request.body);
    const phone = phones.get(form.phoneNumber());
    const originator = form.text('ORIGINATOR', 15);
    const body = form.text('BODY');
    const txguid = once(form.requestId(), () => traffic.textTo(phone, originator, body));
    const { encoding, parts } = smsSize(body);
    return { success: { txguid, numbers: '1', smsparts: String(parts), encoding } };
  });

  /** A REQUESTID is unique for ever: what was carried out under it is not carried out again. */
  function once(requestId: string, act: () => string): string {
    const carriedOut = store.table<string>('phone.requests');
    if (Object.hasOwn(carriedOut, requestId)) throw new GatewayFailure('REQUESTID', 'DUPLICATE_REQUESTID');
    const txguid = act();
    if (requestId) carriedOut[requestId] = txguid;
    return txguid;
  }
}
