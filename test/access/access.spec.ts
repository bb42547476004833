import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/platform/access/permissions.js';
import { Audit } from '../../src/platform/access/audit.js';
import { Tokens } from '../../src/platform/access/tokens.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { cookiesOf, postForm } from '../support/staff.js';

interface AuditRow {
  person: string;
  role: string | null;
  action: string;
  target: string;
  outcome: number;
}

async function sessionBy(app: TestApp, token: string): Promise<string> {
  return cookiesOf(await postForm(app, '/staff/sign-in', { token }));
}

describe('staff access', () => {
  let app: TestApp;
  const donations = '/api/v1/staff/donations';

  beforeAll(async () => {
    app = await startTestApp({ workers: false, sandbox: false });
  });
  afterAll(() => app.close());

  const ask = (path: string, headers: Record<string, string>, method = 'GET'): Promise<Response> =>
    fetch(`${app.url}${path}`, { method, headers, redirect: 'manual' });
  it('keeps only a hash of a token, and shows its bearer once', async () => {
    const bearer = await app.token('finance', 'Una Merton');
    expect(bearer).toMatch(/^ep_[\w-]{43}$/);
    const [row] = await app.database.asOwner<{ row: string }>(
      `select token::text as row from access.token where person = 'Una Merton'`,
    );
    expect(row?.row).not.toContain(bearer.slice(3));
    expect(await app.app.get(Tokens).find(bearer)).toMatchObject({ person: 'Una Merton', role: 'finance' });
  });

  it('refuses a token without a person, or for nobody', async () => {
    for (const person of ['', '  ', 'nobody'])
      await expect(app.token('auditor', person)).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('lets in who shows a token in the header, or a session that was begun with it', async () => {
    const bearer = await app.token('auditor');
    expect((await ask(donations, { authorization: `Bearer ${bearer}` })).status).toBe(200);
    const cookie = await sessionBy(app, bearer);
    expect((await ask(donations, { cookie: `theme=dark; ${cookie}` })).status).toBe(200);
    expect((await ask(donations, { cookie: `staff=${bearer}` })).status).toBe(401);
  });

  it('answers 401 without a token that is known and not revoked', async () => {
    const bearer = await app.token('admin', 'Gone Today');
    await app.database.asOwner(`update access.token set revoked_at = now() where person = 'Gone Today'`);
    for (const authorization of [
      '',
      'Bearer',
      'Basic YTpi',
      `Bearer ep_${'A'.repeat(43)}`,
      `Bearer ${bearer}`,
    ]) {
      const answer = await ask(donations, { authorization });
      expect([authorization, answer.status]).toEqual([authorization, 401]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.json()).toMatchObject({ code: 'not_signed_in' });
    }
  });

  it.each<[Role, number]>([
    ['auditor', 403],
    ['finance', 200],
    ['approver', 403],
    ['admin', 200],
  ])('lets an %s read, and answers %i to an export', async (role, exported) => {
    const authorization = `Bearer ${await app.token(role)}`;
    expect((await ask(donations, { authorization })).status).toBe(200);
    const report = await ask('/api/v1/staff/reports/donations.csv', { authorization });
    expect(report.status).toBe(exported);
    if (exported === 403) expect(await report.json()).toMatchObject({ code: 'not_allowed' });
  });

  it('takes a change by cookie from our own pages only', async () => {
    const cookie = await sessionBy(app, await app.token('finance'));
    const signOut = (headers: Record<string, string>): Promise<Response> =>
      ask('/staff/sign-out', { cookie, ...headers }, 'POST');
    expect((await signOut({})).status).toBe(403);
    expect((await signOut({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await signOut({ origin: new URL(app.config.publicUrl).origin })).status).toBe(303);
  });

  it('notes when a token was last used, at most once a minute', async () => {
    const authorization = `Bearer ${await app.token('auditor', 'Often Here')}`;
    const lastUsed = async (): Promise<string | undefined> => {
      const [row] = await app.database.asOwner<{ used: string }>(
        `select last_used_at::text as used from access.token where person = 'Often Here'`,
      );
      return row?.used;
    };
    await ask(donations, { authorization });
    const first = await lastUsed();
    expect(first).toEqual(expect.any(String));
    await ask(donations, { authorization });
    expect(await lastUsed()).toBe(first);
    await app.database.asOwner(`update access.token set last_used_at = last_used_at - interval '61 seconds'`);
    await ask(donations, { authorization });
    expect(Date.parse((await lastUsed()) ?? '')).toBeGreaterThan(Date.parse(first ?? ''));
  });
});

describe('the audit log', () => {
  let app: TestApp;
  let authorization: string;

  beforeAll(async () => {
    app = await startTestApp({ workers: false, sandbox: false });
    authorization = `Bearer ${await app.token('auditor', 'Una Merton')}`;
  });
  afterAll(() => app.close());

  it('has every call of a staff route before it is answered, allowed or refused', async () => {
    const unknown = '0190a0a0-0000-7000-8000-000000000001';
    const una = { person: 'Una Merton', role: 'auditor' };
    const nobody = { person: 'nobody', role: null };
    for (const [path, headers, row] of [
      ['donations?status=lost', { authorization }, { ...una, outcome: 200, target: '' }],
      ['donations?status=lovely', { authorization }, { ...una, outcome: 400, target: '' }],
      [`donations/${unknown}`, { authorization }, { ...una, outcome: 404, target: `id=${unknown}` }],
      ['donations/%00', { authorization }, { ...una, outcome: 404, target: 'id=%00' }],
      ['reports/donations.csv', { authorization }, { ...una, outcome: 403, target: 'file=donations.csv' }],
      ['donations', {}, { ...nobody, outcome: 401, target: '' }],
    ] as [string, Record<string, string>, object][]) {
      await fetch(`${app.url}/api/v1/staff/${path}`, { headers });
      const [last] = await app.database.asOwner<AuditRow>(
        'select person, role, action, target, outcome from access.audit order by at desc limit 1',
      );
      const route = path
        .split('?')[0]
        ?.replace(/^donations\/.*/, 'donations/:id')
        .replace(/^reports\/.*/, 'reports/:file');
      expect(last).toEqual({ ...row, action: `GET /api/v1/staff/${route}` });
    }
  });

  it('is written for a person whose request was forged by another site, too', async () => {
    const cookie = await sessionBy(app, await app.token('finance', 'Lured Away'));
    await fetch(`${app.url}/staff/sign-out`, { method: 'POST', headers: { cookie } });
    expect(
      await app.database.asOwner(
        `select action, outcome, means from access.audit where person = 'Lured Away' order by at`,
      ),
    ).toEqual([
      { action: 'POST /staff/sign-in', outcome: 303, means: 'token session' },
      { action: 'POST /staff/sign-out', outcome: 403, means: 'token session' },
    ]);
  });

  it('has what a person changed exactly if the change was made', async () => {
    const approved = {
      what: 'remittance',
      id: '0190a0a0-0000-7000-8000-000000000002',
      before: { status: 'draft' },
      after: { status: 'approved' },
    };
    const drafted = { what: 'remittance', id: 'another', before: null, after: { amountPence: 500 } };
    const change = (fails: boolean): Promise<void> =>
      app.app.get(Transactions).run(async (tx) => {
        await app.app.get(Audit).changed(tx, 'Una Merton', [approved, drafted]);
        if (fails) throw new Error('thought better of it');
      });
    await expect(change(true)).rejects.toThrow('thought better of it');
    await change(false);
    expect(
      await app.database.asOwner(
        `select action as what, target as id, before, after from access.audit where action = 'remittance' order by target`,
      ),
    ).toEqual([approved, drafted]);
  });

  it('can’t be changed, not by the application and not by the owner', async () => {
    for (const change of [
      `update access.audit set person = 'Somebody Else'`,
      'delete from access.audit',
      'truncate access.audit',
    ]) {
      await expect(app.database.dataSource.query(change)).rejects.toThrow('permission denied');
      await expect(app.database.asOwner(change)).rejects.toThrow('append-only');
    }
  });

  it('keeps an answer back that can’t be written down', async () => {
    const finance = `Bearer ${await app.token('finance')}`;
    await app.database.asOwner('revoke insert on access.audit from everypenny_app');
    await app.database.asOwner(
      'revoke insert (person, role, means, action, target, outcome, before, after) on access.audit from everypenny_app',
    );
    for (const path of ['donations', 'breaks']) {
      const answer = await fetch(`${app.url}/api/v1/staff/${path}`, { headers: { authorization } });
      expect(answer.status).toBe(500);
      expect(await answer.json()).toMatchObject({ code: 'internal_error' });
    }
    const report = await fetch(`${app.url}/api/v1/staff/reports/donations.csv`, {
      headers: { authorization: finance },
    });
    expect(report.status).toBe(500);
    expect(await report.text()).not.toContain('amountPence');
  });
});
