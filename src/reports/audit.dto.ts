import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsLondonDate } from '../platform/http/times.js';

export class AuditPeriodQuery {
  @ApiPropertyOptional({ format: 'date', description: 'First day in London.' })
  @IsOptional()
  @IsLondonDate()
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day in London.' })
  @IsOptional()
  @IsLondonDate()
  to?: string;

  @ApiPropertyOptional({ description: 'The name of a person; absent: all. `nobody`: who was not signed in.' })
  @IsOptional()
  @IsString({ message: 'must be the name of a person' })
  @MaxLength(100, { message: 'must be the name of a person' })
  person?: string;
}

export class AuditQuery extends AuditPeriodQuery {
  @ApiPropertyOptional({ description: 'nextCursor of the page before.' })
  @IsOptional()
  @IsString({ message: 'must be the nextCursor of another page' })
  @MaxLength(100, { message: 'must be the nextCursor of another page' })
  cursor?: string;
}

/** A call has an outcome; a change has what was before and after. */
export class AuditEntryDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty()
  person!: string;

  @ApiProperty({ type: String, nullable: true })
  role!: string | null;

  @ApiProperty({ type: String, nullable: true, enum: ['session', 'token session', 'token'] })
  means!: string | null;

  @ApiProperty({ description: 'The route that was called, or the kind of thing that was changed.' })
  action!: string;

  @ApiProperty({ description: 'Which one, by its id.' })
  target!: string;

  @ApiProperty({ type: Number, nullable: true, description: 'The status that was answered.' })
  outcome!: number | null;

  @ApiProperty({ type: Object, nullable: true, additionalProperties: true })
  before!: object | null;

  @ApiProperty({ type: Object, nullable: true, additionalProperties: true })
  after!: object | null;
}

export class AuditLogDto {
  @ApiProperty({ type: [AuditEntryDto] })
  items!: AuditEntryDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
