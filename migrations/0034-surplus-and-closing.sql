-- Surplus notices, and how an appeal ends: who stopped it, who closed it, and what its donations are for.

-- What is given under a wording is for: the appeal's own purpose, or what its surplus statement says; in the words
-- of a surplus notice where it had its own.
alter table giving.appeal_version add column purpose text not null default 'restricted';
alter table giving.appeal_version add column purpose_words text;
alter table giving.appeal_version
  add constraint appeal_version_purpose_check check (purpose in ('restricted', 'surplus'));

alter table giving.appeal add column stopped_at timestamptz;
alter table giving.appeal add column stopped_by text;
alter table giving.appeal add column closed_at timestamptz;
alter table giving.appeal add column closed_by text;
-- What was in the books when it was seen to be at zero, a pg_snapshot: whatever is not visible in it came late.
alter table giving.appeal add column closed_epoch smallint;
alter table giving.appeal add column closed_snapshot text;
grant update (stopped_at, stopped_by, closed_at, closed_by, closed_epoch, closed_snapshot) on giving.appeal
  to everypenny_app;

-- What a charity decided about money beyond what the purpose can use; prepared by one, approved by another.
create table treasury.surplus_notice (
  id uuid not null,
  appeal text not null,
  -- The London date of the charity's notice.
  notice_date date not null,
  -- Of what we hold: it goes from the restricted fund to the surplus fund.
  held_pence bigint not null,
  -- Of what was passed on already: the charity's own affair, kept as it said it, never posted.
  passed_on_pence bigint not null,
  new_donations_purpose text not null,
  -- The charity's own words for it, where they are not the appeal's surplus statement.
  purpose_words text,
  document bytea,
  state text not null,
  prepared_by text not null,
  prepared_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  constraint surplus_notice_pkey primary key (id),
  constraint surplus_notice_amount_check check (held_pence >= 0 and passed_on_pence >= 0),
  constraint surplus_notice_purpose_check check (new_donations_purpose in ('restricted', 'surplus')),
  constraint surplus_notice_state_check check (state in ('prepared', 'approved', 'cancelled')),
  constraint surplus_notice_decided_check check ((decided_by is not null) = (state <> 'prepared')
    and (decided_at is not null) = (state <> 'prepared')),
  -- Whoever prepared it does not approve it.
  constraint surplus_notice_approver_check check (state <> 'approved' or decided_by <> prepared_by)
);
create index surplus_notice_appeal on treasury.surplus_notice (appeal, prepared_at);
grant select, insert on treasury.surplus_notice to everypenny_app;
grant update (state, decided_by, decided_at) on treasury.surplus_notice to everypenny_app;
