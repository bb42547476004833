import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createSandbox } from '../create-sandbox.js';
import { Store } from '../store.js';

export const contract = '447700900001';
export const onePoundPrepaid = '447700900100';

export interface Arrival {
  path: string;
  fields: Record<string, string>;
}

/** A phone network, and the product that it posts to, which only notes what arrives. */
export class TestProduct {
  readonly arrivals: Arrival[] = [];
  /** What the product answers from now on. */
  status = 200;
  baseUrl = '';
  private store!: Store;
  private network!: FastifyInstance;
  private readonly directory = mkdtempSync(join(tmpdir(), 'phone-network-'));
  private readonly server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      this.arrivals.push({ path: request.url!, fields: Object.fromEntries(new URLSearchParams(body)) });
      response.writeHead(this.status).end();
    });
  });

  static async open(): Promise<TestProduct> {
    const product = new TestProduct();
    await new Promise<void>((listening) => product.server.listen(0, '127.0.0.1', listening));
    await product.startNetwork();
    return product;
  }

  /** Starts the network on the file that an earlier start left. */
  async startNetwork(): Promise<void> {
    this.store = new Store(join(this.directory, 'sandbox.json'));
    this.network = createSandbox({
      store: this.store,
      baseUrl: '',
      productUrl: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      stripe: { secretKey: '', webhookSecret: '' },
      fonix: { apiKey: 'test_key', webhookToken: 'token' },
    });
    this.baseUrl = await this.network.listen({ port: 0, host: '127.0.0.1' });
  }

  async stopNetwork(): Promise<void> {
    await this.network.close();
    this.store.flush();
  }

  async close(): Promise<void> {
    await this.stopNetwork();
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
    rmSync(this.directory, { recursive: true });
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams(fields);
    return fetch(this.baseUrl + path, { method: 'POST', body, headers, redirect: 'manual' });
  }

  /** Sets something by JSON. */
  set(path: string, settings: Record<string, unknown>) {
    return fetch(this.baseUrl + path, {
      method: 'POST',
      body: JSON.stringify(settings),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
    });
  }

  text(number: string, body: string) {
    const accept = { accept: 'application/json' };
    return this.post('/phone/messages', { number, shortcode: '70141', body }, accept);
  }

  /** A call to the gateway. */
  call(name: string, fields: Record<string, string>, key = 'test_key') {
    return this.post(`/v2/${name}`, fields, { 'x-api-key': key });
  }

  charge(fields: Record<string, string> = {}, key?: string) {
    const usual = {
      NUMBERS: `three-uk.${contract}`,
      AMOUNT: '300',
      CURRENCY: 'GBP',
      CHARGEDESCRIPTION: 'Ukraine Fund',
      BODY: 'Thank you for £3',
      TIMETOLIVE: '90',
      REQUESTID: 'd0000000000000000000000000000001',
    };
    return this.call('chargemobile', { ...usual, ...fields }, key);
  }

  async phone(number = contract): Promise<any> {
    return (await fetch(`${this.baseUrl}/phone/${number}.json`)).json();
  }

  /** What arrived of one kind, so far. */
  arrived(kind: string): Record<string, string>[] {
    return this.arrivals
      .filter(({ path }) => path === `/webhooks/text/fonix/token/${kind}`)
      .map(({ fields }) => fields);
  }

  /** The nth message of a kind that reached the product, waited for. */
  async arrival(kind: string, nth = 1): Promise<Record<string, string>> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const found = this.arrived(kind)[nth - 1];
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`no ${kind} number ${nth} reached the product`);
      await new Promise((later) => setTimeout(later, 20));
    }
  }
}
