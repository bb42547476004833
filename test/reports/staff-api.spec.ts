import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { give } from './given.js';

interface Page {
  items: { id: string; amountPence: number }[];
  nextCursor: string | null;
}

describe('staff', () => {
  let app: TestApp;
  let bearer: string;
  let textGift: string;
  let cardGift: string;

  async function ask(path: string): Promise<Response> {
    return fetch(`${app.url}/api/v1/staff/${path}`, { headers: { authorization: `Bearer ${bearer}` } });
  }
  async function read<Body>(path: string): Promise<Body> {
    const answer = await ask(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return (await answer.json()) as Body;
  }
  const ids = ({ items }: Page): string[] => items.map(({ id }) => id);

  beforeAll(async () => {
    app = await startTestApp({ workers: false, sandbox: false });
    bearer = await app.token('auditor');
    // Half past midnight in London on 2 July, still 1 July in UTC.
    const givenAt = new Date('2022-07-01T23:30:00Z');
    textGift = await give(app, { name: 'text', channel: 'text', amountPence: 300, givenAt });
    cardGift = await give(app, { name: 'card', givenAt: new Date('2022-07-03T10:00:00Z') });
  });
  afterAll(() => app.close());

  it('see donations newest first, without their donors', async () => {
    const page = await read<Page>('donations?appeal=sun-ukraine-fund');
    expect(page).toEqual({
      items: [
        expect.objectContaining({ id: cardGift, channel: 'card', amountPence: 1000, chargedPence: 1000 }),
        {
          id: textGift,
          appeal: 'sun-ukraine-fund',
          appealVersion: 1,
          channel: 'text',
          status: 'confirmed',
          paid: true,
          purpose: 'restricted',
          givenAt: '2022-07-01T23:30:00.000Z',
          confirmedAt: '2022-07-01T23:30:00.000Z',
          amountPence: 300,
          chargedPence: 300,
          refundedPence: 0,
          lostPence: 0,
          reversedPence: 0,
        },
      ],
      nextCursor: null,
    });
  });

  it('choose donations by London dates, both inclusive, by status and by channel', async () => {
    const chosen = async (query: string): Promise<string[]> => ids(await read<Page>(`donations?${query}`));
    expect(await chosen('from=2022-07-02&to=2022-07-02')).toEqual([textGift]);
    expect(await chosen('to=2022-07-01')).toEqual([]);
    expect(await chosen('from=2022-07-03')).toEqual([cardGift]);
    expect(await chosen('channel=text')).toEqual([textGift]);
    expect(await chosen('status=pending')).toEqual([]);
  });

  it('turn pages without missing or repeating one, even where many were given in one instant', async () => {
    const givenAt = new Date('2022-04-01T12:00:00Z');
    const given = await Promise.all(
      Array.from({ length: 120 }, (_, index) => give(app, { name: `page ${index}`, givenAt })),
    );
    const seen: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: Page = await read<Page>(`donations?to=2022-04-30${after}`);
      seen.push(ids(page));
      cursor = page.nextCursor;
    }
    expect(seen.map((page) => page.length)).toEqual([50, 50, 20]);
    expect(seen.flat()).toEqual(given.toSorted().toReversed());
  });

  it('are told which part of a question can’t be understood', async () => {
    for (const [query, field] of [
      ['donations?cursor=abc', 'cursor'],
      ['donations?from=2022-02-30', 'from'],
      ['donations?from=yesterday', 'from'],
      ['donations?status=lovely', 'status'],
      ['donations?channel=cash', 'channel'],
      ['donations?appeal=%00', 'appeal'],
      ['donations?appeal=a&appeal=b', 'appeal'],
      ['donations?order=up', 'order'],
      ['accounts?at=2022-03-01', 'at'],
      ['accounts?asOf=1', 'asOf'],
    ]) {
      const answer = await ask(query as string);
      expect([query, answer.status]).toEqual([query, 400]);
      expect(await answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ field }] });
    }
    for (const query of ['donations?appeal=none', 'accounts?appeal=none']) {
      expect(await (await ask(query)).json()).toMatchObject({ status: 404, code: 'appeal_not_found' });
    }
  });

  it('see one donation with every transfer in the books', async () => {
    expect(await read(`donations/${cardGift}`)).toMatchObject({
      id: cardGift,
      status: 'confirmed',
      transfers: [
        {
          leg: 1,
          happening: 'card_charged',
          debit: 'sun-ukraine-fund:stripe_balance',
          credit: 'sun-ukraine-fund:held:restricted',
          amountPence: 965,
          occurredAt: '2022-07-03T10:00:00.000Z',
          source: 'stripe',
          sourceId: 'txn_card',
        },
        { leg: 2, debit: 'sun-ukraine-fund:due_from_operator', amountPence: 35 },
      ],
    });
    for (const id of ['0190a0a0-0000-7000-8000-000000000001', 'x', '%00'])
      expect(await (await ask(`donations/${id}`)).json()).toMatchObject({ code: 'donation_not_found' });
  });

  it('see the accounts as the books knew them at a moment, and by business date', async () => {
    interface Accounts {
      at: string;
      accounts: { account: string; appeal: string; side: string; balancePence: number }[];
    }
    const held = ({ accounts }: Accounts): number | undefined =>
      accounts.find(({ account }) => account === 'held')?.balancePence;
    expect(held(await read<Accounts>('accounts?appeal=sun-ukraine-fund&asOf=2022-07-02'))).toBe(120_300);
    expect(held(await read<Accounts>('accounts?asOf=2022-07-03'))).toBe(121_300);
    const before = await read<Accounts>('accounts?at=2022-08-01T00:00:00+01:00');
    expect(before.at).toBe('2022-07-31T23:00:00.000Z');
    expect(held(before)).toBe(0);
    expect((await read<Accounts>('accounts')).accounts).toContainEqual({
      appeal: 'sun-ukraine-fund',
      account: 'text_receivable',
      gateway: 'fonix',
      purpose: 'restricted',
      side: 'asset',
      balancePence: 300,
    });
  });

  it('see what does not agree', async () => {
    await app.database.dataSource.query(
      `insert into breaks.break (id, kind, reference, detail, what_to_do)
       values (gen_random_uuid(), 'unreadable', 'evt_1', 'It can’t be read.', 'Look at it.')`,
    );
    expect(await read('breaks')).toMatchObject({
      items: [{ kind: 'unreadable', reference: 'evt_1', whatToDo: 'Look at it.' }],
      nextCursor: null,
    });
  });
});
