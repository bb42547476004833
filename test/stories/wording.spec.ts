import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readAppealFile } from '../../src/giving/appeals/appeal-file.js';
import { Appeals } from '../../src/giving/appeals/appeals.service.js';
import type { AppealDefinition } from '../../src/giving/appeals/appeal-definition.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, slug, startCardDonation } from '../support/donor.js';

const own = readFileSync('appeals/sun-ukraine-fund.yaml', 'utf8');
const surplus = 'Any surplus will help people in other emergencies.';

function worded(source: string): AppealDefinition {
  const { definition, findings } = readAppealFile(source);
  if (!definition) throw new Error(JSON.stringify(findings));
  return definition;
}

const form = (html: string): URLSearchParams =>
  new URLSearchParams(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );

describe('the wording of an appeal', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false });
  });
  afterAll(() => test.close());

  const versionOf = async (id: string): Promise<number | undefined> => {
    const headers = { Authorization: `Bearer ${await test.token('auditor')}` };
    const { body } = await call<{ appealVersion: number }>(`${test.url}/api/v1/staff/donations/${id}`, {
      headers,
    });
    return body.appealVersion;
  };
  const send = async (fields: URLSearchParams) => {
    const response = await fetch(`${test.url}/appeals/${slug}/donate`, {
      method: 'POST',
      body: fields,
      redirect: 'manual',
    });
    return { status: response.status, text: await response.text() };
  };

  it('is kept with each donation as its donor saw it, and changes only when words change', async () => {
    const before = await startCardDonation(test, { amountPence: 300 }, 'before-the-change');
    expect(await test.app.get(Appeals).apply(worded(own))).toBe('unchanged');
    const seen = form((await call(`${test.url}/appeals/${slug}`)).text);

    const changed = own.replace(/surplusStatement:[\s\S]*?(?=\n\w)/, `surplusStatement: ${surplus}\n`);
    expect(await test.app.get(Appeals).apply(worded(changed))).toBe('changed');
    expect(await test.app.get(Appeals).apply(worded(changed))).toBe('unchanged');

    const after = await startCardDonation(test, { amountPence: 300 }, 'after-the-change');
    expect(await versionOf(before.body.id)).toBe(1);
    expect(await versionOf(after.body.id)).toBe(2);
    expect((await call(`${test.url}/appeals/${slug}`)).text).toContain(surplus);

    seen.set('amount', '5');
    const stale = await send(seen);
    expect(stale.status).toBe(400);
    expect(stale.text).toContain('The wording of this appeal has changed');
    const again = form(stale.text);
    again.set('amount', '5');
    expect((await send(again)).status).toBe(303);
  });

  it('can’t be changed in the database once donors have seen it', async () => {
    const rewrite = `update giving.appeal_version set definition = '{}'`;
    await expect(test.database.dataSource.query(rewrite)).rejects.toThrow(/permission denied/);
  });

  it('leads to one donation when a form is sent twice, and to none when it says two amounts', async () => {
    const fields = form((await call(`${test.url}/appeals/${slug}`)).text);
    fields.set('amount', '10');
    const count = async (): Promise<number> => {
      const [row] = await test.database.dataSource.query<{ count: number }[]>(
        'select count(*)::integer from giving.donation',
      );
      return row?.count ?? 0;
    };
    const before = await count();
    await Promise.all(Array.from({ length: 5 }, () => send(fields)));
    expect(await count()).toBe(before + 1);

    fields.set('otherAmount', '100');
    const doubtful = await send(fields);
    expect(doubtful.status).toBe(400);
    expect(doubtful.text).toContain('keep the one you mean');
    for (const amount of ['', '2.99', '1e3', '-5', '5.5', '£', '1000000']) {
      fields.set('amount', 'other');
      fields.set('otherAmount', amount);
      expect((await send(fields)).status).toBe(400);
    }
    expect(await count()).toBe(before + 1);
  });
});
