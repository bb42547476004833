import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyAppealFiles, exampleAppeals } from '../../../src/appeal-files.js';
import { run } from '../../../src/main.js';
import { readConfig } from '../../../src/platform/config/config.js';
import { createLogger } from '../../../src/platform/logging/logger.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { call } from '../../support/donor.js';

const refusal = 'the appeal sun-ukraine-fund takes texts by fonix, which is not set up';

describe('a gateway that is not set up', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false, env: { SANDBOX: 'stripe' }, appeals: [] });
  });
  afterAll(() => test.close());

  it.each(['fonix/token/message', 'twilio/message', 'twilio/status', 'vonage/message', 'vonage/status'])(
    'has nothing at %s',
    async (path) => {
      const answer = await call(`${test.url}/webhooks/text/${path}`, { method: 'POST', json: {} });
      expect(answer.status).toBe(404);
    },
  );

  it('keeps an appeal that needs it from being applied', async () => {
    await expect(applyAppealFiles(test.app, exampleAppeals())).rejects.toThrow(refusal);
  });
});

describe('an appeal that takes texts', () => {
  it('keeps a process without its gateway from starting', async () => {
    const test = await startTestApp({ workers: false, sandbox: false });
    const config = readConfig({
      SANDBOX: 'stripe',
      DATABASE_URL: test.database.url,
      DATA_DIR: tmpdir(),
      SECRETS_KEY: randomBytes(32).toString('base64'),
    });
    const logger = createLogger('silent');
    const halves = { http: false, workers: false };
    await expect(run(config, test.database.url, logger, halves)).rejects.toThrow(refusal);
    await test.close();
  });
});
