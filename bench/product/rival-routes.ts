import { Body, Controller, Header, HttpCode, Inject, Injectable, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { FonixController } from '../../src/channels/text/gateways/fonix.controller.js';
import { WebhookDoor } from '../../src/channels/text/gateways/webhook-door.js';
import { RateAlarm } from '../../src/channels/text/rate-alarm.js';
import type { Config } from '../../src/platform/config/config.js';
import { CONFIG } from '../../src/platform/config/config.module.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { IncomingMessage, Inbox } from '../../src/platform/messaging/inbox.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { Secrets } from '../../src/platform/secrets/secrets.js';

const insert = `
  insert into messaging.inbox (source, external_id, body) values ($1, $2, $3)
  on conflict (source, external_id) do nothing`;

/** Reads and parses the same body through the same pipeline and does nothing. */
@ApiExcludeController()
@Controller('bench/noop/:token')
class NoopController {
  @Post('message')
  @HttpCode(200)
  @Header('Content-Type', 'text/plain')
  message(@Req() _request: FastifyRequest, @Param('token') _token: string, @Body() _body: unknown) {
    return Promise.resolve('');
  }
}

/** Keeps each message in a transaction of its own, as the product writes everything that isn't grouped. */
@Injectable()
class PerRequestInbox {
  constructor(
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
  ) {}

  async keep({ source, externalId, body }: IncomingMessage): Promise<void> {
    const sealed = this.secrets.seal(JSON.stringify(body));
    await this.transactions.run((tx) => tx.query(insert, [source, externalId, sealed]));
  }
}

/** The same as one prepared statement that commits by itself: the least that an ungrouped insert can cost. */
@Injectable()
class PerStatementInbox {
  private readonly pool: pg.Pool;

  constructor(
    dataSource: DataSource,
    private readonly secrets: Secrets,
  ) {
    this.pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
  }

  async keep({ source, externalId, body }: IncomingMessage): Promise<void> {
    const sealed = this.secrets.seal(JSON.stringify(body));
    await this.pool.query({ name: 'bench_insert', text: insert, values: [source, externalId, sealed] });
  }
}

// Nest keeps the place of an inherited @Inject: CONFIG stays the third, as in FonixController.
@ApiExcludeController()
@Controller('bench/per-request/:token')
class PerRequestController extends FonixController {
  constructor(inbox: PerRequestInbox, metrics: Metrics, @Inject(CONFIG) config: Config, alarm: RateAlarm) {
    super(new WebhookDoor(inbox as unknown as Inbox, metrics), alarm, config);
  }
}

@ApiExcludeController()
@Controller('bench/per-statement/:token')
class PerStatementController extends FonixController {
  constructor(inbox: PerStatementInbox, metrics: Metrics, @Inject(CONFIG) config: Config, alarm: RateAlarm) {
    super(new WebhookDoor(inbox as unknown as Inbox, metrics), alarm, config);
  }
}

/** What the benchmark adds to the product's module. */
export const rivals = {
  controllers: [NoopController, PerRequestController, PerStatementController],
  providers: [PerRequestInbox, PerStatementInbox],
};
