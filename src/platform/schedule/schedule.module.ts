import { Global, Module } from '@nestjs/common';
import { Schedule } from './schedule.js';

/** Work that comes round again. It never knows what the work is: whoever has some registers it. */
@Global()
@Module({ providers: [Schedule], exports: [Schedule] })
export class ScheduleModule {}
