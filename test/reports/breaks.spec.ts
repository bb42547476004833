import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { breakKinds } from '../../src/break-kinds.js';
import { Breaks, type NewBreak } from '../../src/platform/breaks/breaks.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { BooksWatch } from '../../src/reports/books-watch.js';
import { pence } from '../../src/vocabulary/pence.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug } from '../support/donor.js';
import { Staff } from '../support/staff.js';
import { give } from './given.js';

interface Page {
  items: {
    id: string;
    kind: string;
    reference: string;
    appeal: string | null;
    ageDays: number;
    actions: { action: string; label: string }[];
  }[];
  nextCursor: string | null;
}
interface Refusal {
  code: string;
  errors: { field: string; message: string }[];
}

describe('the queue of what does not agree', () => {
  let test: TestApp;
  let finance: Staff;

  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    finance = await Staff.of(test, 'finance', 'Flo');
  });
  afterAll(() => test.close());

  const note = (found: Partial<NewBreak> & Pick<NewBreak, 'kind' | 'reference'>): Promise<void> =>
    test.app
      .get(Transactions)
      .run((tx) => test.app.get(Breaks).note(tx, { detail: 'Not so.', whatToDo: 'Look.', ...found }));
  const read = (query = ''): Promise<Page> => finance.read<Page>(`breaks${query}`);
  const settle = (id: string, action: string) =>
    finance.post<Refusal>(`breaks/${id}/settle`, { action, note: 'As it was told' });

  it('says of each what it is, whose, how much, how old, both sides, and what would settle it', async () => {
    const donationId = await give(test, { name: 'one' });
    await note({
      kind: 'paid_twice',
      reference: 'txn_1',
      donationId,
      amountPence: pence(500),
      actBy: '2026-12-31',
      ours: [{ what: 'donation', id: donationId, amountPence: 500 }],
      theirs: [{ what: 'balance transaction', id: 'txn_1', amountPence: 500 }],
    });
    expect((await read(`?appeal=${slug}&kind=paid_twice`)).items).toEqual([
      {
        id: expect.any(String),
        kind: 'paid_twice',
        means: breakKinds['paid_twice']?.means,
        reference: 'txn_1',
        detail: 'Not so.',
        whatToDo: 'Look.',
        appeal: slug,
        donationId,
        amountPence: 500,
        createdAt: expect.any(String),
        ageDays: 0,
        actBy: '2026-12-31',
        ours: [{ what: 'donation', id: donationId, amountPence: 500 }],
        theirs: [{ what: 'balance transaction', id: 'txn_1', amountPence: 500 }],
        actions: Object.entries(breakKinds['paid_twice']?.actions ?? {}).map(([action, label]) => ({
          action,
          label,
        })),
      },
    ]);
    expect((await read('?appeal=another')).items).toEqual([]);
  });

  it('is settled by one of its actions only', async () => {
    const [twice] = (await read('?kind=paid_twice')).items;
    const refused = await settle(twice?.id ?? '', 'written_off');
    expect([refused.status, refused.body.errors[0]]).toEqual([
      400,
      { field: 'action', message: 'must be one of given_back, accepted' },
    ]);
    expect((await settle(twice?.id ?? '', 'accepted')).status).toBe(204);
    expect((await settle(twice?.id ?? '', 'accepted')).body.code).toBe('break_not_found');
  });

  it('is read page by page', async () => {
    for (let number = 0; number < 120; number++)
      await note({ kind: 'unreadable_text', reference: `text ${number}` });
    const seen: string[] = [];
    let page = await read('?kind=unreadable_text');
    for (;;) {
      seen.push(...page.items.map(({ reference }) => reference));
      if (page.nextCursor === null) break;
      page = await read(`?kind=unreadable_text&cursor=${page.nextCursor}`);
    }
    expect(new Set(seen).size).toBe(120);
    expect(seen).toHaveLength(120);
    expect((await finance.read<Refusal>('breaks?cursor=x')).errors[0]?.field).toBe('cursor');
  });

  it('has what is found again once while it is open, and once more after it was settled', async () => {
    const found = { kind: 'stripe_balance_differs', reference: 'balance' };
    for (const occasion of ['Monday', 'Tuesday']) await note({ ...found, occasion });
    const open = async () => (await read('?kind=stripe_balance_differs')).items;
    const [first] = await open();
    expect(await open()).toHaveLength(1);
    await settle(first?.id ?? '', 'explained');
    await note({ ...found, occasion: 'Tuesday' });
    await note({ ...found, occasion: 'Wednesday' });
    expect(await open()).toHaveLength(1);
  });

  it('is told of books that can’t be right, by the rows at fault', async () => {
    await test.app.get(BooksWatch).run();
    expect((await read('?kind=books_do_not_agree')).items).toEqual([]);
    const lost = await give(test, { name: 'two' });
    await test.database.asOwner('update giving.donation set charged_pence = 999 where id = $1', [lost]);
    await test.app.get(BooksWatch).run();
    await test.app.get(BooksWatch).run();
    expect((await read('?kind=books_do_not_agree')).items).toMatchObject([
      { reference: `raised_equals_held ${slug}`, appeal: slug },
      { reference: `donation_agrees_with_its_entries ${slug}`, ours: [{ id: lost }] },
    ]);
  });
});
