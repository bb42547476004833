import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { Tx } from '../database/transactions.js';
import { LOGGER } from '../logging/logging.module.js';
import { nobody } from './names.js';

/** What a person did to one thing: the fields that changed, `null` before it was there or once it is gone. */
export interface Change {
  /** The kind of thing, in the singular: `remittance`. */
  what: string;
  id: string;
  before: object | null;
  after: object | null;
}

const staffRoute = /^\/(api\/v1\/)?staff(\/|$)/;

/**
 * Writes down every call of a staff route, whatever became of it, before it is answered; and what people changed,
 * in the transaction that changes it. Rows hold ids, states and amounts, and no personal data.
 */
@Injectable()
export class Audit implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly adapterHost: HttpAdapterHost,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A hook and no interceptor: it also sees what is refused before a guard, and the status that is sent. */
  onModuleInit(): void {
    // A command of the command line has no HTTP half.
    const server = this.adapterHost.httpAdapter?.getInstance<FastifyInstance>();
    server?.addHook('onSend', async (request, reply, payload) => {
      if (!staffRoute.test(request.routeOptions.url ?? '')) return payload;
      try {
        await this.keep(request, reply.statusCode);
      } catch (error) {
        // What can't be written down is not answered; a refusal tells nothing, so it may go out.
        if (reply.statusCode < 400) throw error;
        this.logger.error(
          { error, route: request.routeOptions.url },
          'a refusal is missing in the audit log',
        );
      }
      return payload;
    });
  }

  /** Tells what `person` changed. It stands in the log exactly if `tx` commits. */
  async changed(tx: Tx, person: string, changes: Change[]): Promise<void> {
    const column = <Key extends keyof Change>(key: Key): Change[Key][] =>
      changes.map((change) => change[key]);
    const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));
    await tx.query(
      `insert into access.audit (person, action, target, before, after)
       select $1, * from unnest($2::text[], $3::text[], $4::jsonb[], $5::jsonb[])`,
      [person, column('what'), column('id'), column('before').map(json), column('after').map(json)],
    );
  }

  private async keep(request: FastifyRequest, outcome: number): Promise<void> {
    const { staff, method, routeOptions, params } = request;
    // A code opens what it is for, so it is no id.
    const { code: _, ...ids } = (params ?? {}) as Record<string, string>;
    // Percent-encoded, so that no byte of an address is one that the database refuses.
    const target = new URLSearchParams(ids).toString().slice(0, 200);
    const who = [staff?.person ?? nobody, staff?.role ?? null, staff?.means ?? null];
    await this.dataSource.query(
      'insert into access.audit (person, role, means, action, target, outcome) values ($1, $2, $3, $4, $5, $6)',
      [...who, `${method} ${routeOptions.url}`, target, outcome],
    );
  }
}
