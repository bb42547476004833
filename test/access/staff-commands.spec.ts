import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { startTestApp } from '../support/app.js';
import { everypenny } from '../support/command.js';
import { call } from '../support/donor.js';

it('invites the first admin, and makes, lists and revokes tokens by command', async () => {
  const SECRETS_KEY = randomBytes(32).toString('base64');
  const test = await startTestApp({ workers: false, sandbox: false, env: { SECRETS_KEY } });
  const run = async (...args: string[]): Promise<[number | null, string]> => {
    const env = {
      PUBLIC_URL: test.url,
      DATABASE_URL: test.database.url,
      DATA_DIR: test.config.dataDir,
      SECRETS_KEY,
    };
    const command = everypenny(args, env);
    return [await command.ended, command.output().trim()];
  };
  const [, link] = await run('staff', 'invite', '--email', 'ada@example.org', '--role', 'admin');
  expect(await (await fetch(link)).text()).toContain(
    'ada@example.org: you will sign in with this address, as admin.',
  );
  expect(await run('staff', 'invite', '--email', 'ada', '--role', 'admin')).toEqual([
    1,
    'everypenny: email must be an e-mail address',
  ]);
  const [, bearer] = await run('token', 'create', '--role', 'auditor', '--name', 'Una Merton');
  const ask = async (): Promise<number> =>
    (await call(`${test.url}/api/v1/staff/breaks`, { headers: { authorization: `Bearer ${bearer}` } }))
      .status;
  expect(await ask()).toBe(200);
  const [, list] = await run('token', 'list');
  const [id = '', ...shown] = list.split('\t');
  expect(shown).toEqual([
    'auditor',
    'Una Merton',
    expect.stringMatching(/^last used \d{4}-\d\d-\d\d \d\d:\d\d$/),
  ]);
  expect(list).not.toContain(bearer);
  expect(await run('token', 'revoke', id)).toEqual([0, 'Revoked.']);
  expect(await ask()).toBe(401);
  await test.close();
});
