import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Audit } from '../../src/platform/access/audit.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Staff } from '../support/staff.js';

interface Page {
  items: { at: string; id: string; person: string; action: string; target: string; after: object | null }[];
  nextCursor: string | null;
}

describe('the audit log, read', () => {
  let test: TestApp;
  let auditor: Staff;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    auditor = await Staff.of(test, 'auditor', 'An Auditor');
    const changes = Array.from({ length: 250 }, (_, number) => ({
      what: 'remittance',
      id: `r${number}`,
      before: { status: 'draft' },
      after: { status: 'approved', note: `=${number}, "so"` },
    }));
    await test.app.get(Transactions).run((tx) => test.app.get(Audit).changed(tx, 'Una Merton', changes));
  });
  afterAll(() => test.close());

  it('is all there, newest first, a page at a time, with no row twice', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null; pages++) {
      expect(pages).toBeLessThan(4);
      const page: Page = await auditor.read(`audit?person=Una+Merton${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ target }) => target));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(250);
    expect(new Set(seen).size).toBe(250);
  });

  it('can be asked for a person and for days in London', async () => {
    const { items } = await auditor.read<Page>('audit?person=An+Auditor');
    expect(items[0]).toMatchObject({ person: 'An Auditor', action: 'GET /api/v1/staff/audit', after: null });
    expect(items.every(({ person }) => person === 'An Auditor')).toBe(true);
    expect((await auditor.read<Page>('audit?to=2020-01-01')).items).toEqual([]);
    expect((await auditor.read<Page>('audit?from=2020-01-01')).items).toHaveLength(100);
    for (const wrong of [
      'from=yesterday',
      'cursor=abc',
      `cursor=${Buffer.from('x y').toString('base64url')}`,
    ])
      expect(await auditor.get(`audit?${wrong}`)).toMatchObject({ status: 400 });
  });

  it('leaves as CSV that no spreadsheet runs', async () => {
    const csv = Buffer.from(await auditor.bytes('reports/audit.csv?person=Una+Merton')).toString();
    const lines = csv.trim().split('\r\n');
    expect(lines[0]).toBe('at,person,role,means,action,target,outcome,before,after,id');
    expect(lines).toHaveLength(251);
    expect(csv).toContain('Una Merton,,,remittance,r7,,"{""status"": ""draft""}","{');
    const all = Buffer.from(await auditor.bytes('reports/audit.csv')).toString();
    expect(all).toContain('An Auditor,auditor,token,GET /api/v1/staff/reports/audit.csv,,200,,,');
  });
});
