import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allReports } from '../../src/reports/all-reports.js';
import type { PeriodDto } from '../../src/reports/periods.dto.js';
import { reportFiles } from '../../src/reports/report-files.js';
import { londonDate } from '../../src/vocabulary/clock.js';
import { Treasurer } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { turnClock } from '../support/clock.js';
import { fileOf, rowsOf, sum } from './report-reader.js';

const march = '&from=2022-03-01&to=2022-03-31';

describe('a period', () => {
  let app: TestApp;
  let treasurer: Treasurer;
  let gift: string;

  beforeAll(async () => {
    app = await startTestApp({ workers: false, sandbox: false });
    treasurer = await Treasurer.of(app);
    gift = await treasurer.give({ name: 'card', amountPence: 1000, feePence: 35 });
    await treasurer.give({ name: 'text', channel: 'text', amountPence: 300 });
  });
  afterAll(() => app.close());

  const close = async (month: string, person = 'Flo', appeal = treasurer.appeal) => {
    const { status, body } = await treasurer.post(person, `periods/${month}/close`, { appeal });
    return { status, body: body as unknown as PeriodDto & { code?: string; errors?: { field: string }[] } };
  };
  const bytesOf = async () => {
    const bytes = new Map<string, Buffer>();
    for (const file of reportFiles.keys())
      bytes.set(file, await fileOf(treasurer, `${file}?appeal=${treasurer.appeal}${march}`));
    return bytes;
  };
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  it('that isn’t over, or that is none, is not closed, and not by who may only read', async () => {
    expect(await close(londonDate(new Date()).slice(0, 7))).toMatchObject({
      status: 409,
      body: { code: 'period_not_over' },
    });
    expect(await close('2022-13')).toMatchObject({ status: 400, body: { errors: [{ field: 'month' }] } });
    expect(await close('2022-03', 'Flo', 'none')).toMatchObject({ status: 404 });
    expect(await close('2022-03', 'Ada')).toMatchObject({ status: 403 });
    expect(await treasurer.read(`periods?appeal=${treasurer.appeal}`)).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  it('is closed once, however many close it at once, and keeps what its reports said', async () => {
    const before = await bytesOf();
    const answers = await Promise.all(Array.from({ length: 12 }, () => close('2022-03')));
    for (const { status, body } of answers) expect({ status, body }).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 200, body: { month: '2022-03', closedBy: 'Flo' } });
    const kept = answers[0]?.body.exports ?? [];
    expect(kept.map(({ number, file }) => [number, file])).toEqual(
      [...reportFiles.keys()].map((file, index) => [index + 1, file]),
    );
    for (const { file, sha256: hash, sizeBytes } of kept)
      expect([file, hash, sizeBytes]).toEqual([
        file,
        sha256(before.get(file) ?? Buffer.alloc(0)),
        before.get(file)?.length,
      ]);
    expect(await treasurer.read(`periods?appeal=${treasurer.appeal}`)).toMatchObject({
      items: [{ appeal: treasurer.appeal, month: '2022-03', exports: kept }],
    });
  });

  it('says the same for ever, and what happens later counts in the period that is open', async () => {
    const before = await bytesOf();
    await treasurer.refund(gift, 400);
    await treasurer.give({ name: 'unheard of', amountPence: 700, feePence: 20 });
    expect(await bytesOf()).toEqual(before);

    const today = londonDate(new Date());
    const open = `&from=2022-04-01&to=${today}`;
    expect(await rowsOf(treasurer, 'refunds', open)).toMatchObject([
      { bookedOn: today, donationId: gift, amountPence: 400 },
    ]);
    expect(await rowsOf(treasurer, 'fees', open)).toMatchObject([{ bookedOn: today, feePence: 20 }]);
    expect(await rowsOf(treasurer, 'donations', open)).toMatchObject([{ amountPence: 700 }]);
    expect(await rowsOf(treasurer, 'xero-monthly', open)).not.toEqual([]);
    // Nothing is lost between the two, and nothing is in both.
    for (const { name, columns } of allReports) {
      if (!('bookedOn' in columns) || name === 'operator-statement') continue;
      const [closed, opened, all] = [march, open, ''].map((period) => rowsOf(treasurer, name, period));
      expect((await closed)?.length ?? 0).toBe(((await all)?.length ?? 0) - ((await opened)?.length ?? 0));
    }
    expect(sum(await rowsOf(treasurer, 'operator-statement', open), 'amountPence')).toBe(55);
  });

  it('that is closed later takes in what came before that', async () => {
    const month = londonDate(new Date()).slice(0, 7);
    turnClock(app, 40);
    const { body } = await close(month);
    expect(body.exports).toHaveLength(reportFiles.size);
    const [year = 0, number = 0] = month.split('-').map(Number);
    const lastDay = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
    const period = `&from=${month}-01&to=${lastDay}`;
    expect(await rowsOf(treasurer, 'refunds', period)).toHaveLength(1);
  });

  it('can’t be opened again or rewritten, by the application or by anybody', async () => {
    await expect(app.database.dataSource.query(`delete from reports.kept_part`)).rejects.toThrow();
    for (const table of ['closed_period', 'kept_export', 'kept_part'])
      await expect(app.database.asOwner(`delete from reports.${table}`)).rejects.toThrow('append-only');
  });
});
