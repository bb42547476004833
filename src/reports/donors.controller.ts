import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { StaffMay } from '../platform/access/staff.guard.js';
import { NumberDto, phoneIn } from '../giving/donors/donors.dto.js';
import { DonorExport } from './donor-export.js';
import { DonorExportDto, DonorListDto, FindDonorDto } from './donors.dto.js';

@ApiTags('staff')
@Controller('api/v1/staff/donors')
export class DonorsReportController {
  constructor(private readonly donorExport: DonorExport) {}

  @Post('find')
  @HttpCode(200)
  @StaffMay('export')
  @ApiOkResponse({ type: DonorListDto })
  async find(@Body() { email = '', phone }: FindDonorDto): Promise<DonorListDto> {
    const items =
      phone === undefined
        ? await this.donorExport.withEmail(email)
        : await this.donorExport.withPhone(phoneIn({ phone }));
    return { items, nextCursor: null };
  }

  /** All that is kept of who gave this number or texted from it. The number stands in the body. */
  @Post('export')
  @HttpCode(200)
  @StaffMay('export')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: DonorExportDto })
  exportNumber(@Body() body: NumberDto): Promise<DonorExportDto> {
    return this.donorExport.ofPhone(phoneIn(body));
  }

  /** All that is kept of a person: what is sent to one who asks for it. */
  @Get(':id/export')
  @StaffMay('export')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: DonorExportDto })
  @ApiNotFoundResponse({ description: 'donor_not_found' })
  export(@Param('id') id: string): Promise<DonorExportDto> {
    return this.donorExport.of(id);
  }
}
