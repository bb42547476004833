import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Invited, Invitations } from '../../src/platform/access/invitations.js';
import { Clock } from '../../src/vocabulary/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { cookiesOf, joinStaff, password, postForm, Staff } from '../support/staff.js';

describe('joining the staff', () => {
  let test: TestApp;
  let turnedMs = 0;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    test.app.get(Clock).now = () => new Date(Date.now() + turnedMs);
  });
  afterAll(() => test.close());

  const invite = async (invited: Invited): Promise<string> => {
    const invitations = test.app.get(Invitations);
    return invitations.linkOf(await invitations.invite(invited, 'command line'));
  };
  /** What the authenticator of an invitation shows now. */
  const codeOf = async (link: string): Promise<string> => {
    const secret = /<code class="secret">(\w+)</.exec(await (await fetch(link)).text())?.[1] ?? '';
    return new TOTP({ secret }).generate({ timestamp: test.app.get(Clock).now().getTime() });
  };
  const home = (cookie: string): Promise<Response> => fetch(`${test.url}/staff`, { headers: { cookie } });

  it('lets somebody in whom an invitation names, and gives ten recovery codes', async () => {
    const una = await joinStaff(test, 'finance', 'Una Merton');
    expect(await (await home(una.cookie)).text()).toContain('Signed in as Una Merton (finance).');
    expect(new Set(una.recoveryCodes).size).toBe(10);
  });

  it('is over after three days, and once another invitation was sent', async () => {
    const email = 'late@example.org';
    const first = await invite({ email, role: 'auditor' });
    const second = await invite({ email, role: 'auditor' });
    expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([404, 200]);
    turnedMs += 3 * 86_400_000 + 1_000;
    expect((await fetch(second)).status).toBe(404);
    const answer = await postForm(test, second, { name: 'Too Late', password });
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining('invitation is over'),
    ]);
    expect((await fetch(`${test.url}/staff/invitations/${'A'.repeat(22)}`)).status).toBe(404);
  });

  it('is done once by several who bring the link at once', async () => {
    const link = await invite({ email: 'twice@example.org', role: 'finance' });
    const code = await codeOf(link);
    const answers = await Promise.all(
      ['Ann', 'Ben', 'Cat', 'Dan'].map((name) =>
        postForm(test, link, { name: `${name} Twice`, password, code }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 404, 404, 404]);
    const people = await test.database.asOwner(`select name from access.person where name like '% Twice'`);
    expect(people).toHaveLength(1);
  });

  it('needs an authenticator of whoever can move money, and none of an auditor', async () => {
    const finance = await invite({ email: 'bare@example.org', role: 'finance' });
    for (const code of ['', '000000', 'abcdef']) {
      const answer = await postForm(test, finance, { name: 'Bare Hands', password, code });
      expect([answer.status, await answer.text()]).toEqual([
        400,
        expect.stringContaining('The code must be the six digits that the authenticator shows now.'),
      ]);
    }
    const auditor = await invite({ email: 'bare@example.org', role: 'auditor' });
    const joined = await postForm(test, auditor, { name: 'Bare Hands', password });
    expect((await home(cookiesOf(joined))).status).toBe(200);
    const move = `update access.person set role = 'finance' where name = 'Bare Hands'`;
    await expect(test.database.asOwner(move)).rejects.toThrow('person_totp_check');
    const admin = await Staff.of(test, 'admin', 'An Admin');
    const { items } = await admin.read<{ items: { id: string; name: string }[] }>('people');
    const bare = items.find(({ name }) => name === 'Bare Hands')?.id;
    expect(await admin.post(`people/${bare}/role`, { role: 'approver' })).toMatchObject({
      status: 409,
      body: { code: 'second_factor_missing' },
    });
  });

  it('refuses a password that is short, long or obvious, and says so beside it', async () => {
    const link = await invite({ email: 'weak.merton@example.org', role: 'auditor' });
    for (const weak of [
      'short',
      'x'.repeat(201),
      'abababababababab',
      'weak.merton 2026!',
      'my password 2026',
    ]) {
      const answer = await postForm(test, link, { name: 'Weak Merton', password: weak });
      expect([weak, answer.status]).toEqual([weak, 400]);
      expect(await answer.text()).toContain('id="password-error"');
    }
  });

  it('gives nobody a name that somebody has, in any spelling, unless the invitation says who it is', async () => {
    await joinStaff(test, 'approver', 'Ada Quay');
    await test.token('finance', 'Tom Token');
    const link = await invite({ email: 'other@example.org', role: 'auditor' });
    for (const name of [
      'Ada Quay',
      ' ada  QUAY',
      'Ａda Quay',
      'tom token',
      'nobody',
      'Command Line',
      'a\u200bb',
    ]) {
      const answer = await postForm(test, link, { name, password });
      expect([name, answer.status]).toEqual([name, 400]);
    }
    const tom = await invite({ email: 'tom@example.org', role: 'auditor', name: 'Tom Token' });
    expect((await postForm(test, tom, { password })).status).toBe(201);
    const ada = await invite({ email: 'ada2@example.org', role: 'auditor', name: 'ada quay' });
    expect((await postForm(test, ada, { password })).status).toBe(400);
  });

  it('sets a person up anew who is invited again: nothing of before opens anything', async () => {
    const eve = await joinStaff(test, 'finance', 'Eve Harbour');
    const [oldCode = ''] = eve.recoveryCodes;
    const link = await invite({ email: 'EVE.harbour@example.org', role: 'approver' });
    const anew = 'another lantern entirely';
    const joined = await postForm(test, link, {
      name: 'Somebody Else',
      password: anew,
      code: await codeOf(link),
    });
    expect(await (await home(cookiesOf(joined))).text()).toContain('Signed in as Eve Harbour (approver).');
    expect((await home(eve.cookie)).status).toBe(401);
    const signIn = async (fields: object): Promise<number> =>
      (await postForm(test, '/staff/sign-in', { email: eve.email, password: anew, code: oldCode, ...fields }))
        .status;
    expect(await signIn({})).toBe(401);
    expect(await signIn({ password })).toBe(401);
  });

  it('is in the log, without the link and without an address', async () => {
    const log = await test.database.asOwner<{ action: string }>('select * from access.audit');
    const text = JSON.stringify(log);
    expect(log.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['invitation', 'person', 'POST /staff/invitations/:code']),
    );
    expect(text).not.toContain('example.org');
    expect(text).not.toMatch(/code=/);
    expect(test.logs.join('')).not.toMatch(/invitations\/[\w-]{22}/);
  });
});

describe('an invitation', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('reaches the invited person by mail, and nobody else where there is mail', async () => {
    const admin = await Staff.of(test, 'admin', 'An Admin');
    const invited = { email: 'Cleo@Example.org', role: 'finance' };
    const { status, body } = await admin.post<object>('people/invitations', invited);
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        email: 'cleo@example.org',
        role: 'finance',
        expiresAt: expect.any(String),
        link: null,
      },
    ]);
    const link = await eventually('the letter', async () => {
      const mail = await (await fetch(`${test.sandboxUrl}/mail`)).text();
      return /http[^\s<"]*\/staff\/invitations\/[\w-]{22}/.exec(mail)?.[0];
    });
    expect((await fetch(link)).status).toBe(200);
    const refused = await admin.post('people/invitations', { email: 'no address', role: 'boss' });
    expect(refused).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(
      (await call(`${test.url}/api/v1/staff/people/invitations`, { method: 'POST', json: invited })).status,
    ).toBe(401);
  });
});
