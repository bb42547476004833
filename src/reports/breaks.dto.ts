import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

export class BreaksQuery {
  @ApiPropertyOptional({ example: 'payment_overdue' })
  @IsOptional()
  @Matches(/^[a-z_]{1,100}$/, { message: 'must be a kind of break' })
  kind?: string;

  @ApiPropertyOptional({ description: 'The slug of an appeal.' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,100}$/, { message: 'must be the slug of an appeal' })
  appeal?: string;

  @ApiPropertyOptional({ description: 'The nextCursor of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}

export class BreakRowDto {
  @ApiProperty({ example: 'donation' })
  what!: string;

  @ApiProperty()
  id!: string;

  @ApiPropertyOptional({ type: 'integer' })
  amountPence?: number;
}

export class BreakActionDto {
  @ApiProperty({ example: 'given_back' })
  action!: string;

  @ApiProperty()
  label!: string;
}

export class BreakDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'charged_after_all' })
  kind!: string;

  @ApiProperty({ description: 'What every break of this kind means.' })
  means!: string;

  @ApiProperty({ description: 'What it is about, by ids.' })
  reference!: string;

  @ApiProperty()
  detail!: string;

  @ApiProperty()
  whatToDo!: string;

  @ApiProperty({ type: String, nullable: true })
  appeal!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  donationId!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  amountPence!: number | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: Date;

  @ApiProperty({ type: 'integer', description: 'Whole days since then.' })
  ageDays!: number;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The London date by which to act.',
  })
  actBy!: string | null;

  @ApiProperty({ type: [BreakRowDto], description: 'What we have of it.' })
  ours!: BreakRowDto[];

  @ApiProperty({ type: [BreakRowDto], description: 'What they say.' })
  theirs!: BreakRowDto[];

  @ApiProperty({ type: [BreakActionDto], description: 'What would settle it.' })
  actions!: BreakActionDto[];
}

export class BreakListDto {
  @ApiProperty({ type: [BreakDto] })
  items!: BreakDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

const oneLine = /^(?=.*\S)[^\p{Cc}]*$/u;

export class SettlementOfBreakDto {
  @ApiProperty({ maxLength: 100, example: 'given_back', description: 'One of the break’s actions.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  @Matches(oneLine, { message: 'must be one line of text' })
  action!: string;

  @ApiProperty({ maxLength: 500, description: 'Why that settles it.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  @Matches(oneLine, { message: 'must be one line of text' })
  note!: string;
}
