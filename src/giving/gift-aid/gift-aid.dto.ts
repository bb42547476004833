import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Equals, IsBoolean, IsIn, IsOptional, Matches, ValidateBy, ValidateIf } from 'class-validator';
import { postcode } from '../../vocabulary/postcode.js';
import { IsName, IsNote } from '../donors/donors.dto.js';

export const scopes = ['this_gift', 'all_gifts'] as const;

/** A declaration with what HMRC asks of one; the lengths are those of its schedule. */
export class GiftAidDto {
  @ApiProperty({
    enum: [true],
    description:
      'The donor saw the wording of the declaration and says: I am a UK taxpayer and understand it.',
  })
  @Equals(true, { message: 'must be confirmed: only UK taxpayers can add Gift Aid' })
  taxpayer!: true;

  @ApiProperty({
    enum: scopes,
    description: 'all_gifts: also those of the past four years, and those to come.',
  })
  @IsIn(scopes, { message: 'must be this_gift or all_gifts' })
  scope!: (typeof scopes)[number];

  @ApiPropertyOptional({ minLength: 2, maxLength: 4, example: 'Ms' })
  @IsOptional()
  @Matches(/^[A-Za-z][A-Za-z'-]{1,3}$/, { message: 'must be two to four letters, or be left out' })
  title?: string;

  @ApiProperty({ maxLength: 35 })
  @IsName(35)
  firstName!: string;

  @ApiProperty({ maxLength: 35 })
  @IsName(35)
  lastName!: string;

  @ApiProperty({ maxLength: 40, description: 'House name or number; for an address abroad the address.' })
  @Matches(/[\p{L}\p{N}]/u, { message: 'must be the name or number of a house' })
  @IsNote(40)
  house!: string;

  @ApiPropertyOptional({ maxLength: 200, description: 'The rest of the address.' })
  @IsOptional()
  @IsNote(200)
  address?: string;

  @ApiPropertyOptional({ description: 'Required unless the address is abroad.', example: 'CF10 1EP' })
  @ValidateIf(({ overseas }: GiftAidDto) => overseas !== true)
  @ValidateBy({
    name: 'isPostcode',
    validator: {
      validate: (value) => typeof value === 'string' && value.length <= 16 && postcode(value) !== undefined,
      defaultMessage: () => 'must be a UK postcode such as CF10 1EP',
    },
  })
  postcode?: string;

  @ApiPropertyOptional({ description: 'The address is outside the United Kingdom.' })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  overseas?: boolean;
}
