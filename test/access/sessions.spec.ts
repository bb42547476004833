import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../../src/vocabulary/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call } from '../support/donor.js';
import { type Colleague, cookiesOf, joinStaff, postForm, Staff } from '../support/staff.js';

interface People {
  items: { id: string; name: string; role: string; status: string; secondFactor: boolean }[];
}
interface TokenList {
  items: { id: string; person: string; role: string; lastUsedAt: string | null; revokedAt: string | null }[];
}

const minute = 60_000;

describe('a session', () => {
  let test: TestApp;
  let admin: Staff;
  let turnedMs = 0;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    test.app.get(Clock).now = () => new Date(Date.now() + turnedMs);
    admin = await Staff.of(test, 'admin', 'An Admin');
  });
  afterAll(() => test.close());

  const isOpen = async (cookie: string): Promise<boolean> => {
    const { status } = await fetch(`${test.url}/api/v1/staff/breaks`, { headers: { cookie } });
    expect([200, 401]).toContain(status);
    return status === 200;
  };
  const idOf = async (name: string): Promise<string | undefined> =>
    (await admin.read<People>('people')).items.find((person) => person.name === name)?.id;
  const signIn = async (colleague: Colleague): Promise<string> => {
    const { email, password } = colleague;
    return cookiesOf(await postForm(test, '/staff/sign-in', { email, password, code: colleague.code() }));
  };

  it('ends after half an hour’s rest, and after twelve hours at most', async () => {
    const { cookie } = await joinStaff(test, 'finance', 'Una Merton');
    for (let each = 0; each < 24; each++) {
      turnedMs += 29 * minute;
      expect([each, await isOpen(cookie)]).toEqual([each, true]);
    }
    turnedMs += 25 * minute;
    expect(await isOpen(cookie)).toBe(false);
    const rested = await joinStaff(test, 'finance', 'Rested Well');
    turnedMs += 31 * minute;
    expect(await isOpen(rested.cookie)).toBe(false);
  });

  it('ends when its person signs out, and no other of theirs', async () => {
    const ben = await joinStaff(test, 'finance', 'Ben Harbour');
    const second = await signIn(ben);
    expect((await postForm(test, '/staff/sign-out', {}, { cookie: second })).status).toBe(303);
    expect([await isOpen(second), await isOpen(ben.cookie)]).toEqual([false, true]);
  });

  it('ends with another role, and so do the person’s tokens', async () => {
    const cat = await joinStaff(test, 'approver', 'Cat Quay');
    const bearer = await test.token('approver', ' cat  quay ');
    expect((await admin.read<TokenList>('tokens')).items[0]).toMatchObject({
      person: 'Cat Quay',
      revokedAt: null,
    });
    const id = await idOf('Cat Quay');
    expect(await admin.post(`people/${id}/role`, { role: 'finance' })).toMatchObject({
      status: 200,
      body: { role: 'finance', status: 'active', secondFactor: true },
    });
    expect(await isOpen(cat.cookie)).toBe(false);
    const headers = { authorization: `Bearer ${bearer}` };
    expect((await call(`${test.url}/api/v1/staff/breaks`, { headers })).status).toBe(401);
    const anew = await signIn(cat);
    const page = await fetch(`${test.url}/staff`, { headers: { cookie: anew } });
    expect(await page.text()).toContain('Signed in as Cat Quay (finance).');
    const changes = await test.database.asOwner(
      `select person, before, after from access.audit where action = 'person' and target = $1 order by at`,
      [id],
    );
    expect(changes).toEqual([
      { person: 'Cat Quay', before: null, after: { role: 'approver', status: 'active' } },
      {
        person: 'An Admin',
        before: { role: 'approver', status: 'active' },
        after: { role: 'finance', status: 'active' },
      },
    ]);
  });

  it('ends when its person is deactivated, who can’t come back by password, token or old invitation', async () => {
    const dan = await joinStaff(test, 'finance', 'Dan Left');
    const id = await idOf('Dan Left');
    const invited = { email: dan.email, role: 'finance' };
    const { body } = await admin.post<{ link: string }>('people/invitations', invited);
    for (const _ of [1, 2])
      expect(await admin.post(`people/${id}/deactivate`)).toMatchObject({ body: { status: 'deactivated' } });
    expect(await isOpen(dan.cookie)).toBe(false);
    expect(await signIn(dan)).toBe('');
    expect((await fetch(body.link)).status).toBe(404);
    await expect(test.token('finance', 'DAN LEFT')).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('of an administrator can’t take their own account away', async () => {
    await joinStaff(test, 'admin', 'An Admin');
    const id = await idOf('An Admin');
    for (const [path, json] of [
      [`people/${id}/deactivate`],
      [`people/${id}/role`, { role: 'auditor' }],
    ] as const)
      expect(await admin.post(path, json)).toMatchObject({ status: 409, body: { code: 'own_account' } });
    for (const strange of ['0190a0a0-0000-7000-8000-000000000001', 'nobody'])
      expect(await admin.post(`people/${strange}/deactivate`)).toMatchObject({ status: 404 });
  });

  it('that a token began is marked as one, and ends when the token is revoked', async () => {
    const cookie = cookiesOf(
      await postForm(test, '/staff/sign-in', { token: await test.token('auditor', 'First Day') }),
    );
    expect(await isOpen(cookie)).toBe(true);
    const [row] = await test.database.asOwner<{ means: string }>(
      `select means from access.audit where person = 'First Day' order by at desc limit 1`,
    );
    expect(row?.means).toBe('token session');
    const { items } = await admin.read<TokenList>('tokens');
    const token = items.find(({ person }) => person === 'First Day');
    expect(token?.lastUsedAt).toEqual(expect.any(String));
    const revoke = (id: string | undefined) => admin.delete(`tokens/${id}`);
    expect((await revoke(token?.id)).status).toBe(204);
    expect((await revoke(token?.id)).status).toBe(204);
    expect(await isOpen(cookie)).toBe(false);
    expect(await revoke('0190a0a0-0000-7000-8000-000000000001')).toMatchObject({
      body: { code: 'token_not_found' },
    });
    expect(await revoke('x')).toMatchObject({ status: 404 });
  });
});
