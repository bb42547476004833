import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiConflictResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { ClosingDto } from './closing.dto.js';
import { Closing } from './closing.service.js';

@ApiTags('staff')
@Controller('api/v1/staff/appeals/:slug')
export class ClosingController {
  constructor(private readonly closing: Closing) {}

  @Get('closing')
  @StaffMay('read')
  @ApiOkResponse({ type: ClosingDto, description: 'What is still open, and with whom.' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  of(@Param('slug') slug: string): Promise<ClosingDto> {
    return this.closing.of(slug);
  }

  @Post('stop')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: ClosingDto, description: 'It takes no more donations.' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  stop(@Param('slug') slug: string, @Person() { person }: Staff): Promise<ClosingDto> {
    return this.closing.stop(slug, person);
  }

  @Post('close')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: ClosingDto })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  @ApiConflictResponse({ description: 'appeal_not_at_zero: `errors` lists what is open' })
  close(@Param('slug') slug: string, @Person() { person }: Staff): Promise<ClosingDto> {
    return this.closing.close(slug, person);
  }
}
