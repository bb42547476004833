import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { StaffMay } from '../platform/access/staff.guard.js';
import { AuditLog } from './audit-log.js';
import { AuditLogDto, AuditPeriodQuery, AuditQuery } from './audit.dto.js';

/** An auditor reads all of it, and takes it away: that is what it is for. */
@ApiTags('staff')
@Controller('api/v1/staff')
export class AuditController {
  constructor(private readonly auditLog: AuditLog) {}

  @Get('audit')
  @StaffMay('read')
  @ApiOkResponse({ type: AuditLogDto, description: 'Newest first, 100 a page.' })
  list(@Query() query: AuditQuery): Promise<AuditLogDto> {
    return this.auditLog.page(query);
  }

  @Get('reports/audit.csv')
  @StaffMay('read')
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'Oldest first. Lines end in CRLF.', schema: { type: 'string' } })
  csv(@Query() period: AuditPeriodQuery): StreamableFile {
    return new StreamableFile(this.auditLog.csv(period), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="audit.csv"',
    });
  }
}
