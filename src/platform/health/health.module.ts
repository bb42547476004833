import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';

/** Whether we live and can work. It never says more than that to the public. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
