import { Controller, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConflictResponse, ApiConsumes, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Person, StaffMay } from '../../../platform/access/staff.guard.js';
import type { Staff } from '../../../platform/access/tokens.js';
import { ValidationFailed } from '../../../platform/http/http.problems.js';
import { pence } from '../../../vocabulary/pence.js';
import { layoutOf, StatementDto, StatementQuery } from './statements.dto.js';
import { Statements } from './statements.js';

@ApiTags('staff')
@Controller('api/v1/staff/settlements/gateway-statements')
export class StatementsController {
  constructor(private readonly statements: Statements) {}

  @Post()
  @StaffMay('prepare')
  @ApiConsumes('text/csv')
  @ApiBody({
    schema: { type: 'string' },
    description: 'By default with the columns date,msisdn,operator,requestid,guid,amount,status.',
  })
  @ApiCreatedResponse({ type: StatementDto, description: 'Matched charge by charge.' })
  @ApiConflictResponse({ description: 'statement_known, statement_of_another' })
  take(
    @Req() { body }: FastifyRequest,
    @Query() query: StatementQuery,
    @Person() { person }: Staff,
  ): Promise<StatementDto> {
    if (!(body instanceof Readable))
      throw new ValidationFailed([{ field: 'body', message: 'must be a CSV, sent as text/csv' }]);
    const { gateway = 'fonix', shortcode, month, feePence = '0' } = query;
    const fee = pence(Number(feePence));
    return this.statements.take(body, {
      gateway,
      shortcode,
      month,
      feePence: fee,
      layout: layoutOf(query),
      person,
    });
  }
}
