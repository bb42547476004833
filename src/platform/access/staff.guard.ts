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
import { ApiBearerAuth, ApiExtension, ApiForbiddenResponse, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { CrossSite, NotAllowed, NotSignedIn } from './access.problems.js';
import { Callers } from './callers.js';
import { type Permission, roleMay } from './permissions.js';
import type { Staff } from './tokens.js';

const Needs = Reflector.createDecorator<Permission>();

/** Lets staff in whose role has the permission the route asks for. Throws NotSignedIn, CrossSite, NotAllowed. */
@Injectable()
export class StaffGuard implements CanActivate {
  constructor(
    private readonly callers: Callers,
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const staff = (request.staff = await this.callers.of(request));
    if (!staff) throw new NotSignedIn();
    // A browser sends the cookie along whoever made the form, so a change must come from our own pages.
    if (staff.means !== 'token' && !['GET', 'HEAD'].includes(request.method))
      refuseOtherSites(request, this.config);
    if (!roleMay(staff.role, this.reflector.get(Needs, context.getHandler()))) throw new NotAllowed();
    return true;
  }
}

/** Lets a form of our own pages in. Throws CrossSite for one that another site made. */
export function refuseOtherSites({ headers }: FastifyRequest, { publicUrl }: Config): void {
  if (headers.origin !== new URL(publicUrl).origin) throw new CrossSite();
}

/** Marks a route as one for staff with this permission. Goes on the method, once. */
export function StaffMay(permission: Permission): MethodDecorator {
  return applyDecorators(
    Needs(permission),
    UseGuards(StaffGuard),
    ApiBearerAuth(),
    ApiExtension('x-staff-may', permission),
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
