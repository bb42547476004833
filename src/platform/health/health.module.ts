import { createServer, type Server } from 'node:http';
import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Metrics } from '../metrics/metrics.js';
import { HealthController } from './health.controller.js';

/** Whether we can work, and the figures that operators watch, on a listener of their own if METRICS_PORT is set. */
@Module({ controllers: [HealthController] })
export class HealthModule implements OnApplicationBootstrap, OnModuleDestroy {
  private server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    const { metricsPort, host } = this.config;
    if (metricsPort === undefined) return;
    this.server = createServer((_request, response) => {
      void this.metrics.registry.metrics().then((text) => {
        response.setHeader('Content-Type', this.metrics.registry.contentType);
        response.end(text);
      });
    }).listen(metricsPort, host);
  }

  onModuleDestroy(): void {
    this.server?.close();
  }
}
