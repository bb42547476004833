import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parametersOf, type Report, type ReportPeriod } from './report.js';

/** How long a report will be, before anybody waits for it. */
@Injectable()
export class ReportCounts {
  constructor(private readonly dataSource: DataSource) {}

  async rows({ sql }: Report, period: ReportPeriod): Promise<number> {
    const [row] = await this.dataSource.query<{ rows: string }[]>(
      `select count(*)::text as rows from (${sql}) report`,
      parametersOf(period),
    );
    return Number(row?.rows ?? 0);
  }
}
