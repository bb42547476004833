import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { type Role, roles } from './permissions.js';

const known = { message: `must be one of ${roles.join(', ')}` };

export class RoleChangeDto {
  @ApiProperty({ enum: roles })
  @IsIn(roles, known)
  role!: Role;
}

export class NewInvitationDto extends RoleChangeDto {
  @ApiProperty({ format: 'email', description: 'Of a person of the staff: sets them up anew.' })
  @IsEmail({}, { message: 'must be an e-mail address' })
  @MaxLength(254, { message: 'must be an e-mail address' })
  email!: string;

  @ApiPropertyOptional({
    description: 'Who it is. Absent: they say it themselves, and take a name that is free.',
  })
  @IsOptional()
  @IsString({ message: 'must be the name of a person' })
  name?: string;
}

export class InvitationDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  email!: string;

  @ApiProperty({ enum: roles })
  role!: Role;

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'For the invited person alone. Null where a mail server brings it to them.',
  })
  link!: string | null;
}

export class PersonDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  email!: string;

  @ApiProperty({ enum: roles })
  role!: Role;

  @ApiProperty({ enum: ['active', 'deactivated'] })
  status!: 'active' | 'deactivated';

  @ApiProperty({ description: 'Whether they have an authenticator.' })
  secondFactor!: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastSignedInAt!: string | null;
}

export class PeopleDto {
  @ApiProperty({ type: [PersonDto] })
  items!: PersonDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}

export class TokenDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Whom it acts as.' })
  person!: string;

  @ApiProperty({ enum: roles })
  role!: Role;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute.' })
  lastUsedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt!: string | null;
}

export class TokensDto {
  @ApiProperty({ type: [TokenDto] })
  items!: TokenDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
