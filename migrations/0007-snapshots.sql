-- Figures that cost the same however much was given: a snapshot of what is settled, and the tail after it.

-- Transaction ids order the rows by what was finished when: every transaction below the oldest one that still
-- runs (the horizon) has ended, so nothing can appear below it later. Ids and times don't have that property.
-- The ids belong to one cluster; a database that is restored into another begins the next epoch, and all rows
-- of earlier epochs come before it.
create table ledger.epoch (
  number smallint not null,
  began_at timestamptz not null default clock_timestamp(),
  system_identifier bigint not null,
  constraint epoch_pkey primary key (number)
);
grant select on ledger.epoch to everypenny_app;

-- Begins the next epoch if this cluster is not the one of the last epoch, or if told to; answers with the epoch
-- that now stands. New rows take its number from the columns' default, which costs nothing on the way in.
-- Altering the tables waits for whoever still writes under the old number.
create function ledger.begin_epoch(told boolean default false) returns smallint language plpgsql as $$
declare
  this_cluster constant bigint := (select system_identifier from pg_control_system());
  last ledger.epoch;
  new_number smallint;
begin
  lock table ledger.epoch in share row exclusive mode;
  select * into last from ledger.epoch order by number desc limit 1;
  if last.system_identifier = this_cluster and not told then
    return last.number;
  end if;
  new_number := coalesce(last.number, 0) + 1;
  execute format('alter table giving.donation alter column confirmed_epoch set default %s', new_number);
  execute format('alter table ledger.transfer alter column epoch set default %s', new_number);
  insert into ledger.epoch (number, system_identifier) values (new_number, this_cluster);
  return new_number;
end $$;

-- What an account held by all transfers before (epoch, horizon). Debits count up, credits down. Each row is
-- true by itself and derived: all of them may be deleted (by the owner) and come again.
create table ledger.snapshot (
  account integer not null,
  epoch smallint not null,
  horizon xid8 not null,
  balance_pence bigint not null,
  cut_at timestamptz not null default clock_timestamp(),
  constraint snapshot_pkey primary key (account, epoch, horizon)
);
grant select, insert on ledger.snapshot to everypenny_app;

-- The newest snapshot of every account, or the beginning of time.
create view ledger.latest_snapshot as
  select account.id as account, coalesce(latest.epoch, 0::smallint) as epoch,
    coalesce(latest.horizon, '0'::xid8) as horizon, coalesce(latest.balance_pence, 0) as balance_pence
  from ledger.account
  left join lateral (
    select epoch, horizon, balance_pence from ledger.snapshot where snapshot.account = account.id
    order by epoch desc, horizon desc limit 1
  ) latest on true;
grant select on ledger.latest_snapshot to everypenny_app;

-- Every account's balance now, with whatever has committed a moment ago.
create view ledger.balance as
  select base.account, (base.balance_pence
    + coalesce((select sum(amount_pence) from ledger.transfer
        where debit_account = base.account and (epoch, txid) >= (base.epoch, base.horizon)), 0)
    - coalesce((select sum(amount_pence) from ledger.transfer
        where credit_account = base.account and (epoch, txid) >= (base.epoch, base.horizon)), 0)
    )::bigint as balance_pence
  from ledger.latest_snapshot base;
grant select on ledger.balance to everypenny_app;

-- Remittances are few; what they come to is summed from their own rows.
create index transfer_remitted on ledger.transfer (happening)
  where happening in ('remittance_sent', 'remittance_returned', 'partner_returned');

-- How many donations of an appeal had been charged before (epoch, horizon).
create table giving.donation_count (
  appeal text not null,
  epoch smallint not null,
  horizon bigint not null,
  donations bigint not null,
  cut_at timestamptz not null default clock_timestamp(),
  constraint donation_count_pkey primary key (appeal, epoch, horizon)
);
grant select, insert on giving.donation_count to everypenny_app;

create view giving.latest_donation_count as
  select appeal.slug as appeal, coalesce(latest.epoch, 0::smallint) as epoch,
    coalesce(latest.horizon, 0) as horizon, coalesce(latest.donations, 0) as donations
  from giving.appeal
  left join lateral (
    select epoch, horizon, donations from giving.donation_count where donation_count.appeal = appeal.slug
    order by epoch desc, horizon desc limit 1
  ) latest on true;
grant select on giving.latest_donation_count to everypenny_app;

-- How many donations of an appeal are confirmed and not wholly undone, and what is promised. Undone and
-- pending ones are few at any moment, and each has an index of its own.
create view giving.donation_figures as
  select base.appeal, base.donations
    + (select count(*) from giving.donation where donation.appeal = base.appeal and confirmed_txid is not null
        and (confirmed_epoch, confirmed_txid) >= (base.epoch, base.horizon))
    - (select count(*) from giving.donation where donation.appeal = base.appeal
        and status in ('refunded', 'lost', 'reversed')) as donations,
    coalesce((select sum(amount_pence) from giving.donation where donation.appeal = base.appeal
        and status = 'pending'), 0)::bigint as pending_pence
  from giving.latest_donation_count base;
grant select on giving.donation_figures to everypenny_app;
