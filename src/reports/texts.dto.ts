import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsLondonDate } from '../platform/http/times.js';

export class TextsQuery {
  @ApiPropertyOptional({ format: 'date', description: 'A day in London. Absent: today.' })
  @IsOptional()
  @IsLondonDate()
  on?: string;
}

export class TextDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  gateway!: string;

  @ApiProperty()
  shortcode!: string;

  @ApiProperty()
  operator!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Masked, but for admins; null once erased.' })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Null once erased.' })
  body!: string | null;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: Date;

  @ApiProperty({ description: 'How it was read.', example: 'donate' })
  kind!: string;

  @ApiProperty({ description: 'Why it was read so.' })
  reason!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  donationId!: string | null;
}

export class TextListDto {
  @ApiProperty({ type: [TextDto], description: 'Newest first, 200 at most.' })
  items!: TextDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
