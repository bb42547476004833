-- Keeps the console as quick with many donations as with few: counts gifts by hour and channel, indexes what is searched.

create table giving.given_hour_count (
  appeal text not null,
  epoch smallint not null,
  horizon bigint not null,
  hour timestamptz not null,
  channel text not null,
  donations bigint not null,
  amount_pence bigint not null,
  constraint given_hour_count_pkey primary key (appeal, epoch, horizon, hour, channel)
);
create index given_hour_count_hour on giving.given_hour_count (appeal, hour);
grant select, insert on giving.given_hour_count to everypenny_app;

-- What is counted of an appeal: all that was confirmed before (epoch, horizon).
create view giving.given_hour_until as
  select appeal.slug as appeal, coalesce(latest.epoch, 0::smallint) as epoch, coalesce(latest.horizon, 0) as horizon
  from giving.appeal
  left join lateral (
    select epoch, horizon from giving.given_hour_count where given_hour_count.appeal = appeal.slug
    order by epoch desc, horizon desc limit 1
  ) latest on true;
grant select on giving.given_hour_until to everypenny_app;

-- Confirmed gifts by the hour in which they were given, as they were given: what went back later is not taken off.
create view giving.given_hour as
  select appeal, hour, channel, sum(donations)::bigint as donations, sum(amount_pence)::bigint as amount_pence
  from (
    select appeal, hour, channel, donations, amount_pence from giving.given_hour_count
    union all
    select appeal, date_trunc('hour', given_at), channel, 1, donation.amount_pence
    from giving.given_hour_until base join giving.donation using (appeal)
    where confirmed_txid is not null and (confirmed_epoch, confirmed_txid) >= (base.epoch, base.horizon)
  ) part group by appeal, hour, channel;
grant select on giving.given_hour to everypenny_app;

-- What staff search donations by. Texts have few amounts, so that each new one goes to the end of its own.
create index donation_amount on giving.donation (appeal, amount_pence, given_at, id);
create index donation_unusual on giving.donation (appeal, status, given_at, id)
  where status not in ('pending', 'confirmed');
create index donation_by_bank on giving.donation (appeal, given_at, id) where channel = 'bank';

-- The history of one donation.
create index reversal_donation on text.reversal (donation_id);
create index break_donation on breaks.break (donation_id) where donation_id is not null;
