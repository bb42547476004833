import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

export class PeriodMonth {
  @ApiProperty({ description: 'A London month.', example: '2026-11' })
  @Matches(/^20\d\d-(0[1-9]|1[0-2])$/, { message: 'must be a month such as 2026-11' })
  month!: string;
}

export class ClosePeriodDto {
  @ApiProperty({ example: 'sun-ukraine-fund' })
  @Matches(/^[a-z0-9-]{1,100}$/, { message: 'must be the slug of an appeal' })
  appeal!: string;
}

export class KeptExportDto {
  @ApiProperty({ type: 'integer', description: '1, 2, 3 … of its period.' })
  number!: number;

  @ApiProperty({
    example: 'ledger.csv',
    description: 'As `…/reports/{file}` answers for exactly this period.',
  })
  file!: string;

  @ApiProperty({ type: 'integer' })
  sizeBytes!: number;

  @ApiProperty({ description: 'Of the bytes, in hexadecimal digits.' })
  sha256!: string;
}

export class PeriodDto {
  @ApiProperty({ example: 'sun-ukraine-fund' })
  appeal!: string;

  @ApiProperty({ example: '2026-11' })
  month!: string;

  @ApiProperty()
  closedBy!: string;

  @ApiProperty({ format: 'date-time' })
  closedAt!: Date;

  @ApiProperty({ type: [KeptExportDto] })
  exports!: KeptExportDto[];
}

export class PeriodListDto {
  @ApiProperty({ type: [PeriodDto] })
  items!: PeriodDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
