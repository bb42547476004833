import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { StaffMay } from '../../platform/access/staff.guard.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Donors } from './donors.service.js';

export class ErasedDto {
  @ApiProperty({ type: [String], format: 'uuid', description: 'Every donor that was the same person.' })
  erased!: string[];

  @ApiProperty()
  kept!: string;
}

const kept =
  'The donations stay, without a name. A Gift Aid declaration that a gift relied on stays for seven years from ' +
  'the last such gift, as HMRC asks, and is then emptied by itself.';

@ApiTags('staff')
@Controller('api/v1/staff/donors')
export class DonorsController {
  constructor(
    private readonly donors: Donors,
    private readonly transactions: Transactions,
  ) {}

  /** Erases a person: name, address, number, notes and consents. Doing it again changes nothing. */
  @Post(':id/erase')
  @HttpCode(200)
  @StaffMay('administer')
  @ApiOkResponse({ type: ErasedDto })
  @ApiNotFoundResponse({ description: 'donor_not_found' })
  async erase(@Param('id') id: string): Promise<ErasedDto> {
    const erased = await this.donors.samePerson(id);
    await this.transactions.run((tx) => this.donors.erase(tx, erased));
    return { erased, kept };
  }
}
