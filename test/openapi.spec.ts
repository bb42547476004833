import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from './support/app.js';
import { call } from './support/donor.js';

interface Description {
  paths: Record<string, Record<string, unknown>>;
}

describe('the description of the API', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
  });
  afterAll(() => test.close());

  it('is what openapi.json says (npm run generate)', async () => {
    const { body } = await call<Description>(`${test.url}/api/openapi.json`);
    expect(JSON.parse(readFileSync('openapi.json', 'utf8'))).toEqual(body);
  });

  it('describes an answer of every route', async () => {
    const { body } = await call<Description>(`${test.url}/api/openapi.json`);
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, route]) => ({
        name: `${method} ${path}`,
        route: route as { responses: object },
      })),
    );
    expect(routes.length).toBeGreaterThan(8);
    const silent = routes.filter(
      ({ route }) => !Object.keys(route.responses).some((status) => status.startsWith('2')),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
