import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Donation } from '../../src/giving/donations/donation.entity.js';
import { Donations } from '../../src/giving/donations/donations.service.js';
import type { Entry } from '../../src/ledger/entry.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { cardCharged } from '../../src/ledger/postings-card.js';
import { textCharged } from '../../src/ledger/postings-text.js';
import { Breaks } from '../../src/platform/breaks/breaks.js';
import { News } from '../../src/platform/messaging/news.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { BooksCheck } from '../../src/reports/check.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let donations: Donations;
let ledger: Ledger;
let transactions: Transactions;

beforeEach(async () => {
  database = await createTestDatabase([Donation]);
  const breaks = new Breaks(database.dataSource);
  donations = new Donations(database.dataSource, breaks, new News());
  ledger = new Ledger(breaks);
  transactions = new Transactions(database.dataSource);
});

afterEach(() => database.drop());

const at = new Date('2026-03-01T10:00:00Z');

interface Gift {
  name: string;
  appeal?: string;
  channel?: 'card' | 'text';
  collection?: 'held' | 'direct';
}

function entryOf({ name, appeal = 'sun-ukraine-fund', channel = 'card', collection = 'held' }: Gift): Entry {
  const given = {
    book: appeal,
    donationId: derivedId(name),
    purpose: 'restricted' as const,
    direct: collection === 'direct',
    grossPence: pence(1000),
  };
  return channel === 'card'
    ? cardCharged({ ...given, balanceTransactionId: `txn_${name}`, createdAt: at, feePence: pence(34) })
    : textCharged({ ...given, gateway: 'fonix', chargeId: given.donationId, reportedAt: at });
}

/** Asks for each gift and, but for the promised ones, charges and posts it: as the channels do. */
async function give(gifts: Gift[], promised = false): Promise<void> {
  await transactions.run(async (tx) => {
    const asked = gifts.map(
      ({ name, appeal = 'sun-ukraine-fund', channel = 'card', collection = 'held' }) => ({
        id: derivedId(name),
        appeal,
        appealVersion: 1,
        channel,
        collection,
        purpose: 'restricted' as const,
        amountPence: pence(1000),
        givenAt: at,
      }),
    );
    await donations.start(tx, asked);
    if (promised) return;
    const found = await donations.lock(
      tx,
      asked.map(({ id }) => id),
    );
    await donations.confirm(
      tx,
      found.map((donation) => ({ donation, chargedPence: pence(1000), at })),
    );
    await ledger.post(tx, gifts.map(entryOf));
  });
}

/** One of every kind, in two appeals, with what was only promised. */
async function giveAllKinds(): Promise<void> {
  await give([
    { name: 'card' },
    { name: 'other-card' },
    { name: 'text', channel: 'text' as const },
    { name: 'direct', collection: 'direct' as const },
    { name: 'second', appeal: 'second-appeal' },
  ]);
  await give(
    [{ name: 'pending' }, { name: 'failed' }, { name: 'expired' }, { name: 'third', appeal: 'third' }],
    true,
  );
  await transactions.run((tx) => donations.end(tx, [derivedId('failed')], 'failed'));
  await transactions.run((tx) => donations.end(tx, [derivedId('expired')], 'expired'));
}

const check = () => new BooksCheck(database.dataSource).run();

/** Changes rows behind the back of every trigger, as only the owner of the server can. */
const tamper = (sql: string) => database.asOwner(`set session_replication_role = replica; ${sql}`);

const card = entryOf({ name: 'card' }).id;
const donation = derivedId('card');

