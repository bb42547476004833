import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { TokensDto } from './access.dto.js';
import { Person, StaffMay } from './staff.guard.js';
import { type Staff, Tokens } from './tokens.js';

@ApiTags('staff')
@Controller('api/v1/staff/tokens')
export class TokensController {
  constructor(private readonly tokens: Tokens) {}

  @Get()
  @StaffMay('administer')
  @ApiOkResponse({
    type: TokensDto,
    description: 'All that were ever made, newest first. Bearers are not kept.',
  })
  async list(): Promise<TokensDto> {
    const tokens = await this.tokens.list();
    const items = tokens.map(({ id, person, role, createdAt, lastUsedAt, revokedAt }) => ({
      id,
      person,
      role,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
    }));
    return { items, nextCursor: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @StaffMay('administer')
  @ApiNoContentResponse({ description: 'It is revoked, and sessions that were begun with it have ended.' })
  @ApiNotFoundResponse({ description: 'token_not_found' })
  async revoke(@Param('id') id: string, @Person() { person }: Staff): Promise<void> {
    await this.tokens.revoke(id, person);
  }
}
