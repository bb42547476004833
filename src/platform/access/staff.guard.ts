import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiForbiddenResponse, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { CrossSite, NotAllowed, NotSignedIn } from './access.problems.js';
import { type Permission, roleMay } from './permissions.js';
import { type Staff, Tokens } from './tokens.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set by StaffGuard on staff routes. */
    staff?: Staff;
  }
}

const Needs = Reflector.createDecorator<Permission>();

/** Lets staff in whose role has the permission the route asks for. Throws NotSignedIn, CrossSite, NotAllowed. */
@Injectable()
export class StaffGuard implements CanActivate {
  private readonly ownOrigin: string;

  constructor(
    private readonly tokens: Tokens,
    private readonly reflector: Reflector,
    @Inject(CONFIG) config: Config,
  ) {
    this.ownOrigin = new URL(config.publicUrl).origin;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const shown = shownToken(request);
    const staff = shown && (await this.tokens.find(shown.bearer));
    if (!shown || !staff) throw new NotSignedIn();
    request.staff = staff;
    // A browser sends the cookie along whoever made the form, so a change must come from our own pages.
    const changes = !['GET', 'HEAD'].includes(request.method);
    if (shown.by === 'cookie' && changes && request.headers.origin !== this.ownOrigin) throw new CrossSite();
    if (!roleMay(staff.role, this.reflector.get(Needs, context.getHandler()))) throw new NotAllowed();
    return true;
  }
}

/** The token that a request shows: `Authorization: Bearer …`, or else the cookie `staff` of our own pages. */
export function shownToken(request: FastifyRequest): { bearer: string; by: 'header' | 'cookie' } | undefined {
  const { authorization, cookie } = request.headers;
  const [, bearer] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (bearer !== undefined) return { bearer, by: 'header' };
  const [, kept] = /(?:^|; *)staff=([\w-]+)/.exec(cookie ?? '') ?? [];
  return kept === undefined ? undefined : { bearer: kept, by: 'cookie' };
}

/** Marks a route as one for staff with this permission. Goes on the method, once. */
export function StaffMay(permission: Permission): MethodDecorator {
  return applyDecorators(
    Needs(permission),
    UseGuards(StaffGuard),
    ApiBearerAuth(),
    ApiUnauthorizedResponse({ description: 'not_signed_in' }),
    ApiForbiddenResponse({ description: `not_allowed: needs a role that may ${permission}; cross_site` }),
  );
}

/** Who calls, on a route with StaffMay. */
export const Person = createParamDecorator((_: unknown, context: ExecutionContext): Staff => {
  const { staff } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!staff) throw new NotSignedIn();
  return staff;
});
