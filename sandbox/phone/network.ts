import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import { Charges } from './charges.js';
import { Conditions } from './conditions.js';
import { GatewayCalls } from './gateway-calls.js';
import { registerGateway } from './gateway.js';
import { registerHandset } from './handset.js';
import { registerNetworkRoutes } from './network-routes.js';
import { Phones } from './phones.js';
import { Traffic } from './traffic.js';
import { Webhooks } from './webhooks.js';

/** A mobile network with phones to type on, and a gateway that speaks as Fonix does. */
export function registerPhoneNetwork(app: FastifyInstance, context: SandboxContext): void {
  const phones = new Phones(context.store);
  const conditions = new Conditions(context.store);
  const charges = new Charges(context.store);
  const webhooks = new Webhooks(context, conditions);
  const traffic = new Traffic(context.store, conditions, charges, webhooks);
  const calls = new GatewayCalls(context.store, phones, conditions, charges, traffic);

  void app.register(async (gateway) => registerGateway(gateway, context.fonix.apiKey, conditions, calls), {
    prefix: '/v2',
  });
  registerHandset(app, phones, traffic);
  registerNetworkRoutes(app, phones, conditions, charges, webhooks);

  app.addHook('onReady', async () => webhooks.resume());
  app.addHook('onClose', () => webhooks.close());
}
