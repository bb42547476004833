import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { InvitationDto, NewInvitationDto, PeopleDto, PersonDto, RoleChangeDto } from './access.dto.js';
import { Invitations } from './invitations.js';
import { People } from './people.js';
import type { Person as PersonOfStaff } from './staff.entities.js';
import { Person, StaffMay } from './staff.guard.js';
import type { Staff } from './tokens.js';

@ApiTags('staff')
@Controller('api/v1/staff/people')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly invitations: Invitations,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @StaffMay('administer')
  @ApiOkResponse({ type: PeopleDto })
  async list(): Promise<PeopleDto> {
    return { items: (await this.people.list()).map(shown), nextCursor: null };
  }

  @Post('invitations')
  @StaffMay('administer')
  @ApiCreatedResponse({
    type: InvitationDto,
    description: 'It lasts for three days and ends an earlier one of that address.',
  })
  async invite(@Body() invited: NewInvitationDto, @Person() { person }: Staff): Promise<InvitationDto> {
    const invitation = await this.invitations.invite(invited, person);
    const { id, email, role, expiresAt } = invitation;
    const link = this.config.smtpUrl === undefined ? this.invitations.linkOf(invitation) : null;
    return { id, email, role, expiresAt: expiresAt.toISOString(), link };
  }

  @Post(':id/role')
  @HttpCode(200)
  @StaffMay('administer')
  @ApiOkResponse({ type: PersonDto, description: 'What they were signed in with has ended, tokens too.' })
  @ApiNotFoundResponse({ description: 'person_not_found' })
  @ApiConflictResponse({ description: 'own_account, second_factor_missing' })
  async changeRole(
    @Param('id') id: string,
    @Body() { role }: RoleChangeDto,
    @Person() { person }: Staff,
  ): Promise<PersonDto> {
    return shown(await this.people.changeRole(id, role, person));
  }

  @Post(':id/deactivate')
  @HttpCode(200)
  @StaffMay('administer')
  @ApiOkResponse({ type: PersonDto, description: 'They are out until they are invited again.' })
  @ApiNotFoundResponse({ description: 'person_not_found' })
  @ApiConflictResponse({ description: 'own_account' })
  async deactivate(@Param('id') id: string, @Person() { person }: Staff): Promise<PersonDto> {
    return shown(await this.people.deactivate(id, person));
  }
}

function shown({ id, name, email, role, status, totpSecret, lastSignedInAt }: PersonOfStaff): PersonDto {
  return {
    id,
    name,
    email,
    role,
    status,
    secondFactor: totpSecret !== null,
    lastSignedInAt: lastSignedInAt?.toISOString() ?? null,
  };
}
