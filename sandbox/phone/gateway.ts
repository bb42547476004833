import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Conditions } from './conditions.js';
import type { GatewayCalls } from './gateway-calls.js';
import { GatewayFailure, GatewayForm } from './gateway-form.js';

/** The calls of Fonix that the product makes. Mount under `/v2`. */
export function registerGateway(
  gateway: FastifyInstance,
  apiKey: string,
  conditions: Conditions,
  calls: GatewayCalls,
): void {
  gateway.addHook('onRequest', async (request, reply) => {
    const mode = conditions.gatewayNow();
    if (mode === 'unreachable') return cut(reply);
    if (mode === 'failing') return reply.code(500).send('Internal Server Error');
    if (request.headers['x-api-key'] !== apiKey) {
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
  for (const name of ['chargemobile', 'chargesms', 'sendsms', 'refund'] as const) {
    gateway.post(`/${name}`, (request) => calls[name](new GatewayForm(request.body)));
  }
}

/** Ends the connection without an answer. */
function cut(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}
