import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/** How a bank writes dates. */
export const dateFormats = [
  'yyyy-MM-dd',
  'dd/MM/yyyy',
  'dd/MM/yy',
  'dd-MM-yyyy',
  'MM/dd/yyyy',
  'dd MMM yyyy',
];

const column = { maxLength: 100, description: 'The column that holds it.' } as const;
const named = /^[^\p{Cc}]{1,100}$/u;
const message = 'must be the name of a column';

/** Which columns of a bank's CSV hold what. */
export class CsvLayoutDto {
  @ApiProperty(column)
  @Matches(named, { message })
  dateColumn!: string;

  @ApiProperty({ enum: dateFormats })
  @IsIn(dateFormats, { message: `must be one of ${dateFormats.join(', ')}` })
  dateFormat!: string;

  @ApiPropertyOptional({
    ...column,
    description: 'One column for both ways; or else inColumn and outColumn.',
  })
  @ValidateIf(
    ({ amountColumn, inColumn }: CsvLayoutDto) => amountColumn !== undefined || inColumn === undefined,
  )
  @Matches(named, { message })
  amountColumn?: string;

  @ApiPropertyOptional(column)
  @ValidateIf(({ amountColumn }: CsvLayoutDto) => amountColumn === undefined)
  @Matches(named, { message })
  inColumn?: string;

  @ApiPropertyOptional(column)
  @ValidateIf(({ amountColumn }: CsvLayoutDto) => amountColumn === undefined)
  @Matches(named, { message })
  outColumn?: string;

  @ApiPropertyOptional({ default: false, description: 'amountColumn shows what left the account above 0.' })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  outIsPositive?: boolean;

  @ApiProperty({ enum: ['pence', 'pounds'] })
  @IsIn(['pence', 'pounds'], { message: 'must be pence or pounds' })
  amountsIn!: 'pence' | 'pounds';

  @ApiProperty({ type: [String], description: 'The columns that name the payer and what it is for.' })
  @IsArray({ message: 'must be a list of columns' })
  @ArrayMinSize(1)
  @ArrayMaxSize(6)
  @Matches(named, { each: true, message })
  referenceColumns!: string[];

  @ApiPropertyOptional({
    ...column,
    description: 'The bank’s own id of a line. Absent: made of its content.',
  })
  @IsOptional()
  @Matches(named, { message })
  idColumn?: string;
}

export class BankAccountPath {
  @ApiProperty({ description: 'Our own name for the account.' })
  @Matches(/^[a-z0-9-]{1,50}$/, { message: 'must be lower-case words joined by hyphens' })
  account!: string;
}

export class BankAccountChangeDto {
  @ApiPropertyOptional({
    example: 'GB33BUKB20201555555555',
    description: 'The IBAN, or what else its statements name it by. Absent: the first statement says it.',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.replaceAll(/\s/g, '').toUpperCase() : value,
  )
  @Matches(/^[A-Z0-9-]{4,40}$/, { message: 'must be an IBAN or an account number' })
  number?: string;

  @ApiPropertyOptional({ type: CsvLayoutDto, description: 'How its CSV files are laid out from now on.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => CsvLayoutDto)
  layout?: CsvLayoutDto;
}

export class BankAccountDto {
  @ApiProperty()
  account!: string;

  @ApiProperty({ type: String, nullable: true })
  number!: string | null;

  @ApiProperty({ type: CsvLayoutDto, nullable: true })
  layout!: CsvLayoutDto | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The day of its last balance.' })
  closedOn!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'What the bank said it held then.' })
  closingPence!: number | null;
}

export class BankAccountListDto {
  @ApiProperty({ type: [BankAccountDto] })
  items!: BankAccountDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
