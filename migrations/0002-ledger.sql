-- The books: inserted, never changed; balanced by the shape of a row; no lock on the way in.
create schema ledger;
grant usage on schema ledger to everypenny_app;

create type ledger.side as enum ('asset', 'liability');

-- A few rows per appeal, never re-keyed, never deleted.
create table ledger.account (
  id integer generated always as identity,
  code text not null,
  book text not null,
  name text not null,
  side ledger.side not null,
  memo boolean not null,
  gateway text,
  purpose text,
  partner text,
  constraint account_pkey primary key (id),
  constraint account_code_key unique (code)
);
grant select, insert on ledger.account to everypenny_app;

-- What happened, as in the table "What posts what" of docs/books.md.
create type ledger.happening as enum (
  'card_charged', 'card_refunded', 'refund_failed', 'refund_cancelled', 'refund_paid_by_bank',
  'dispute_opened', 'dispute_won', 'dispute_lost', 'stripe_fee',
  'payout_created', 'payout_failed', 'payout_banked', 'not_of_an_appeal',
  'text_charged', 'text_reversed', 'text_refunded', 'gateway_paid',
  'given_by_bank', 'receipt_unexplained', 'operator_paid',
  'remittance_sent', 'remittance_returned', 'partner_returned', 'set_off', 'surplus_noticed',
  'given_directly');

-- One row moves one amount from one account to another, so it can't be unbalanced. The legs of one
-- happening share `entry`. No foreign key to account: each check would lock the one hot row that all
-- donations of an appeal share; the statement trigger below checks the same without a lock.
create table ledger.transfer (
  entry uuid not null,
  leg smallint not null,
  happening ledger.happening not null,
  debit_account integer not null,
  credit_account integer not null,
  amount_pence bigint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- Which cluster's transaction ids `txid` counts among: see 0007-snapshots.sql.
  epoch smallint not null default 1,
  txid xid8 not null default pg_current_xact_id(),
  salt uuid not null default gen_random_uuid(),
  body_hash uuid not null,
  donation_id uuid,
  source text not null,
  source_id text not null,
  reverses uuid,
  constraint transfer_pkey primary key (entry, leg),
  constraint transfer_leg_check check (leg >= 1),
  constraint transfer_amount_check check (amount_pence > 0),
  constraint transfer_accounts_check check (debit_account <> credit_account)
);
create index transfer_debit on ledger.transfer (debit_account, epoch, txid) include (amount_pence);
create index transfer_credit on ledger.transfer (credit_account, epoch, txid) include (amount_pence);
create index transfer_donation on ledger.transfer (donation_id);
create index transfer_reverses on ledger.transfer (reverses) where reverses is not null;

-- epoch, txid, recorded_at and salt are always the defaults: nobody can forge or back-date them.
grant select on ledger.transfer to everypenny_app;
grant insert (entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at, body_hash,
  donation_id, source, source_id, reverses) on ledger.transfer to everypenny_app;

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the books are append-only: % of %.% is refused', tg_op, tg_table_schema, tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger transfer_append_only before update or delete or truncate on ledger.transfer
  for each statement execute function ledger.refuse_change();
create trigger account_append_only before update or delete or truncate on ledger.account
  for each statement execute function ledger.refuse_change();

-- Both accounts exist and stand in the same book; memo accounts only move against memo accounts.
create function ledger.require_accounts() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from inserted
    left join ledger.account debit on debit.id = inserted.debit_account
    left join ledger.account credit on credit.id = inserted.credit_account
    where (debit.book = credit.book and debit.memo = credit.memo) is not true
  ) then
    raise exception 'a transfer needs two known accounts of one book' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger transfer_accounts after insert on ledger.transfer referencing new table as inserted
  for each statement execute function ledger.require_accounts();

-- Both sides of every transfer: debit counts up, credit counts down.
create view ledger.posting as
  select entry, leg, happening, debit_account as account, amount_pence, occurred_at, recorded_at, donation_id
  from ledger.transfer
  union all
  select entry, leg, happening, credit_account, -amount_pence, occurred_at, recorded_at, donation_id
  from ledger.transfer;
grant select on ledger.posting to everypenny_app;
