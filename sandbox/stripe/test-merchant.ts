import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import qs from 'qs';
import { Stripe } from 'stripe';
import { Store } from '../store.js';
import { registerStripe } from './api.js';

export const SECRET_KEY = 'sk_test_everypenny';
export const WEBHOOK_SECRET = 'whsec_everypenny';

/** A merchant with Stripe's own client, an address for webhooks, and donors who fill in the card form. */
export class TestMerchant {
  readonly events: Stripe.Event[] = [];
  /** What the next webhooks are answered, before they are answered 200. */
  readonly refusals: number[] = [];
  refused = 0;
  private readonly directory = mkdtempSync(join(tmpdir(), 'sandbox-stripe-'));
  readonly storeFile = join(this.directory, 'store.json');
  store!: Store;
  private sandbox!: FastifyInstance;
  private readonly receiver = this.createReceiver();
  private productUrl = '';
  baseUrl = '';

  static async open(): Promise<TestMerchant> {
    const merchant = new TestMerchant();
    merchant.receiver.listen(0, '127.0.0.1');
    await once(merchant.receiver, 'listening');
    merchant.productUrl = `http://127.0.0.1:${(merchant.receiver.address() as AddressInfo).port}`;
    await merchant.startSandbox();
    return merchant;
  }

  /** Starts it on the file that an earlier start left, at the same address. */
  async startSandbox(): Promise<void> {
    const port = this.baseUrl ? Number(new URL(this.baseUrl).port) : await freePort();
    this.baseUrl = `http://127.0.0.1:${port}`;
    this.store = new Store(this.storeFile);
    this.sandbox = Fastify({ forceCloseConnections: true });
    this.sandbox.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, qs.parse(body as string, { depth: 10, arrayLimit: 100 })),
    );
    registerStripe(this.sandbox, {
      store: this.store,
      baseUrl: this.baseUrl,
      productUrl: this.productUrl,
      stripe: { secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET },
      fonix: { apiKey: 'unused', webhookToken: 'unused' },
    });
    await this.sandbox.listen({ port, host: '127.0.0.1' });
  }

  async stopSandbox(): Promise<void> {
    await this.sandbox.close();
    this.store.flush();
  }

  async close(): Promise<void> {
    await this.stopSandbox();
    this.receiver.closeAllConnections();
    this.receiver.close();
    rmSync(this.directory, { recursive: true });
  }

  client(secretKey = SECRET_KEY): Stripe {
    const { hostname, port } = new URL(this.baseUrl);
    return new Stripe(secretKey, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
  }

  newSession(changes: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
    return this.client().checkout.sessions.create(giftOf(1000, changes));
  }

  /** Submits the card form as a browser without JavaScript does. */
  submit(session: Stripe.Checkout.Session, changes: Record<string, string> = {}): Promise<Response> {
    const fields = {
      cardNumber: '4242 4242 4242 4242',
      expiry: '04 / 40',
      cvc: '123',
      name: 'Ada Example',
      email: '',
    };
    const body = new URLSearchParams({ ...fields, ...changes });
    return fetch(`${this.baseUrl}/pay/${session.id}`, { method: 'POST', body, redirect: 'manual' });
  }

  /** A payment, once its fee is known. */
  async paid(amountPence = 1000, cardNumber = '4242424242424242'): Promise<Stripe.Charge> {
    const session = await this.client().checkout.sessions.create(giftOf(amountPence));
    await this.submit(session, { cardNumber });
    return until(async () => {
      const { data } = await this.client().charges.list({ limit: 1 });
      return data[0]?.paid && data[0].balance_transaction !== null && data[0];
    }, 'a payment with its fee');
  }

  /** Does something in the Dashboard; throws what the sandbox answers unless it is done. */
  async dashboard<Answer>(action: string, fields: object = {}): Promise<Answer> {
    const response = await fetch(`${this.baseUrl}/stripe/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(fields),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  /** The sum of everything that moved, and what the account says that it holds. */
  async balances(): Promise<{ moved: number; held: number }> {
    const { available, pending } = await this.client().balance.retrieve();
    let moved = 0;
    for await (const { net } of this.client().balanceTransactions.list({ limit: 100 })) moved += net;
    return { moved, held: available[0]!.amount + pending[0]!.amount };
  }

  typesOfEvents(): string[] {
    return this.events.map((event) => event.type);
  }

  async untilEvent(type: string): Promise<Stripe.Event> {
    return until(() => this.events.find((event) => event.type === type), `the event ${type}`);
  }

  private createReceiver(): Server {
    return createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const refusal = this.refusals.shift();
        if (refusal !== undefined) this.refused += 1;
        response.statusCode =
          refusal ?? this.accept(Buffer.concat(chunks), request.headers['stripe-signature']);
        response.end();
      });
    });
  }

  private accept(body: Buffer, signature: string | string[] | undefined): number {
    try {
      this.events.push(this.client().webhooks.constructEvent(body, signature!, WEBHOOK_SECRET));
      return 200;
    } catch {
      return 400;
    }
  }
}

export function giftOf(
  amountPence: number,
  changes: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    submit_type: 'donate',
    client_reference_id: 'donation-1',
    success_url: 'http://127.0.0.1:9/thanks?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://127.0.0.1:9/appeal',
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: 'gbp',
          unit_amount: amountPence,
          product_data: { name: 'Donation <to> the fund' },
        },
      },
    ],
    metadata: { donation_id: 'donation-1' },
    payment_intent_data: { metadata: { donation_id: 'donation-1' }, statement_descriptor_suffix: 'UKRAINE' },
    ...changes,
  };
}

/** What `find` finds, looked for until it is there. */
export async function until<Found>(
  find: () => Found | undefined | false | Promise<Found | undefined | false>,
  what: string,
): Promise<Found> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await delay(20)) {
    const found = await find();
    if (found) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
