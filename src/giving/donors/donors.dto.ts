import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, Matches, MaxLength, ValidateBy } from 'class-validator';
import { locales } from '../../vocabulary/language.js';
import { type PhoneNumber, phoneNumber } from '../../vocabulary/phone-number.js';

/** Some letter that can be seen; no control character, and none that turns the text around. */
const writable = /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u;

/** A name as people write theirs, in any script. */
export function IsName(mostLetters: number): PropertyDecorator {
  return applyDecorators(
    Matches(writable, { message: 'contains a character that can’t be printed' }),
    Matches(/\p{L}/u, { message: 'must contain a letter' }),
    MaxLength(mostLetters, { message: `must be at most ${mostLetters} letters long` }),
    IsString({ message: 'must be text' }),
  );
}

/** Text of several lines. Whatever else it contains stays text: pages escape it. */
export function IsNote(mostLetters: number): PropertyDecorator {
  return applyDecorators(
    Matches(/^(?:[^\p{Cc}\u202a-\u202e\u2066-\u2069]|[\n\r\t])*$/u, {
      message: 'contains a character that can’t be printed',
    }),
    MaxLength(mostLetters, { message: `must be at most ${mostLetters} letters long` }),
    IsString({ message: 'must be text' }),
  );
}

export function IsPhone(): PropertyDecorator {
  return ValidateBy({
    name: 'isPhone',
    validator: {
      validate: (value) =>
        typeof value === 'string' && value.length <= 30 && phoneNumber(value) !== undefined,
      defaultMessage: () => 'must be a telephone number such as 07700 900123',
    },
  });
}

/** What the donor reads our pages and letters in. */
export function IsLocale(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ enum: locales, default: 'en', description: 'The language of pages and letters.' }),
    IsOptional(),
    IsIn(locales, { message: 'must be en or cy' }),
  );
}

export class DonorDto {
  @ApiPropertyOptional({ maxLength: 100 })
  @IsOptional()
  @IsName(100)
  firstName?: string;

  @ApiPropertyOptional({ maxLength: 100 })
  @IsOptional()
  @IsName(100)
  lastName?: string;

  @ApiPropertyOptional({ format: 'email', maxLength: 254 })
  @IsOptional()
  @IsEmail({}, { message: 'must be an e-mail address such as name@example.org' })
  @MaxLength(254, { message: 'must be at most 254 letters long' })
  email?: string;

  @ApiPropertyOptional({ maxLength: 30, example: '07700 900123' })
  @IsOptional()
  @IsPhone()
  phone?: string;
}

export class NumberDto {
  /** In the body, never in an address: addresses are logged by proxies. */
  @ApiProperty({ example: '07700 900123' })
  @IsPhone()
  phone!: string;
}

/** The number of a checked request, as it is kept. */
export function phoneIn({ phone }: NumberDto): PhoneNumber {
  return phoneNumber(phone) as PhoneNumber;
}

export const organisations = ['operator', 'partner'] as const;
export const consentChannels = ['email', 'text', 'phone'] as const;

/** A yes to being written to or called: one organisation, one way. What is not listed was not consented to. */
export class ConsentDto {
  @ApiProperty({ enum: organisations })
  @IsIn(organisations, { message: 'must be operator or partner' })
  organisation!: (typeof organisations)[number];

  @ApiProperty({ enum: consentChannels })
  @IsIn(consentChannels, { message: 'must be email, text or phone' })
  channel!: (typeof consentChannels)[number];
}
