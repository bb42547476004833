import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import qs from 'qs';
import type { SandboxContext } from '../context.js';
import { type Account, openAccount } from './account.js';
import { DAY } from './agenda.js';
import { requireKey, requireVersion } from './authorization.js';
import { readBalance } from './balance.js';
import { COMMANDS } from './commands.js';
import { registerDashboard } from './dashboard.js';
import { invalid, StripeError } from './errors.js';
import { expand } from './expand.js';
import { type Answer, IdempotencyKeys } from './idempotency.js';
import { newId } from './ids.js';
import { takeUpJobs } from './jobs.js';
import { Parameters } from './parameters.js';
import { registerPayPage } from './pay-routes.js';
import { planDailyPayouts } from './payouts.js';
import { registerPortal } from './portal.js';
import { readOne, RESOURCES } from './reads.js';
import { expireOldSessions } from './sessions.js';
import { registerTroubles } from './troubles.js';
import { registerWatch } from './watch.js';
import { API_VERSION } from './webhooks.js';

const SWEEP_MS = 5000;
const EVENTS_KEPT_SECONDS = 30 * DAY;

/** The Stripe of the sandbox: the API under `/v1`, the hosted page under `/pay`, and signed webhooks. */
export function registerStripe(app: FastifyInstance, context: SandboxContext): void {
  const account = openAccount(context.store, context.baseUrl, {
    url: `${context.productUrl}/webhooks/stripe`,
    secrets: context.stripe.webhookSecret.split(','),
  });
  const { records, webhooks, timers, agenda, clock } = account;
  const keys = new IdempotencyKeys(records, clock);
  takeUpJobs(account);

  registerPayPage(app, account);
  registerPortal(app, account);
  registerDashboard(app, account);
  void app.register(async (api) => registerApi(api, account, keys, context.stripe.secretKey), {
    prefix: '/v1',
  });
  app.addHook('onReady', async () => {
    webhooks.resume();
    planDailyPayouts(account);
    agenda.start();
    timers.every(SWEEP_MS, () => {
      expireOldSessions(account);
      forgetOldEvents(account);
      keys.forgetOld();
    });
  });
  app.addHook('onClose', async () => {
    timers.close();
    await webhooks.close();
  });
}

function registerApi(api: FastifyInstance, account: Account, keys: IdempotencyKeys, secretKey: string): void {
  api.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'Request-Id': newId('req_', 14), 'Stripe-Version': API_VERSION });
    requireKey(request, secretKey);
    requireVersion(request);
  });
  registerTroubles(api, account.records);
  registerWatch(api, account.records);
  api.setErrorHandler((error, _request, reply) => send(reply, answerTo(error)));
  api.setNotFoundHandler((request) => {
    const url = `${request.method}: ${request.url.split('?')[0]}`;
    throw new StripeError(404, 'invalid_request_error', `Unrecognized request URL (${url}).`);
  });

  for (const resource of RESOURCES) {
    api.get<{ Params: { id: string } }>(`${resource.path}/:id`, (request, reply) =>
      reply.send(readOne(account, resource, request.params.id, queryOf(request))),
    );
    if (!resource.list) continue;
    api.get(resource.path, (request, reply) => {
      const parameters = queryOf(request);
      const list = resource.list!(account, parameters, `/v1${resource.path}`);
      return reply.send(expand(account.records, list, parameters.texts('expand')));
    });
  }
  api.get('/balance', (_request, reply) => reply.send(readBalance(account)));

  for (const command of COMMANDS) {
    const method = command.method ?? 'POST';
    api.route<{ Params: { id?: string } }>({
      method,
      url: command.path,
      handler: (request, reply) =>
        execute(keys, request, reply, () => {
          const parameters = method === 'POST' ? new Parameters(request.body) : queryOf(request);
          const work = command.prepare(account, parameters, request.params.id ?? '', requestIdOf(reply));
          return () => expand(account.records, work(), parameters.texts('expand'));
        }),
    });
  }
}

/** Runs a POST under its idempotency key: `prepare` reads and refuses the parameters, what it returns does the work. */
async function execute(
  keys: IdempotencyKeys,
  request: FastifyRequest,
  reply: FastifyReply,
  prepare: () => () => object,
): Promise<FastifyReply> {
  const prepareAnswer = () => {
    const work = prepare();
    return (): Answer => {
      try {
        return { status: 200, body: work() };
      } catch (error) {
        return answerTo(error);
      }
    };
  };
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') return send(reply, prepareAnswer()());
  const path = request.url.split('?')[0]!;
  reply.header('Idempotency-Key', key);
  const keyed = { key, path, parameters: request.body ?? {}, requestId: requestIdOf(reply) };
  return send(reply, await keys.once(keyed, prepareAnswer));
}

function send(reply: FastifyReply, { status, body, replayOf }: Answer): FastifyReply {
  if (replayOf) reply.headers({ 'Idempotent-Replayed': 'true', 'Original-Request': replayOf });
  return reply.status(status).send(body);
}

function answerTo(error: unknown): Answer {
  if (error instanceof StripeError) return { status: error.status, body: error.body };
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status < 500) return { status, body: invalid((error as Error).message).body };
  console.error(error);
  return { status, body: new StripeError(status, 'api_error', 'An unknown error occurred').body };
}

function queryOf(request: FastifyRequest): Parameters {
  return new Parameters(qs.parse(request.url.split('?')[1] ?? '', { depth: 10, arrayLimit: 100 }));
}

function requestIdOf(reply: FastifyReply): string {
  return reply.getHeader('Request-Id') as string;
}

function forgetOldEvents({ records, clock }: Account): void {
  for (const [id, event] of Object.entries(records.events)) {
    if (event.created < clock.seconds() - EVENTS_KEPT_SECONDS) delete records.events[id];
  }
}
