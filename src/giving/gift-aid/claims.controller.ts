import { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { NotFound, ValidationFailed } from '../../platform/http/http.problems.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { decimalPounds } from '../../vocabulary/pence.js';
import { Appeals } from '../appeals/appeals.service.js';
import { ClaimDto, ClaimListDto, ClaimsQuery, NewClaimDto, PartQuery } from './claims.dto.js';
import { type ClaimedLine, type ClaimSeen, GiftAidClaims } from './claims.service.js';
import { GiftAidDetailsMissing } from './gift-aid.problems.js';
import { r68Message } from './r68.js';
import { mostOnSheet, scheduleOds } from './schedule-ods.js';

@ApiTags('staff')
@Controller('api/v1/staff/gift-aid/claims')
export class ClaimsController {
  constructor(
    private readonly claims: GiftAidClaims,
    private readonly appeals: Appeals,
    private readonly clock: Clock,
  ) {}

  /** The charity sends it to HMRC; a gift is in at most one. */
  @Post()
  @StaffMay('prepare')
  @ApiCreatedResponse({ type: ClaimDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  @ApiConflictResponse({ description: 'nothing_to_claim, earlier_than_last_claim' })
  async make(@Body() { appeal, asOf }: NewClaimDto, @Person() { person }: Staff): Promise<ClaimDto> {
    if (asOf > londonDate(this.clock.now()))
      throw new ValidationFailed([{ field: 'asOf', message: 'must not be in the future' }]);
    const { definition } = await this.appeals.get(appeal);
    return shown(await this.claims.make(appeal, definition.partner.name, asOf, person));
  }

  @Get()
  @StaffMay('read')
  @ApiOkResponse({ type: ClaimListDto, description: 'Newest first.' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async list(@Query() { appeal }: ClaimsQuery): Promise<ClaimListDto> {
    await this.appeals.get(appeal);
    return { items: (await this.claims.of(appeal)).map(shown), nextCursor: null };
  }

  @Get(':id')
  @StaffMay('read')
  @ApiOkResponse({ type: ClaimDto })
  @ApiNotFoundResponse({ description: 'claim_not_found' })
  async one(@Param('id') id: string): Promise<ClaimDto> {
    return shown(await this.claims.get(id));
  }

  @Get(':id/schedule.ods')
  @StaffMay('export')
  @ApiProduces('application/vnd.oasis.opendocument.spreadsheet')
  @ApiOkResponse({
    description: 'HMRC’s schedule spreadsheet.',
    schema: { type: 'string', format: 'binary' },
  })
  @ApiNotFoundResponse({ description: 'claim_not_found, not_found: there are not so many parts' })
  async ods(@Param('id') id: string, @Query() { part = 1 }: PartQuery): Promise<StreamableFile> {
    const claim = await this.claims.get(id);
    if (part > partsOf(claim)) throw new NotFound('The schedule has not so many parts.');
    const lines: ClaimedLine[] = [];
    for await (const more of this.claims.lines(id, (part - 1) * mostOnSheet, mostOnSheet))
      lines.push(...more);
    const { overClaimedTaxPence } = claim;
    const bytes = scheduleOds({
      // Told once, however many sheets there are.
      overClaimedTax: part === 1 && overClaimedTaxPence > 0 ? decimalPounds(overClaimedTaxPence) : '',
      lines,
    });
    return new StreamableFile(bytes, {
      type: 'application/vnd.oasis.opendocument.spreadsheet',
      disposition: `attachment; filename="gift-aid-${claim.appeal}-${claim.number}-${part}.ods"`,
    });
  }

  @Get(':id/r68.xml')
  @StaffMay('export')
  @ApiProduces('application/xml')
  @ApiOkResponse({
    description: 'The message of Charities Online, to be sent with the charity’s own credentials.',
    schema: { type: 'string' },
  })
  @ApiNotFoundResponse({ description: 'claim_not_found' })
  @ApiConflictResponse({ description: 'gift_aid_details_missing' })
  async r68(@Param('id') id: string): Promise<StreamableFile> {
    const claim = await this.claims.get(id);
    const { partner } = (await this.appeals.get(claim.appeal)).definition;
    if (!partner.giftAid) throw new GiftAidDetailsMissing();
    const { overClaimedTaxPence } = claim;
    const [regulator] = partner.charityNumbers;
    const message = r68Message(
      {
        ...partner.giftAid,
        orgName: partner.name,
        ...(regulator && { regulator }),
        periodEnd: claim.asOf,
        earliestOn: await this.claims.earliestOn(id),
        ...(overClaimedTaxPence > 0 && {
          overClaimedTax: decimalPounds(overClaimedTaxPence),
          otherInfo: 'Donations of earlier claims that were refunded or lost since.',
        }),
      },
      () => this.claims.lines(id),
    );
    return new StreamableFile(Readable.from(message), {
      type: 'application/xml; charset=utf-8',
      disposition: `attachment; filename="gift-aid-${claim.appeal}-${claim.number}.xml"`,
    });
  }
}

const partsOf = ({ donations }: ClaimSeen): number => Math.max(1, Math.ceil(donations / mostOnSheet));

const shown = (claim: ClaimSeen): ClaimDto => ({ ...claim, parts: partsOf(claim) });
