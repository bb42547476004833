import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger } from '../../src/ledger/ledger.js';
import { operatorPaid } from '../../src/ledger/postings-bank.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { londonNoon } from '../../src/vocabulary/clock.js';
import { pence } from '../../src/vocabulary/pence.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug } from '../support/donor.js';
import { Staff } from '../support/staff.js';
import { give } from './given.js';

interface Statement {
  openingPence: number;
  feesPence: number;
  paidPence: number;
  balancePence: number;
  items: object[];
}

describe('the operator’s statement', () => {
  let test: TestApp;
  let auditor: Staff;

  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    auditor = await Staff.of(test, 'auditor');
    for (const [name, givenAt] of [
      ['one', '2022-03-02T10:00:00Z'],
      ['two', '2022-03-02T11:00:00Z'],
      // 1 April in London.
      ['three', '2022-03-31T23:30:00Z'],
    ] as const)
      await give(test, { name, givenAt: new Date(givenAt), feePence: 35 });
    await give(test, { name: 'text', channel: 'text' });
    const line = {
      book: slug,
      bankAccount: 'bank',
      reference: 'b1',
      bookedAt: londonNoon('2022-04-05'),
    };
    await test.app
      .get(Transactions)
      .run((tx) => test.app.get(Ledger).post(tx, [operatorPaid(line, pence(70))]));
  });
  afterAll(() => test.close());

  const read = (query = ''): Promise<Statement> =>
    auditor.read<Statement>(`appeals/${slug}/operator-statement${query}`);

  it('says each fee by kind and London day, what was paid, and what is owed, as the books do', async () => {
    expect(await read()).toMatchObject({
      appeal: slug,
      openingPence: 0,
      feesPence: 105,
      paidPence: 70,
      balancePence: 35,
      items: [
        { date: '2022-03-02', kind: 'card_charged', count: 2, amountPence: 70 },
        { date: '2022-04-01', kind: 'card_charged', count: 1, amountPence: 35 },
        { date: '2022-04-05', kind: 'operator_paid', count: 1, amountPence: -70 },
      ],
    });
    expect(await auditor.balances()).toMatchObject({ due_from_operator: 35 });
  });

  it('is of a period, which begins with what was owed before', async () => {
    expect(await read('?from=2022-04-01&to=2022-04-04')).toMatchObject({
      openingPence: 70,
      feesPence: 35,
      paidPence: 0,
      balancePence: 105,
      items: [{ date: '2022-04-01' }],
    });
  });

  it('is refused for an unknown appeal and for what is no date', async () => {
    const refused = (path: string) => auditor.read<{ code: string }>(path);
    expect((await refused('appeals/no-such/operator-statement')).code).toBe('appeal_not_found');
    expect((await refused(`appeals/${slug}/operator-statement?to=tomorrow`)).code).toBe('validation_failed');
  });
});
