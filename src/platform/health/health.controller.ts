import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { pendingMigrations } from '../database/migrate.js';
import { NotFound } from '../http/http.problems.js';
import { Inbox } from '../messaging/inbox.js';
import { Metrics } from '../metrics/metrics.js';
import { NotReady } from './health.problems.js';

@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inbox: Inbox,
    private readonly metricsOf: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The process answers. */
  @Get('health/live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** The database answers, has every migration of this version, and the intake accepts. */
  @Get('health/ready')
  async ready(): Promise<{ status: 'ready' }> {
    const pending = await pendingMigrations(this.dataSource).catch(() => undefined);
    if (pending === undefined) throw new NotReady('The database does not answer.');
    const [mode] = await this.dataSource.query<{ readOnly: string }[]>(
      `select current_setting('transaction_read_only') as "readOnly"`,
    );
    if (mode?.readOnly !== 'off') throw new NotReady('The database takes no writes.');
    if (pending > 0) throw new NotReady(`${pending} migrations are waiting: run everypenny migrate.`);
    if (!(await this.inbox.accepts())) throw new NotReady('The intake is full until the workers catch up.');
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    if (this.config.production) throw new NotFound();
    return this.metricsOf.registry.metrics();
  }
}
