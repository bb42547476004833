import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StaffMay } from '../../platform/access/staff.guard.js';
import { AuditLog } from '../../reports/audit-log.js';
import { AuditQuery } from '../../reports/audit.dto.js';
import { AuditPage } from './audit-page.js';
import { Frames, sendFramed } from './frames.js';
import { posted } from './posted.js';

const labels = { from: 'The first day', to: 'The last day', person: 'The person', cursor: 'The page' };

/** The audit log, for everybody who may read. */
@ApiExcludeController()
@Controller('staff/audit')
export class AuditPagesController {
  constructor(
    private readonly frames: Frames,
    private readonly auditLog: AuditLog,
  ) {}

  @Get()
  @StaffMay('read')
  async show(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = posted(query, 'from', 'to', 'person', 'cursor');
    const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
    const filter = plainToInstance(AuditQuery, given);
    const errors = (await validate(filter)).map(({ property, constraints }) => ({
      field: property,
      message: `${labels[property as keyof typeof labels]} ${Object.values(constraints ?? {})[0]}.`,
    }));
    const { items, nextCursor } =
      errors.length > 0 ? { items: [], nextCursor: null } : await this.auditLog.page(filter);
    const { cursor: _, ...period } = given;
    const frame = await this.frames.of(request, 'audit', '/staff/audit');
    const page = (
      <AuditPage
        {...{ asked, errors }}
        entries={items}
        olderUrl={
          nextCursor ? `/staff/audit?${new URLSearchParams({ ...period, cursor: nextCursor })}` : undefined
        }
        csvUrl={`/api/v1/staff/reports/audit.csv?${new URLSearchParams(period)}`}
      />
    );
    sendFramed(reply, { ...frame, appeals: [] }, page, errors.length > 0 ? 400 : 200);
  }
}
