import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { Transactions } from '../../platform/database/transactions.js';
import { NumberDto, phoneIn } from './donors.dto.js';
import { Donors } from './donors.service.js';

export class ErasedDto {
  @ApiProperty({ type: [String], format: 'uuid', description: 'Every donor that was the same person.' })
  erased!: string[];

  @ApiProperty()
  kept!: string;
}

const kept =
  'The donations stay, without a name. Monthly gifts are being stopped, and pledges are withdrawn. A text whose ' +
  'charge is still open is erased within a day of its end. A Gift Aid declaration that a gift relied on stays for seven years from ' +
  'the last such gift, as HMRC asks, and is then emptied by itself.';

@ApiTags('staff')
@Controller('api/v1/staff/donors')
export class DonorsController {
  constructor(
    private readonly donors: Donors,
    private readonly transactions: Transactions,
  ) {}

  /** Erases a person: name, address, number, notes, consents and texts. Doing it again changes nothing. */
  @Post(':id/erase')
  @HttpCode(200)
  @StaffMay('administer')
  @ApiOkResponse({ type: ErasedDto })
  @ApiNotFoundResponse({ description: 'donor_not_found' })
  async erase(@Param('id') id: string, @Person() { person }: Staff): Promise<ErasedDto> {
    const erased = await this.donors.samePerson(id);
    const phones = await this.donors.phonesOf(erased);
    await this.transactions.run((tx) => this.donors.erase(tx, { donorIds: erased, phones }, person));
    return { erased, kept };
  }

  /** Erases whoever gave this number or texted from it. The number stands in the body: addresses are logged. */
  @Post('erase')
  @HttpCode(200)
  @StaffMay('administer')
  @ApiOkResponse({ type: ErasedDto })
  async eraseNumber(@Body() body: NumberDto, @Person() { person }: Staff): Promise<ErasedDto> {
    const phone = phoneIn(body);
    const erased = (await this.donors.withPhone(phone)).map(({ id }) => id);
    await this.transactions.run((tx) => this.donors.erase(tx, { donorIds: erased, phones: [phone] }, person));
    return { erased, kept };
  }
}