describe('the check of the books', () => {
  it('finds nothing in books that are right, whatever is only promised', async () => {
    await giveAllKinds();

    expect(await check()).toEqual({
      checked: { donations: 9, books: 2, accounts: 9, entries: 5, transfers: 8 },
      breaks: [],
    });
  });

  it('finds nothing in empty books', async () => {
    expect((await check()).breaks).toEqual([]);
  });

  interface Fault {
    fault: string;
    sql: string;
    row: string;
    identities: string[];
  }

  const raised = 'raised_equals_held';
  const differs = 'donation_agrees_with_its_entries';
  const ofCard = `where entry = '${card}'`;
  const ofDonation = `where id = '${donation}'`;
  const accountOf = (book: string, name: string) =>
    `(select id from ledger.account where book = '${book}' and name = '${name}')`;

  it.each<Fault>([
    {
      fault: 'a transfer of another amount',
      sql: `update ledger.transfer set amount_pence = 967 ${ofCard} and leg = 1`,
      row: donation,
      identities: [raised, differs],
    },
    {
      fault: 'a donation of another amount',
      sql: `update giving.donation set charged_pence = 999 ${ofDonation}`,
      row: donation,
      identities: [raised, differs],
    },
    {
      fault: 'a refund that the books have not heard of',
      sql: `update giving.donation set refunded_pence = 100, status = 'part_refunded' ${ofDonation}`,
      row: donation,
      identities: [raised, differs],
    },
    {
      fault: 'more charged and as much refunded, which cancel each other',
      sql: `update giving.donation set charged_pence = 1100, refunded_pence = 100 ${ofDonation}`,
      row: donation,
      identities: [differs],
    },
    {
      fault: 'a lost entry',
      sql: `delete from ledger.transfer ${ofCard}`,
      row: donation,
      identities: [raised, 'charged_donation_is_booked'],
    },
    {
      fault: 'a lost last leg',
      sql: `delete from ledger.transfer ${ofCard} and leg = 2`,
      row: donation,
      identities: [raised, differs],
    },
    {
      fault: 'a booked donation that says it is pending',
      sql: `update giving.donation set status = 'pending', charged_pence = 0, confirmed_txid = null ${ofDonation}`,
      row: donation,
      identities: [raised, differs],
    },
    {
      fault: 'a lost donation',
      sql: `delete from giving.donation ${ofDonation}`,
      row: card,
      identities: [raised, 'entry_has_a_donation'],
    },
    {
      fault: 'a donation that was moved to another purpose',
      sql: `update giving.donation set purpose = 'surplus' ${ofDonation}`,
      row: card,
      identities: ['entry_fits_its_donation'],
    },
    {
      fault: 'a held donation that says the charity collected it',
      sql: `update giving.donation set collection = 'direct' ${ofDonation}`,
      row: card,
      identities: [raised, 'raised_equals_given_directly', 'entry_fits_its_donation'],
    },
    {
      fault: 'an entry whose legs are of different facts',
      sql: `update ledger.transfer set body_hash = gen_random_uuid() ${ofCard} and leg = 2`,
      row: card,
      identities: ['entry_is_one_happening'],
    },
    {
      fault: 'an entry with a gap in its legs',
      sql: `update ledger.transfer set leg = 3 ${ofCard} and leg = 2`,
      row: card,
      identities: ['entry_is_whole'],
    },
    {
      fault: 'an entry without a first leg',
      sql: `update ledger.transfer set leg = leg + 10 ${ofCard}`,
      row: card,
      identities: ['entry_is_whole'],
    },
    {
      fault: 'a transfer from an account that is not there',
      sql: `update ledger.transfer set debit_account = 999 ${ofCard} and leg = 1`,
      row: card,
      identities: ['assets_equal_liabilities', 'transfer_stays_in_one_book'],
    },
    {
      fault: 'a transfer from a memo account to another',
      sql: `update ledger.transfer set debit_account = ${accountOf('sun-ukraine-fund', 'collected_by_partner')}
        ${ofCard} and leg = 1`,
      row: card,
      identities: ['assets_equal_liabilities', 'transfer_stays_in_one_book', 'entry_fits_its_donation'],
    },
  ])('names exactly the row at fault: $fault', async ({ sql, row, identities }) => {
    await giveAllKinds();

    await tamper(sql);

    const { breaks } = await check();
    expect(breaks.map(({ identity }) => identity)).toEqual(identities);
    expect(breaks.map(({ book, rows }) => ({ book, rows }))).toEqual(
      identities.map(() => ({ book: 'sun-ukraine-fund', rows: [row] })),
    );
  });

  it('names both books when a transfer crosses from one to the other', async () => {
    await giveAllKinds();

    await tamper(
      `update ledger.transfer set debit_account = ${accountOf('second-appeal', 'stripe_balance')} ${ofCard} and leg = 1`,
    );

    const { breaks } = await check();
    expect(breaks.map(({ identity, book, rows }) => [identity, book, rows])).toEqual([
      ['assets_equal_liabilities', 'second-appeal', [card]],
      ['assets_equal_liabilities', 'sun-ukraine-fund', [card]],
      ['transfer_stays_in_one_book', 'second-appeal', [card]],
      ['transfer_stays_in_one_book', 'sun-ukraine-fund', [card]],
      ['entry_fits_its_donation', 'second-appeal', [card]],
      ['entry_fits_its_donation', 'sun-ukraine-fund', [card]],
    ]);
  });

  it('names both books when a donation moves to another appeal than its money', async () => {
    await giveAllKinds();

    await tamper(`update giving.donation set appeal = 'second-appeal' ${ofDonation}`);

    const { breaks } = await check();
    expect(breaks.map(({ identity, book, rows }) => [identity, book, rows])).toEqual([
      [raised, 'second-appeal', [card]],
      [raised, 'sun-ukraine-fund', [card]],
      ['entry_fits_its_donation', 'second-appeal', [card]],
      ['entry_fits_its_donation', 'sun-ukraine-fund', [card]],
    ]);
  });

  it('names an entry whose legs are of two donations, and both of them', async () => {
    await giveAllKinds();

    await tamper(
      `update ledger.transfer set donation_id = '${derivedId('other-card')}' ${ofCard} and leg = 2`,
    );

    const { breaks } = await check();
    expect(breaks.map(({ identity, rows }) => [identity, rows])).toEqual([
      ['entry_is_one_happening', [card]],
      [differs, [donation, derivedId('other-card')].toSorted()],
    ]);
  });

  it('says by how much, and names twenty rows of many', async () => {
    await give(Array.from({ length: 30 }, (_, number) => ({ name: `gift-${number}` })));

    await tamper('update giving.donation set charged_pence = 999');

    const [identity, rule, ...others] = (await check()).breaks;
    expect(identity?.detail).toBe('Raised (held) is £299.70 by the donations, £300.00 by the books.');
    expect(rule?.detail).toContain('At fault: 30.');
    expect([identity?.rows.length, rule?.rows.length]).toEqual([20, 20]);
    expect(others).toEqual([]);
  });
});
