import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { MonthlyGifts } from './monthly-gifts.service.js';

const lookEveryMs = 60_000;

/** An appeal that is over, by its last day or because it was stopped, takes no more monthly gifts either. */
@Injectable()
export class MonthlyEnds implements OnModuleInit {
  constructor(
    private readonly schedule: Schedule,
    private readonly appeals: Appeals,
    private readonly monthlyGifts: MonthlyGifts,
  ) {}

  onModuleInit(): void {
    this.schedule.every(lookEveryMs, 'monthly gifts of appeals that are over', () => this.look());
  }

  async look(): Promise<void> {
    const over = (await this.appeals.all()).filter(
      ({ status }) => status === 'stopped' || status === 'closed',
    );
    if (over.length > 0) await this.monthlyGifts.endOf(over.map(({ slug }) => slug));
  }
}
