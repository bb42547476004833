import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { joinStaff } from '../support/staff.js';

describe('joining the staff', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
  });
  afterAll(() => test.close());

  it('lets somebody in whom an invitation names', async () => {
    const una = await joinStaff(test, 'finance', 'Una Merton');
    const page = await fetch(`${test.url}/staff`, { headers: { cookie: una.cookie } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Signed in as Una Merton (finance).');
    expect(una.recoveryCodes).toHaveLength(10);
  });
});
