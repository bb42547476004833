import type { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
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
import {
  BankAccountChangeDto,
  BankAccountDto,
  BankAccountListDto,
  BankAccountPath,
} from './bank-accounts.dto.js';
import { BankLines } from './bank-lines.js';
import { BankStatements } from './bank-statements.js';
import { OpenLines } from './open-lines.js';
import { Explanations } from './explanations.js';
import {
  BankLineDto,
  BankLinesQuery,
  BankLinesTakenDto,
  ExplainDto,
  ExplanationDto,
  saidBy,
  SettlementsDto,
} from './settlements.dto.js';
import { BankLineNotFound, ExplanationNotFound, MatchNotFound } from './settlements.problems.js';

@ApiTags('staff')
@Controller('api/v1/staff/settlements')
export class SettlementsController {
  constructor(
    private readonly bankLines: BankLines,
    private readonly openLines: OpenLines,
    private readonly statements: BankStatements,
    private readonly explanations: Explanations,
  ) {}

  @Get()
  @StaffMay('read')
  @ApiOkResponse({ type: SettlementsDto })
  waiting(): Promise<SettlementsDto> {
    return this.openLines.waiting();
  }

  @Get('bank-accounts')
  @StaffMay('read')
  @ApiOkResponse({ type: BankAccountListDto })
  async accounts(): Promise<BankAccountListDto> {
    return { items: await this.statements.all(), nextCursor: null };
  }

  @Put('bank-accounts/:account')
  @StaffMay('prepare')
  @ApiOkResponse({ type: BankAccountDto })
  @ApiConflictResponse({ description: 'bank_statement_of_another: another account of ours has this number' })
  change(
    @Param() { account }: BankAccountPath,
    @Body() change: BankAccountChangeDto,
    @Person() { person }: Staff,
  ): Promise<BankAccountDto> {
    return this.statements.change(account, change, person);
  }

  @Post('bank-lines')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiConsumes('application/json', 'text/csv', 'application/xml')
  @ApiBody({
    type: [BankLineDto],
    description:
      'As JSON; as CSV, laid out as the account’s or with the columns date,amountPence,reference,id; or as a camt.053.',
  })
  @ApiOkResponse({ type: BankLinesTakenDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  @ApiConflictResponse({ description: 'bank_statement_of_another' })
  async take(
    @Body() body: unknown,
    @Query() { account = 'bank', appeal }: BankLinesQuery,
    @Headers('content-type') type: string | undefined,
    @Person() { person }: Staff,
  ): Promise<BankLinesTakenDto> {
    const from = { bankAccount: account, appeal, person };
    if (!isStream(body)) return this.statements.takeJson(body, from);
    return /xml/.test(type ?? '')
      ? this.statements.takeCamt(body, from)
      : this.statements.takeCsv(body, from);
  }

  @Post('bank-lines/:id/explain')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: ExplanationDto, description: 'Another person confirms it.' })
  @ApiNotFoundResponse({ description: 'bank_line_not_found, appeal_not_found, pledge_not_found' })
  @ApiConflictResponse({ description: 'more_than_is_owed' })
  async explain(
    @Param('id') id: string,
    @Body() what: ExplainDto,
    @Person() { person }: Staff,
  ): Promise<ExplanationDto> {
    if (!isUUID(id)) throw new BankLineNotFound();
    return ExplanationDto.of(await this.explanations.explain(id, saidBy(what), person));
  }

  @Post('explanations/:id/confirm')
  @HttpCode(200)
  @StaffMay('approve')
  @ApiOkResponse({ type: SettlementsDto, description: 'It is posted. What still waits.' })
  @ApiNotFoundResponse({ description: 'explanation_not_found, pledge_not_found' })
  @ApiConflictResponse({ description: 'more_than_is_owed' })
  async confirmExplanation(@Param('id') id: string, @Person() { person }: Staff): Promise<SettlementsDto> {
    if (!isUUID(id)) throw new ExplanationNotFound();
    await this.explanations.confirm(id, person);
    return this.openLines.waiting();
  }

  @Post('explanations/:id/withdraw')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: SettlementsDto, description: 'What still waits.' })
  @ApiNotFoundResponse({ description: 'explanation_not_found' })
  async withdraw(@Param('id') id: string, @Person() { person }: Staff): Promise<SettlementsDto> {
    if (!isUUID(id)) throw new ExplanationNotFound();
    await this.explanations.withdraw(id, person);
    return this.openLines.waiting();
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
    return this.openLines.waiting();
  }
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
