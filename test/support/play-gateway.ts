import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AppealDefinition, TextChannel } from '../../src/giving/appeals/appeal-definition.js';
import { Appeals } from '../../src/giving/appeals/appeals.service.js';
import { Secrets } from '../../src/platform/secrets/secrets.js';
import { startTestApp, type TestApp, type TestAppOptions } from './app.js';
import { turnClock } from './clock.js';
import { settled, slug } from './donor.js';
import { postForm, postMessage } from './gateway.js';

/** One call of the product to the gateway. */
export interface Call {
  path: string;
  form: Record<string, string>;
  txguid: string;
}

/** What a call meets: an answer, silence after the gateway had acted, or nobody there. */
export type Mood = 'answers' | 'acts and cuts' | 'down';

/** A gateway that a test plays: it keeps each call and says nothing that the test doesn't tell it to. */
export class PlayGateway {
  /** What was carried out, each REQUESTID once. */
  readonly calls: Call[] = [];
  /** Every attempt. */
  readonly attempts: Call[] = [];
  mood: Mood = 'answers';
  /** Answers a call with 400 and this failcode. */
  refusal: string | undefined;
  /** Waited for before an answer goes out. */
  beforeAnswer: ((call: Call) => Promise<unknown>) | undefined;
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as { port: number }).port;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Charges asked for, to a number if one is given. */
  charges(number?: string): Call[] {
    return this.callsOf(/charge/, number);
  }

  /** Free texts sent, by Fonix or by Vonage. */
  texts(number?: string): string[] {
    return this.callsOf(/sms/, number)
      .filter(({ path }) => !path.includes('charge'))
      .map(({ form }) => form['BODY'] ?? form['text'] ?? '');
  }

  private callsOf(path: RegExp, number = ''): Call[] {
    return this.calls.filter(
      (call) => path.test(call.path) && (call.form['NUMBERS'] ?? call.form['to'])?.endsWith(number),
    );
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const form = Object.fromEntries(new URLSearchParams(body));
    const call = { path: request.url ?? '', form, txguid: randomUUID() };
    this.attempts.push(call);
    if (this.mood === 'down') return void request.socket.destroy();
    const answer = (status: number, json: unknown) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
    const failure = (parameter: string, failcode: string) =>
      answer(400, { failure: { parameter, failcode } });
    if (this.refusal !== undefined) return void failure('NUMBERS', this.refusal);
    const id = form['REQUESTID'] ?? form['client-ref'];
    if (this.calls.some(({ form: other }) => (other['REQUESTID'] ?? other['client-ref']) === id))
      return void failure('REQUESTID', 'DUPLICATE_REQUESTID');
    this.calls.push(call);
    if (this.mood === 'acts and cuts') return void request.socket.destroy();
    await this.beforeAnswer?.(call);
    const messages = [{ status: '0', 'message-id': call.txguid }];
    answer(200, { success: { txguid: call.txguid, numbers: '1' }, messages });
  }
}

/** The product with a gateway that the test plays; Stripe is the sandbox's. */
export interface TextStory {
  test: TestApp;
  gateway: PlayGateway;
  /** A number that no other story uses. */
  number(): string;
  /** Sends a text and waits until all that it leads to has been done. */
  send(number: string, body: string, more?: Record<string, string>): Promise<void>;
  /** Reports what became of a charge. */
  report(call: Call, status: string, more?: Record<string, string>): Promise<void>;
  /** The donations of a number, oldest first. */
  gifts(number: string): Promise<Gift[]>;
  breaks(kind: string): Promise<{ reference: string; detail: string; donationId: string | null }[]>;
  /** Lets time pass for our clock; what came in keeps the time of the database. */
  later(minutes: number): void;
  /** How the texts of a number were read, and why, oldest first. */
  read(number: string): Promise<{ kind: string; reason: string }[]>;
  /** Applies another appeal, or the real one changed: its options by keyword and pounds, and its text channel. */
  appeal(
    appealSlug: string,
    keyword: string,
    pounds: number[],
    text?: Partial<TextChannel>,
    rest?: Partial<AppealDefinition>,
  ): Promise<void>;
  close(): Promise<void>;
}

export interface Gift {
  id: string;
  appeal: string;
  status: string;
  amountPence: number;
  chargedPence: number;
}

export async function startTextStory(options: TestAppOptions = {}): Promise<TextStory> {
  const gateway = new PlayGateway();
  const port = await gateway.listen();
  const test = await startTestApp({
    ...options,
    env: {
      SANDBOX: 'stripe',
      FONIX_API_KEY: 'test_played',
      FONIX_API_BASE: `http://127.0.0.1:${port}`,
      FONIX_WEBHOOK_TOKEN: 'played-webhook-token',
      ...(options.env?.['VONAGE_API_KEY'] && { VONAGE_API_BASE: `http://127.0.0.1:${port}` }),
      ...options.env,
    },
  });
  let numbers = 0;
  const match = (number: string) => test.app.get(Secrets).matchable(`+${number}`);
  return {
    test,
    gateway,
    number: () => String(447_700_900_300 + numbers++),
    async send(number, body, more = {}) {
      await postMessage(test, { GUID: randomUUID(), MONUMBER: number, BODY: body, ...more });
      await settled(test);
    },
    async report({ form, txguid }, STATUSCODE, more = {}) {
      await postForm(test, test.url, 'charge-report', {
        IFVERSION: '201001',
        CHARGEMETHOD: 'direct',
        MONUMBER: form['NUMBERS']?.replace(/.*\./, '') ?? '',
        OPERATOR: 'voda-uk',
        GUID: txguid,
        DURATION: '0',
        RETRYCOUNT: '0',
        STATUSCODE,
        STATUSTEXT: '',
        REQUESTID: form['REQUESTID'] ?? '',
        STATUSTIME: '20261124060000',
        ...more,
      });
      await settled(test);
    },
    async gifts(number) {
      const rows = await test.database.dataSource.query<Gift[]>(
        `select donation.id, donation.appeal, donation.status, donation.amount_pence::integer as "amountPence",
           donation.charged_pence::integer as "chargedPence"
         from giving.donation join text.message on message.donation_id = donation.id
         where message.phone_match = $1 order by message.received_at, donation.id`,
        [match(number)],
      );
      return rows;
    },
    read: (number) =>
      test.database.dataSource.query(
        `select kind, reason from text.message where phone_match = $1 order by received_at, id`,
        [match(number)],
      ),
    async appeal(appealSlug, keyword, pounds, text = {}, rest = {}) {
      const { definition } = await test.app.get(Appeals).get(slug);
      const options = pounds.map((pound) => ({
        keyword,
        amountPence: pound * 100,
        text: `${keyword}£${pound}`,
      }));
      const channel = { ...(definition.text as TextChannel), options, ...text };
      await test.app.get(Appeals).apply({ ...definition, slug: appealSlug, text: channel, ...rest });
    },
    breaks: (kind) =>
      test.database.dataSource.query(
        `select reference, detail, donation_id as "donationId" from breaks.break where kind = $1`,
        [kind],
      ),
    later(minutes) {
      turnClock(test, minutes / 1_440);
    },
    async close() {
      await test.close();
      gateway.close();
    },
  };
}
