import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { Connection } from './connection.js';
import { chargedForm, nextGiver, nextGuid, textForm } from './texts.js';

export interface GivingLoad {
  kind: 'giving';
  port: number;
  token: string;
  connections: number;
  donations: number;
}

export interface Given {
  /** Milliseconds since 1970. */
  startedAtMs: number;
  lastTextAtMs: number;
  /** When the last report was answered: from then on nothing of the outside world is missing. */
  lastReportAtMs: number;
  /** Answers of 503, each of which came again. */
  askedToWait: number;
}

const mostWaitMs = 600_000;
const comeAgainMs = 200;

/** Plays the gateway: sends texts, answers charge calls, and reports each charge as gone through. */
export class Gateway {
  private readonly reports: string[] = [];
  private readonly charged = new Set<string>();
  private askedToWait = 0;

  /** Listens on `gatewayPort` for the calls of the product. */
  static async listen(gatewayPort: number): Promise<Gateway> {
    const gateway = new Gateway();
    const server: Server = createServer((request, response) => void gateway.answer(request, response));
    server.keepAliveTimeout = 60_000;
    server.listen(gatewayPort, '127.0.0.1');
    await once(server, 'listening');
    return gateway;
  }

  /** Gives so many times; resolves when every charge was asked for and its report answered. */
  async give({ port, token, connections, donations }: GivingLoad): Promise<Given> {
    const opened = await Connection.openMany(port, connections);
    this.charged.clear();
    this.askedToWait = 0;
    let texts = donations;
    let reported = 0;
    let lastTextAtMs = 0;
    const startedAtMs = Date.now();
    const work = async (connection: Connection): Promise<void> => {
      while (reported < donations) {
        if (Date.now() - startedAtMs > mostWaitMs) throw new Error(`only ${reported} donations were charged`);
        const report = this.reports.shift();
        if (report !== undefined) {
          await this.post(connection, `/webhooks/text/fonix/${token}/charge-report`, report);
          reported += 1;
        } else if (texts > 0) {
          texts -= 1;
          await this.post(
            connection,
            `/webhooks/text/fonix/${token}/message`,
            textForm(nextGuid(), nextGiver()),
          );
          lastTextAtMs = Date.now();
        } else await setTimeout(2);
      }
    };
    await Promise.all(opened.map(work));
    for (const connection of opened) connection.close();
    return { startedAtMs, lastTextAtMs, lastReportAtMs: Date.now(), askedToWait: this.askedToWait };
  }

  /** What is not taken comes again, as a gateway's messages do. */
  private async post(connection: Connection, path: string, form: string): Promise<void> {
    for (;;) {
      const status = await connection.post(path, form);
      if (status === 200) return;
      if (status !== 503) throw new Error(`the product answered ${status}`);
      this.askedToWait += 1;
      await setTimeout(comeAgainMs);
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.setEncoding('utf8');
    let body = '';
    for await (const chunk of request) body += chunk;
    const requestId = /(?:^|&)REQUESTID=(\w+)/.exec(body)?.[1] ?? '';
    const phone = /(?:^|&)NUMBERS=[^&]*?(1\d{10})/.exec(body)?.[1] ?? '';
    const guid = nextGuid();
    if (request.url === '/v2/chargemobile' && !this.charged.has(requestId)) {
      this.charged.add(requestId);
      this.reports.push(chargedForm(guid, requestId, phone));
    }
    response.setHeader('Content-Type', 'application/json');
    response.end(`{"success":{"txguid":"${guid}","numbers":"1"}}`);
  }
}
