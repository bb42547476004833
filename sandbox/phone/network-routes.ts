import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Charges } from './charges.js';
import type { Conditions } from './conditions.js';
import { londonTime } from './london-time.js';
import { networkPage } from './network-page.js';
import { donatedPence, type Phone, type Phones, readDramaNumber } from './phones.js';
import { SettingRefused } from './settings.js';
import { statement } from './statement.js';
import type { Webhooks } from './webhooks.js';

type Several = string | string[] | undefined;
interface StatementQuery {
  month?: string;
  leaveOut?: Several;
  alter?: Several;
  add?: Several;
}

/** What the network does, for a person to set on a page and for a test to set by JSON; and its statement. */
export function registerNetworkRoutes(
  app: FastifyInstance,
  phones: Phones,
  conditions: Conditions,
  charges: Charges,
  webhooks: Webhooks,
): void {
  const page = (problem?: string) =>
    networkPage({
      settings: conditions.settings,
      gateway: conditions.gatewayNow(),
      latest: charges.all().slice(-20).toReversed(),
      month: thisMonth(),
      problem,
    });

  app.get('/network', (_request, reply) => reply.type('text/html').send(page()));
  app.get('/network/phones.json', () => phones.all().map(summary));
  app.get('/network.json', () => ({
    ...conditions.settings,
    gateway: conditions.gatewayNow(),
    undelivered: webhooks.undelivered,
  }));

  app.post('/network', (request, reply) => {
    const problem = refusal(() => conditions.change(request.body));
    if (wantsJson(request)) return problem ? refused(reply, problem) : conditions.settings;
    return problem
      ? reply.code(422).type('text/html').send(page(problem.message))
      : reply.redirect('/network', 303);
  });

  app.post<{ Params: { number: string } }>('/phone/:number(^[0-9]+)', (request, reply) => {
    const number = readDramaNumber(request.params.number);
    if (!number) return reply.code(404).send({ problem: 'not_a_drama_number' });
    const phone = phones.get(number);
    const problem = refusal(() => phones.change(phone, request.body));
    if (wantsJson(request)) return problem ? refused(reply, problem) : phone;
    const query = new URLSearchParams({ number, ...(problem && { problem: 'setting' }) });
    return reply.redirect(`/phone?${query.toString()}`, 303);
  });

  app.get<{ Querystring: StatementQuery }>('/network/statement.csv', ({ query }, reply) => {
    const month = query.month ?? thisMonth();
    if (!/^\d{4}-\d\d$/.test(month)) return reply.code(422).send({ problem: 'not_a_month' });
    const pairs = (given: Several) =>
      several(given).map((pair) => [pair.split(':')[0] ?? '', Number(pair.split(':')[1])] as const);
    const faults = {
      leaveOut: several(query.leaveOut),
      alter: new Map(pairs(query.alter)),
      add: pairs(query.add).map(([number, amountPence]) => ({ number, amountPence })),
    };
    return reply.type('text/csv').send(statement(charges.all(), month, faults));
  });
}

/** Of a phone in use: how much was said each way, and what it gave. */
function summary(phone: Phone) {
  const answers = phone.messages.filter(({ direction }) => direction === 'in').length;
  return {
    number: phone.number,
    texts: phone.messages.length - answers,
    answers,
    donatedPence: donatedPence(phone),
  };
}

function refusal(act: () => void): SettingRefused | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof SettingRefused) return error;
    throw error;
  }
}

function refused(reply: FastifyReply, { setting, expected }: SettingRefused): FastifyReply {
  return reply.code(422).send({ problem: 'setting_refused', setting, expected });
}

function wantsJson({ headers }: FastifyRequest): boolean {
  return Boolean(headers.accept?.includes('application/json'));
}

/** An empty field of the form names nothing. */
function several(given: Several): string[] {
  return [given ?? []].flat().filter(Boolean);
}

function thisMonth(): string {
  return londonTime(new Date()).replace(/^(\d{4})(\d\d).*/, '$1-$2');
}
