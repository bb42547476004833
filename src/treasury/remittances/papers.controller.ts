import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { StaffMay } from '../../platform/access/staff.guard.js';
import { Clock } from '../../vocabulary/clock.js';
import { advicePage } from './advice-page.js';
import { advicePdf } from './advice-pdf.js';
import { Papers } from './papers.js';

@ApiTags('staff')
@Controller('api/v1/staff/remittances/:id')
export class PapersController {
  constructor(
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  @Get('payment-file')
  @StaffMay('export')
  @ApiProduces('application/xml')
  @ApiOkResponse({
    description: 'ISO 20022 pain.001.001.09, for the bank. Until it was sent.',
    schema: { type: 'string' },
  })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  @ApiConflictResponse({ description: 'remittance_not_in_state, account_unknown' })
  async paymentFile(@Param('id') id: string): Promise<StreamableFile> {
    const xml = await this.papers.paymentFile(id);
    return new StreamableFile(Buffer.from(xml), {
      type: 'application/xml; charset=utf-8',
      disposition: `attachment; filename="remittance-${id}.xml"`,
    });
  }

  @Get('advice')
  @StaffMay('read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @ApiProduces('text/html')
  @ApiOkResponse({ description: 'A page for the charity, to print or to send.', schema: { type: 'string' } })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  @ApiConflictResponse({ description: 'remittance_not_in_state' })
  async advice(@Param('id') id: string): Promise<string> {
    return advicePage(await this.papers.advice(id));
  }

  @Get('advice.pdf')
  @StaffMay('read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ description: 'The same on A4.', schema: { type: 'string', format: 'binary' } })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  @ApiConflictResponse({ description: 'remittance_not_in_state' })
  async advicePdf(@Param('id') id: string): Promise<StreamableFile> {
    const advice = await this.papers.advice(id);
    return new StreamableFile(advicePdf(advice, this.clock.now()), {
      type: 'application/pdf',
      disposition: `inline; filename="remittance-advice-${id}.pdf"`,
    });
  }
}
