import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiNotFoundResponse, ApiTags } from '@nestjs/swagger';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { Transactions } from '../../platform/database/transactions.js';
import { GiftAid } from './gift-aid.service.js';

@ApiTags('staff')
@Controller('api/v1/staff/gift-aid')
export class GiftAidController {
  constructor(
    private readonly giftAid: GiftAid,
    private readonly transactions: Transactions,
  ) {}

  /** For a donor who tells the staff instead of using the link. */
  @Post('declarations/:id/cancel')
  @HttpCode(204)
  @StaffMay('prepare')
  @ApiNoContentResponse({ description: 'Nothing more is claimed on it.' })
  @ApiNotFoundResponse({ description: 'declaration_not_found' })
  cancel(@Param('id') id: string, @Person() { person }: Staff): Promise<void> {
    return this.transactions.run((tx) => this.giftAid.cancel(tx, id, person));
  }
}
