import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../../src/vocabulary/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Colleague, cookiesOf, joinStaff, password, postForm } from '../support/staff.js';

interface Try {
  email: string;
  password?: string;
  code?: string;
  next?: string;
}

describe('signing in', () => {
  let test: TestApp;
  let una: Colleague;
  let turnedMs = 0;
  let addresses = 0;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false, env: { TRUSTED_PROXIES: '127.0.0.1' } });
    test.app.get(Clock).now = () => new Date(Date.now() + turnedMs);
    una = await joinStaff(test, 'finance', 'Una Merton');
  });
  afterAll(() => test.close());
  // What one test failed at counts for a day.
  beforeEach(() => void (turnedMs += 25 * 3_600_000));

  /** From an address of its own, unless it is given. */
  const signIn = (tried: Try, headers: Record<string, string> = {}): Promise<Response> =>
    postForm(
      test,
      '/staff/sign-in',
      { password, code: '000000', ...tried },
      { 'x-forwarded-for': `10.0.${addresses >> 8}.${addresses++ & 255}`, ...headers },
    );
  const failTimes = async (times: number, tried: Try, headers = {}): Promise<void> => {
    for (let each = 0; each < times; each++) expect((await signIn(tried, headers)).status).toBe(401);
  };

  it('opens the page that was asked for, with a cookie that scripts and other sites can’t use', async () => {
    const form = { email: ' UNA.merton@example.org ', code: una.code(), next: '/staff/donations?appeal=x' };
    const answer = await signIn(form);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/staff/donations?appeal=x']);
    const [session = ''] = answer.headers.getSetCookie();
    expect(session).toMatch(/^staff=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const page = await fetch(`${test.url}/staff`, { headers: { cookie: cookiesOf(answer) } });
    expect(await page.text()).toContain('Signed in as Una Merton (finance).');
  });

  it('leads on to our own pages only', async () => {
    for (const next of [
      'https://elsewhere.example/',
      '//elsewhere.example',
      '/staff@elsewhere.example',
      '/',
    ]) {
      const answer = await signIn({
        ...una,
        code: una.recoveryCodes.pop() ?? '',
        next,
      });
      expect([next, answer.headers.get('location')]).toEqual([next, '/staff']);
    }
  });

  it('says the same of an unknown address, a wrong password and a wrong code', async () => {
    const tried: Try[] = [
      { email: 'nobody@example.org', code: una.code() },
      { email: una.email, password: 'wrong', code: una.code() },
      { email: una.email, code: '123456' },
      { email: una.email, code: '' },
      { email: una.email, password: '' },
    ];
    const answers = await Promise.all(
      tried.map(async (each) => {
        const answer = await signIn(each);
        expect(answer.headers.getSetCookie()).toEqual([]);
        return [answer.status, (await answer.text()).replaceAll(each.email, 'ADDRESS')];
      }),
    );
    expect(answers[0]?.[0]).toBe(401);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('takes a code once, also of several who bring it at once', async () => {
    const code = una.codeAt(test.app.get(Clock).now());
    const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await signIn({ ...una, code })).status));
    expect(statuses.toSorted()).toEqual([303, 401, 401, 401]);
    expect((await signIn({ ...una, code })).status).toBe(401);
  });

  it('takes the code of a period before or after, and none of yesterday', async () => {
    const at = (seconds: number): string =>
      una.codeAt(new Date(test.app.get(Clock).now().getTime() + seconds * 1000));
    expect((await signIn({ ...una, code: at(-86_400) })).status).toBe(401);
    expect((await signIn({ ...una, code: at(-90) })).status).toBe(401);
    expect((await signIn({ ...una, code: at(30) })).status).toBe(303);
    // An earlier one than was used is of no use any more.
    expect((await signIn({ ...una, code: at(0) })).status).toBe(401);
  });

  it('takes a recovery code once, however it is typed', async () => {
    const code = una.recoveryCodes.pop() ?? '';
    expect((await signIn({ ...una, code: code.toLowerCase().replaceAll('-', ' ') })).status).toBe(303);
    expect((await signIn({ ...una, code })).status).toBe(401);
  });

  it('makes who fails wait, longer each time, and forgets it', async () => {
    await failTimes(5, { email: una.email });
    for (const [waitSeconds, minutes] of [
      [30, 'a minute'],
      [60, 'a minute'],
      [120, '2 minutes'],
      [240, '4 minutes'],
      [480, '8 minutes'],
      [900, '15 minutes'],
      [900, '15 minutes'],
    ] as const) {
      const early = await signIn({ ...una, code: una.code() });
      expect([early.status, await early.text()]).toEqual([
        429,
        expect.stringContaining(`again in ${minutes}`),
      ]);
      turnedMs += (waitSeconds - 1) * 1000;
      expect((await signIn({ email: una.email })).status).toBe(429);
      turnedMs += 2_000;
      await failTimes(1, { email: una.email });
    }
    turnedMs += 901_000;
    expect((await signIn({ ...una, code: una.code() })).status).toBe(303);
    turnedMs += 25 * 3_600_000;
    await failTimes(5, { email: una.email });
  });

  it('makes an address that nobody has wait just the same', async () => {
    await failTimes(5, { email: 'nobody@example.org' });
    expect((await signIn({ email: 'nobody@example.org' })).status).toBe(429);
  });

  it('counts many tries at once as many', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => (await signIn({ email: una.email })).status),
    );
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
    expect(new Set(statuses).size).toBeLessThanOrEqual(2);
  });

  it('lets a person in who has used this browser before, whatever strangers do', async () => {
    const kept = cookiesOf(await signIn({ ...una, code: una.code() }));
    const browser = /staff-browser=[^;]+/.exec(kept)?.[0] ?? '';
    await failTimes(5, { email: una.email });
    const code = una.code();
    expect((await signIn({ ...una, code })).status).toBe(429);
    expect((await signIn({ ...una, code }, { cookie: 'staff-browser=made.up' })).status).toBe(429);
    // It is a mark, and no key; and a browser that guesses waits itself.
    await failTimes(4, { email: una.email }, { cookie: browser });
    expect((await signIn({ ...una, code }, { cookie: browser })).status).toBe(303);
    await failTimes(1, { email: una.email }, { cookie: browser });
    expect((await signIn({ email: una.email }, { cookie: browser })).status).toBe(429);
  });

  it('makes an address wait that tries many people, and no other address', async () => {
    const from = { 'x-forwarded-for': '10.9.9.9' };
    for (let person = 0; person < 20; person++) await failTimes(1, { email: `p${person}@example.org` }, from);
    expect((await signIn({ ...una, code: '000000' }, from)).status).toBe(429);
    expect((await signIn({ ...una, code: una.code() })).status).toBe(303);
  });

  it('lets nobody in from a form of another site', async () => {
    const answer = await signIn({ ...una, code: una.code() }, { origin: 'https://elsewhere.example' });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
  });

  it('keeps a password by argon2id and no secret as it is, and logs none', async () => {
    const rows = await test.database.asOwner<{ hash: string }>(
      'select password_hash as hash from access.person',
    );
    expect(rows).toEqual([{ hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) }]);
    const code = una.code();
    const answer = await signIn({ ...una, code });
    const secrets = answer.headers.getSetCookie().map((cookie) => /=([^;]+)/.exec(cookie)?.[1] ?? '');
    const [kept] = await test.database.asOwner<{ rows: string }>(
      `select (select json_agg(person) from access.person)::text || (select json_agg(session) from access.session)::text
         || (select json_agg(recovery_code) from access.recovery_code)::text
         || (select json_agg(audit) from access.audit)::text as rows`,
    );
    const said = test.logs.join('');
    for (const secret of [password, ...secrets, ...una.recoveryCodes]) {
      expect(secret.length).toBeGreaterThan(8);
      expect(kept?.rows).not.toContain(secret);
      expect(said).not.toContain(secret);
    }
    expect(said).not.toContain(una.email);
    expect(said).toContain('/staff/sign-in');
  });
});

describe('signing in over https', () => {
  it('keeps the session off plain HTTP', async () => {
    const test = await startTestApp({
      workers: false,
      sandbox: false,
      env: { PUBLIC_URL: 'https://appeals.example.org' },
    });
    const origin = 'https://appeals.example.org';
    const answer = await postForm(test, '/staff/sign-in', { token: await test.token('auditor') }, { origin });
    expect(answer.headers.getSetCookie()).toEqual([expect.stringContaining('; Secure; SameSite=Strict')]);
    await test.close();
  });
});
