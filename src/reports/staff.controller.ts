import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { otherBook } from '../ledger/accounts.js';
import { Balances } from '../ledger/balances.js';
import { roleMay } from '../platform/access/permissions.js';
import { Person, StaffMay } from '../platform/access/staff.guard.js';
import type { Staff } from '../platform/access/tokens.js';
import { Clock, londonDate } from '../vocabulary/clock.js';
import { DonationList } from './donation-list.js';
import { OperatorStatementDto, StatementPeriod } from './operator-statement.dto.js';
import { OperatorStatement } from './operator-statement.js';
import {
  AccountsDto,
  AccountsQuery,
  DonationHistoryDto,
  DonationListDto,
  DonationsQuery,
} from './staff.dto.js';
import { TextList } from './text-list.js';
import { TextListDto, TextsQuery } from './texts.dto.js';

@ApiTags('staff')
@Controller('api/v1/staff')
export class StaffController {
  constructor(
    private readonly appeals: Appeals,
    private readonly balances: Balances,
    private readonly donationList: DonationList,
    private readonly operatorStatement: OperatorStatement,
    private readonly textList: TextList,
    private readonly clock: Clock,
  ) {}

  @Get('donations')
  @StaffMay('read')
  @ApiOkResponse({ type: DonationListDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async donations(@Query() query: DonationsQuery): Promise<DonationListDto> {
    if (query.appeal !== undefined) await this.appeals.get(query.appeal);
    return this.donationList.page(query);
  }

  @Get('donations/:id')
  @StaffMay('read')
  @ApiOkResponse({ type: DonationHistoryDto })
  @ApiNotFoundResponse({ description: 'donation_not_found' })
  donation(@Param('id') id: string): Promise<DonationHistoryDto> {
    return this.donationList.history(id);
  }

  @Get('accounts')
  @StaffMay('read')
  @ApiOkResponse({ type: AccountsDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async accounts(@Query() { appeal, at, asOf }: AccountsQuery): Promise<AccountsDto> {
    if (appeal !== undefined && appeal !== otherBook) await this.appeals.get(appeal);
    const moment = at === undefined ? this.clock.now() : new Date(at);
    const accounts = await this.balances.of(appeal, {
      ...(at === undefined ? {} : { at: moment }),
      ...(asOf === undefined ? {} : { asOf }),
    });
    return { at: moment, accounts: accounts.map(({ book, ...account }) => ({ appeal: book, ...account })) };
  }

  @Get('appeals/:slug/operator-statement')
  @StaffMay('read')
  @ApiOkResponse({ type: OperatorStatementDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  statement(@Param('slug') slug: string, @Query() period: StatementPeriod): Promise<OperatorStatementDto> {
    return this.operatorStatement.of(slug, period);
  }

  @Get('texts')
  @StaffMay('read')
  @ApiOkResponse({ type: TextListDto })
  async texts(@Query() { on }: TextsQuery, @Person() { role }: Staff): Promise<TextListDto> {
    const date = on ?? londonDate(this.clock.now());
    return { items: await this.textList.ofDay(date, roleMay(role, 'administer')), nextCursor: null };
  }
}
