import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { readBankLines } from './bank-line-reader.js';
import { BankLines } from './bank-lines.js';
import { BankLineDto, BankLinesQuery, BankLinesTakenDto, SettlementsDto } from './settlements.dto.js';
import { MatchNotFound } from './settlements.problems.js';

@ApiTags('staff')
@Controller('api/v1/staff/settlements')
export class SettlementsController {
  constructor(private readonly bankLines: BankLines) {}

  @Get()
  @StaffMay('read')
  @ApiOkResponse({ type: SettlementsDto })
  waiting(): Promise<SettlementsDto> {
    return this.bankLines.waiting();
  }

  @Post('bank-lines')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiConsumes('application/json', 'text/csv')
  @ApiBody({
    type: [BankLineDto],
    description: 'As JSON, or as CSV with the columns date,amountPence,reference,id.',
  })
  @ApiOkResponse({ type: BankLinesTakenDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async take(
    @Body() body: unknown,
    @Query() { account = 'bank', appeal }: BankLinesQuery,
    @Person() { person }: Staff,
  ): Promise<BankLinesTakenDto> {
    return this.bankLines.take(await readBankLines(body), { bankAccount: account, appeal, person });
  }

  @Post('matches/:id/confirm')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: SettlementsDto, description: 'What still waits.' })
  @ApiNotFoundResponse({ description: 'match_not_found' })
  @ApiConflictResponse({ description: 'amount_differs' })
  async confirm(@Param('id') id: string, @Person() { person }: Staff): Promise<SettlementsDto> {
    if (!isUUID(id)) throw new MatchNotFound();
    await this.bankLines.confirm(id, person);
    return this.bankLines.waiting();
  }
}
