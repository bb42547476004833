import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call that came in: of a GET the query, of a POST the form, as fields. */
export interface Call {
  method: string;
  path: string;
  authorization: string;
  fields: Record<string, string>;
}

export interface Reply {
  status?: number;
  json: unknown;
}

/** A company outside, on loopback: it keeps the calls that it gets, and answers as the test says. */
export class Company {
  readonly calls: Call[] = [];
  private server!: Server;

  constructor(public answer: (call: Call) => Reply) {}

  static async listening(answer: (call: Call) => Reply): Promise<Company> {
    const company = new Company(answer);
    company.server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.once('end', () => {
        const { pathname, searchParams } = new URL(request.url ?? '', 'http://company');
        const call = {
          method: request.method ?? '',
          path: pathname,
          authorization: request.headers.authorization ?? '',
          fields: Object.fromEntries(request.method === 'POST' ? new URLSearchParams(body) : searchParams),
        };
        company.calls.push(call);
        const { status = 200, json } = company.answer(call);
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
      });
    });
    company.server.listen(0, '127.0.0.1');
    await once(company.server, 'listening');
    return company;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
