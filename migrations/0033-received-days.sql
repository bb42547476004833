-- What a fund received on each day, so that nobody has to go through its gifts to know what is due when.

-- What came into an account of `held` by card and by bank, by the London date on which it counts as received, in the
-- transfers of one stretch of transactions: from the row before it, up to (epoch, horizon). Each is counted once.
create table treasury.received_day (
  account integer not null,
  epoch smallint not null,
  horizon xid8 not null,
  day date not null,
  amount_pence bigint not null,
  constraint received_day_pkey primary key (account, epoch, horizon, day)
);
grant select, insert on treasury.received_day to everypenny_app;

-- Up to where each fund is counted.
create view treasury.received_until as
  select account.id as account, account.book, account.purpose, coalesce(latest.epoch, 0::smallint) as epoch,
    coalesce(latest.horizon, '0'::xid8) as horizon
  from ledger.account
  left join lateral (
    select epoch, horizon from treasury.received_day where received_day.account = account.id
    order by epoch desc, horizon desc limit 1
  ) latest on true
  where account.name = 'held';
grant select on treasury.received_until to everypenny_app;

-- What each fund received on each day, with whatever has committed a moment ago. Texts are received when their
-- gateway pays.
create view treasury.received as
  select book, purpose, day, sum(amount_pence)::bigint as amount_pence
  from (
    select book, purpose, day, amount_pence
    from treasury.received_until join treasury.received_day using (account)
    union all
    select book, purpose, (occurred_at at time zone 'Europe/London')::date, amount_pence
    from treasury.received_until base join ledger.transfer on credit_account = base.account
      and (transfer.epoch, transfer.txid) >= (base.epoch, base.horizon)
    where happening in ('card_charged', 'given_by_bank')
    union all
    select book, purpose, (occurred_at at time zone 'Europe/London')::date, amount_pence
    from ledger.account join ledger.transfer on credit_account = account.id and happening = 'gateway_paid'
    where account.name = 'text_receivable'
  ) part group by book, purpose, day;
grant select on treasury.received to everypenny_app;
