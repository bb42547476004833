-- Matched giving: a sponsor promises to add to what donors give. It is a pledge whose amount follows theirs.

-- A match is promised up to its cap; once its time is over, `amount_pence` is what it came to.
alter table giving.pledge add column cap_pence bigint;
alter table giving.pledge drop constraint pledge_amount_check;
alter table giving.pledge add constraint pledge_amount_check
  check (amount_pence > 0 or (amount_pence = 0 and cap_pence is not null));
alter table giving.pledge add constraint pledge_cap_check check (amount_pence <= cap_pence and cap_pence > 0);
grant update (amount_pence) on giving.pledge to everypenny_app;

create table giving.match (
  -- Its pledge's.
  id uuid not null,
  appeal text not null,
  sponsor_name text not null,
  -- What the sponsor adds to each pound of donors: 100 doubles it.
  ratio_percent integer not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  constraint match_pkey primary key (id),
  constraint match_sponsor_name_check check (sponsor_name <> ''),
  constraint match_ratio_check check (ratio_percent between 1 and 1000),
  constraint match_window_check check (begins_at < ends_at)
);
create index match_appeal on giving.match (appeal);
grant select, insert on giving.match to everypenny_app;

-- Charged otherwise than asked for, or gone back in part or whole: few at any moment.
create index donation_short on giving.donation (appeal) where confirmed_txid is not null
  and amount_pence - (charged_pence - refunded_pence - lost_pence - reversed_pence) <> 0;

-- Which donations a match follows, and by how much each gave less than it asked to. A sponsor's own payment is
-- matched by nobody. What is summed of a donation never changes; what may change is few rows, and has an index.
create view giving.matchable as
  select match.id as match_id, donation.id as donation_id, confirmed_epoch, confirmed_txid, amount_pence,
    amount_pence - (charged_pence - refunded_pence - lost_pence - reversed_pence) as short_pence
  from giving.match join giving.donation on donation.appeal = match.appeal
    and confirmed_txid is not null and confirmed_at >= begins_at and confirmed_at < ends_at
  where not exists (select from giving.pledge_payment payment join giving.match other on other.id = payment.pledge_id
    where payment.donation_id = donation.id);
grant select on giving.matchable to everypenny_app;

-- What the donations of a match came to before (epoch, horizon), as giving.donation_count counts them.
create table giving.match_tally (
  match_id uuid not null,
  epoch smallint not null,
  horizon bigint not null,
  given_pence bigint not null,
  cut_at timestamptz not null default clock_timestamp(),
  constraint match_tally_pkey primary key (match_id, epoch, horizon)
);
grant select, insert on giving.match_tally to everypenny_app;

create view giving.latest_match_tally as
  select match.id as match_id, match.appeal, coalesce(latest.epoch, 0::smallint) as epoch,
    coalesce(latest.horizon, 0) as horizon, coalesce(latest.given_pence, 0) as given_pence
  from giving.match
  left join lateral (
    select epoch, horizon, given_pence from giving.match_tally where match_tally.match_id = match.id
    order by epoch desc, horizon desc limit 1
  ) latest on true;
grant select on giving.latest_match_tally to everypenny_app;

-- What each match comes to now, never more than its cap: pennies that the ratio doesn't fill are the sponsor's.
create view giving.match_figures as
  select match.id, match.appeal, match.sponsor_name, match.ratio_percent, match.begins_at, match.ends_at,
    pledge.cap_pence, pledge.kept_pence, pledge.status,
    least(pledge.cap_pence, (base.given_pence
      + coalesce((select sum(amount_pence) from giving.matchable where matchable.match_id = match.id
          and (confirmed_epoch, confirmed_txid) >= (base.epoch, base.horizon)), 0)
      - coalesce((select sum(short_pence) from giving.matchable where matchable.match_id = match.id
          and short_pence <> 0), 0)
      )::bigint * match.ratio_percent / 100) as matched_pence
  from giving.match join giving.pledge using (id)
  join giving.latest_match_tally base on base.match_id = match.id;
grant select on giving.match_figures to everypenny_app;
