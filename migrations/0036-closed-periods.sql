-- Periods that were closed: whatever the books learn of them later counts in the period that is open then.
create schema reports;
grant usage on schema reports to everypenny_app;

-- A London month of one appeal, and what the books knew when it was closed: a transfer that this snapshot did not see
-- came later.
create table reports.closed_period (
  appeal text not null,
  -- The first day of the month.
  month date not null,
  epoch smallint not null,
  snapshot pg_snapshot not null,
  closed_by text not null,
  closed_at timestamptz not null,
  constraint closed_period_pkey primary key (appeal, month),
  constraint closed_period_month_check check (extract(day from month) = 1)
);
grant select, insert on reports.closed_period to everypenny_app;

-- What was exported when a period was closed, numbered in order. The bytes are kept, so they are the same for ever,
-- whatever becomes of the program that wrote them.
create table reports.kept_export (
  appeal text not null,
  month date not null,
  number integer not null,
  -- For example ledger.csv.
  file text not null,
  size_bytes bigint not null,
  sha256 text not null,
  constraint kept_export_pkey primary key (appeal, month, number),
  constraint kept_export_number_check check (number >= 1),
  constraint kept_export_sha256_check check (sha256 ~ '^[0-9a-f]{64}$')
);
grant select, insert on reports.kept_export to everypenny_app;

-- Gzip, cut into parts.
create table reports.kept_part (
  appeal text not null,
  month date not null,
  number integer not null,
  part integer not null,
  content bytea not null,
  constraint kept_part_pkey primary key (appeal, month, number, part)
);
alter table reports.kept_part alter column content set storage external;
grant select, insert on reports.kept_part to everypenny_app;

create trigger closed_period_append_only before update or delete or truncate on reports.closed_period
  for each statement execute function ledger.refuse_change();
create trigger kept_export_append_only before update or delete or truncate on reports.kept_export
  for each statement execute function ledger.refuse_change();
create trigger kept_part_append_only before update or delete or truncate on reports.kept_part
  for each statement execute function ledger.refuse_change();

-- Every transfer with its accounts and the London date by which reports count it: that of the happening, or, if that
-- month was closed without it, the date on which it was recorded.
create view reports.booked_transfer as
  select transfer.*, debit.book, debit.code as debit, credit.code as credit, debit.name as debit_name,
    credit.name as credit_name, coalesce(credit.gateway, debit.gateway) as gateway,
    coalesce(credit.partner, debit.partner) as partner,
    case when late.open_from is null then (occurred_at at time zone 'Europe/London')::date
      else greatest(late.open_from, (recorded_at at time zone 'Europe/London')::date) end as booked_on
  from ledger.transfer
  join ledger.account debit on debit.id = debit_account
  join ledger.account credit on credit.id = credit_account
  left join lateral (
    select (max(month) + interval '1 month')::date as open_from from reports.closed_period closed
    where closed.appeal = debit.book
      and month >= date_trunc('month', occurred_at at time zone 'Europe/London')::date
      and (transfer.epoch > closed.epoch
        or transfer.epoch = closed.epoch and not pg_visible_in_snapshot(transfer.txid, closed.snapshot))
    having bool_or(month = date_trunc('month', occurred_at at time zone 'Europe/London')::date)
  ) late on true;
grant select on reports.booked_transfer to everypenny_app;
