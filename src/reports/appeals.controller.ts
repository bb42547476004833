import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiProduces,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Appeals, type CurrentAppeal } from '../giving/appeals/appeals.service.js';
import { appealView } from './appeal-view.js';
import { AppealDto, AppealListDto, TotalsDto } from './appeals.dto.js';
import { DonationSeenDto, ReceiptQuery } from './donation-view.dto.js';
import { DonationView } from './donation-view.js';
import { TotalEvents } from './total-events.js';
import { FinalStatementDto } from './final-statement.dto.js';
import { FinalStatements } from './final-statement.js';
import { Promises } from './promises.js';
import { Totals } from './totals.js';

/** What everybody may know of an appeal, and a donor of their donation. */
@ApiTags('giving')
@Controller('api/v1')
export class AppealsController {
  constructor(
    private readonly appeals: Appeals,
    private readonly totals: Totals,
    private readonly promises: Promises,
    private readonly statements: FinalStatements,
    private readonly totalEvents: TotalEvents,
    private readonly donationView: DonationView,
  ) {}

  @Get('appeals')
  @ApiOkResponse({ type: AppealListDto })
  async list(): Promise<AppealListDto> {
    const appeals = await this.appeals.all();
    const items = await Promise.all(appeals.map(async (appeal) => this.view(appeal)));
    return { items, nextCursor: null };
  }

  @Get('appeals/:slug')
  @ApiOkResponse({ type: AppealDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async appeal(@Param('slug') slug: string): Promise<AppealDto> {
    const appeal = await this.appeals.get(slug);
    return this.view(appeal);
  }

  private async view(appeal: CurrentAppeal): Promise<AppealDto> {
    const [totals, promises] = await Promise.all([
      this.totals.of(appeal.slug),
      this.promises.of(appeal.slug),
    ]);
    return appealView(appeal, totals, promises);
  }

  @Get('appeals/:slug/final-statement')
  @ApiOkResponse({ type: FinalStatementDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  @ApiConflictResponse({ description: 'appeal_not_closed' })
  finalStatement(@Param('slug') slug: string): Promise<FinalStatementDto> {
    return this.statements.of(slug);
  }

  @Get('appeals/:slug/total')
  @ApiOkResponse({ type: TotalsDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async total(@Param('slug') slug: string): Promise<TotalsDto> {
    await this.appeals.get(slug);
    return this.totals.of(slug);
  }

  @Get('appeals/:slug/total/events')
  @Header('Cache-Control', 'no-store')
  @Header('X-Accel-Buffering', 'no')
  // Nothing follows on this connection, so a server that stops need not wait for it to be idle.
  @Header('Connection', 'close')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'The total now, and again whenever it changes.', type: TotalsDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  @ApiServiceUnavailableResponse({ description: 'too_many_listeners' })
  async events(@Param('slug') slug: string): Promise<StreamableFile> {
    await this.appeals.get(slug);
    return new StreamableFile(this.totalEvents.listen(slug), { type: 'text/event-stream' });
  }

  @Get('donations/:id')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: DonationSeenDto })
  @ApiNotFoundResponse({ description: 'donation_not_found: no such donation, or not its token' })
  donation(@Param('id') id: string, @Query() { token }: ReceiptQuery): Promise<DonationSeenDto> {
    return this.donationView.of(id, token);
  }
}
