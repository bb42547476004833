import type { FastifyInstance } from 'fastify';
import { homePage } from './home-page.js';
import { phonePage, type SendProblem } from './phone-page.js';
import { donatedPence, readDramaNumber, type Phones } from './phones.js';
import type { Traffic } from './traffic.js';

type Fields = Record<string, string | undefined>;

const usualShortcode = '70141';

/** The phones as people and scripts use them: a page to type on, a post to send, a JSON to look at. */
export function registerHandset(app: FastifyInstance, phones: Phones, traffic: Traffic): void {
  app.get('/', (_request, reply) => reply.type('text/html').send(homePage()));

  app.get<{ Querystring: Fields }>('/phone', ({ query }, reply) => {
    const seeded = phones.seeded();
    const asked = query.other || query.number;
    const number = asked ? readDramaNumber(String(asked)) : seeded[0]!.number;
    const phone = number ? phones.get(number) : seeded[0]!;
    const page = phonePage({
      phone,
      pickable: seeded.includes(phone) ? seeded : [phone, ...seeded],
      shortcode: String(query.shortcode || usualShortcode),
      problem: number ? query.problem : 'not_a_drama_number',
    });
    return reply.type('text/html').send(page);
  });

  app.get<{ Params: { number: string } }>('/phone/:number(^[^.]+).json', ({ params }, reply) => {
    const number = readDramaNumber(params.number);
    if (!number) return reply.code(404).send({ problem: 'not_a_drama_number' satisfies SendProblem });
    const phone = phones.get(number);
    return { ...phone, donatedPence: donatedPence(phone) };
  });

  app.post<{ Body: Fields | undefined }>('/phone/messages', ({ body, headers }, reply) => {
    const fields = body ?? {};
    const result = send(fields);
    const problem = 'problem' in result ? result.problem : undefined;
    if (headers.accept?.includes('application/json')) return reply.code(problem ? 422 : 200).send(result);
    const { number = '', shortcode = '' } = fields;
    const back = new URLSearchParams({ number, shortcode, ...(problem && { problem }) });
    return reply.redirect(`/phone?${back.toString()}`, 303);
  });

  function send({ number, shortcode, body }: Fields): { guid: string } | { problem: SendProblem } {
    const sender = readDramaNumber(String(number));
    if (!sender) return { problem: 'not_a_drama_number' };
    if (!/^\d{5,6}$/.test(String(shortcode))) return { problem: 'not_a_shortcode' };
    if (typeof body !== 'string' || body === '') return { problem: 'nothing_to_send' };
    const guid = traffic.textFrom(phones.get(sender), String(shortcode), body);
    return guid ? { guid } : { problem: 'no_credit' };
  }
}
