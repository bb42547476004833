import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { type Permission, type Role, roleMay, roles } from '../../src/platform/access/permissions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { routePermissions } from './route-permissions.js';

interface Route {
  method: string;
  path: string;
  permission: Permission | undefined;
}

/** What works on staff pages before anybody is signed in. */
const openPages = ['POST /staff/sign-in', 'GET /staff/invitations/:code', 'POST /staff/invitations/:code'];

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

describe('every route', () => {
  let test: TestApp;
  let described: Route[];
  const tokens = new Map<Role, string>();
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    for (const role of roles) tokens.set(role, await test.token(role));
    const { paths } = (await (await fetch(`${test.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { 'x-staff-may'?: Permission }>>;
    };
    described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        permission: operation['x-staff-may'],
      })),
    );
  });
  afterAll(() => test.close());

  /** Asks for nothing that is there, and looks only at how it is let in or refused. */
  async function ask({ method, path }: Route, role?: Role): Promise<{ status: number; code?: string }> {
    const answer = await fetch(`${test.url}${path.replaceAll(/\{\w+\}|:\w+/g, randomUUID())}`, {
      method,
      redirect: 'manual',
      headers: role ? { authorization: `Bearer ${tokens.get(role)}` } : {},
    });
    const isProblem = answer.headers.get('content-type')?.includes('problem+json');
    const { code } = isProblem ? ((await answer.json()) as { code: string }) : {};
    // What is broken off keeps the product from stopping, so only a stream without an end is.
    if (answer.headers.get('content-type')?.includes('event-stream')) await answer.body?.cancel();
    else if (!answer.bodyUsed) await answer.arrayBuffer();
    return { status: answer.status, ...(code === undefined ? {} : { code }) };
  }

  /** What comes of a route for nobody and for each role, beside what should. */
  async function compare(route: Route): Promise<{ is: string[]; should: string[] }> {
    const is = [`nobody: ${(await ask(route)).status}`];
    const should = ['nobody: 401'];
    for (const role of roles) {
      const { status, code } = await ask(route, role);
      is.push(`${role}: ${status === 401 || status === 403 ? `${status} ${code ?? ''}`.trim() : 'let in'}`);
      const may = route.permission !== undefined && roleMay(role, route.permission);
      const refusal = route.path.startsWith('/api/') ? '403 not_allowed' : '403';
      should.push(`${role}: ${may ? 'let in' : refusal}`);
    }
    return { is, should };
  }

  it('asks of whoever calls what the list by hand says', () => {
    const asked = Object.fromEntries(described.map((route) => [nameOf(route), route.permission ?? 'public']));
    expect(asked).toEqual(routePermissions);
    expect(described.filter(({ path, permission }) => path.includes('/staff/') && !permission)).toEqual([]);
  });

  it('lets in exactly the roles that may, and nobody without a token', async () => {
    const staffRoutes = described.filter(({ permission }) => permission !== undefined);
    expect(staffRoutes.length).toBeGreaterThan(40);
    for (const route of staffRoutes) {
      const { is, should } = await compare(route);
      expect([nameOf(route), ...is]).toEqual([nameOf(route), ...should]);
    }
  });

  it('answers the public where it is public', async () => {
    for (const route of described.filter(({ permission }) => permission === undefined)) {
      const { status, code } = await ask(route);
      const refused = code === 'not_signed_in' || code === 'not_allowed' || status >= 500;
      expect([nameOf(route), refused]).toEqual([nameOf(route), false]);
    }
  });

  it('of the staff pages is the same, but for those that let people in', async () => {
    const pages = controllerRoutes(test).filter(({ path }) => /^\/staff(\/|$)/.test(path));
    const open = pages.filter(({ permission }) => permission === undefined);
    expect(open.map(nameOf).toSorted()).toEqual(openPages.toSorted());
    for (const route of pages.filter(({ permission }) => permission !== undefined)) {
      const { is, should } = await compare(route);
      expect([nameOf(route), ...is]).toEqual([nameOf(route), ...should]);
    }
  });
});

/** Every route that a controller has, also those that the description leaves out. */
function controllerRoutes({ app }: TestApp): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    const prototype = (metatype as { prototype: Record<string, object> }).prototype;
    const base = Reflect.getMetadata('path', metatype as object) as string;
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const handler = prototype[name] as object;
      const path = Reflect.getMetadata('path', handler) as string | undefined;
      if (name === 'constructor' || path === undefined) return [];
      const method = RequestMethod[Reflect.getMetadata('method', handler) as number] as string;
      const extension = Reflect.getMetadata('swagger/apiExtension', handler) as
        { 'x-staff-may'?: Permission } | undefined;
      const whole = `/${[base, path].join('/')}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1');
      return [{ method, path: whole, permission: extension?.['x-staff-may'] }];
    });
  });
}
