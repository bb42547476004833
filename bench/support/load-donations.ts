import type { BenchDatabase } from './database.js';
import { slug } from './product.js';

export const amountPence = 500;
const rowsPerStatement = 500_000;

const accounts = `
  insert into ledger.account (code, book, name, side, memo, gateway, purpose) values
    ($1 || ':text_receivable:fonix:restricted', $1, 'text_receivable', 'asset', false, 'fonix', 'restricted'),
    ($1 || ':held:restricted', $1, 'held', 'liability', false, null, 'restricted')
  on conflict do nothing`;

/** Ids as the product's are: 48 bits of time, then a hash; one donation each tenth of a second. */
const given = (table: string): string => `
  select number, (lpad(to_hex(1646092800000 + number * 100), 12, '0')
      || substr(md5('${table}' || number), 1, 20))::uuid as id,
    (lpad(to_hex(1646092800000 + number * 100), 12, '0') || substr(md5('donation' || number), 1, 20))::uuid
      as donation,
    timestamptz '2022-03-01' + number * interval '100 milliseconds' as at
  from generate_series($2::bigint, $3::bigint) as number`;

const donations = `
  insert into giving.donation (id, appeal, appeal_version, channel, collection, purpose, status, paid, amount_pence,
    charged_pence, given_at, confirmed_at, confirmed_txid, receipt_token)
  select donation, $1, 1, 'text', 'held', 'restricted', 'confirmed', true, ${amountPence}, ${amountPence}, at, at,
    pg_current_xact_id()::text::bigint, md5('token' || number)
  from (${given('donation')}) given`;

const transfers = `
  insert into ledger.transfer (entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at,
    body_hash, donation_id, source, source_id)
  select given.id, 1, 'text_charged', debit.id, credit.id, ${amountPence}, at, md5('fact' || number)::uuid, donation,
    'fonix', donation::text
  from (${given('entry')}) given
  join ledger.account debit on debit.book = $1 and debit.name = 'text_receivable'
  join ledger.account credit on credit.book = $1 and credit.name = 'held'`;

/** Fills the appeal up to so many confirmed donations of £5, each with its transfer. */
export async function loadDonations(database: BenchDatabase, upTo: number): Promise<void> {
  await database.asOwner(accounts, [slug]);
  const [row] = await database.asOwner<{ there: number }>(
    'select count(*)::integer as there from giving.donation where appeal = $1',
    [slug],
  );
  for (let from = (row?.there ?? 0) + 1; from <= upTo; from += rowsPerStatement) {
    const range = [slug, from, Math.min(upTo, from + rowsPerStatement - 1)];
    await database.asOwner(donations, range);
    await database.asOwner(transfers, range);
  }
  // What autovacuum would have done by the time that so many have given.
  await database.asOwner('vacuum (analyze) giving.donation');
  await database.asOwner('vacuum (analyze) ledger.transfer');
}
