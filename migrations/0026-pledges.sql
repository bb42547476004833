-- Promises to give later. They are never money: donations keep them, and the donor or the calendar ends them.
create table giving.pledge (
  id uuid not null,
  appeal text not null,
  appeal_version integer not null,
  origin text not null,
  status text not null default 'open',
  amount_pence bigint not null,
  kept_pence bigint not null default 0,
  due_on date not null,
  donor_id uuid,
  token text not null,
  request_hash text,
  taken_by text,
  opened_at timestamptz not null,
  paused_on date,
  withdrawn_at timestamptz,
  lapsed_at timestamptz,
  reminders boolean not null default true,
  next_reminder_on date,
  constraint pledge_pkey primary key (id),
  constraint pledge_origin_check check (origin in ('web', 'telephone', 'text')),
  constraint pledge_taken_by_check check ((taken_by is not null) = (origin = 'telephone')),
  constraint pledge_amount_check check (amount_pence > 0),
  constraint pledge_kept_check check (kept_pence >= 0),
  -- The status is never decided apart from what it says: see pledge-states.ts.
  constraint pledge_status_check check (status = case
    when kept_pence >= amount_pence then 'kept'
    when withdrawn_at is not null then 'withdrawn'
    when lapsed_at is not null then 'lapsed'
    when paused_on is not null then 'paused'
    when kept_pence > 0 then 'part_kept'
    else 'open' end)
);
create index pledge_promised on giving.pledge (appeal, due_on) where status in ('open', 'part_kept', 'paused');
create index pledge_reminder on giving.pledge (next_reminder_on)
  where reminders and status in ('open', 'part_kept');
create index pledge_newest on giving.pledge (opened_at, id);
grant select, insert on giving.pledge to everypenny_app;
grant update (status, kept_pence, due_on, paused_on, withdrawn_at, lapsed_at, reminders, next_reminder_on)
  on giving.pledge to everypenny_app;

-- Which donations were begun to keep which pledge; what they keep of it is read from the donations themselves.
create table giving.pledge_payment (
  donation_id uuid not null,
  pledge_id uuid not null,
  constraint pledge_payment_pkey primary key (donation_id)
);
create index pledge_payment_pledge on giving.pledge_payment (pledge_id);
grant select, insert on giving.pledge_payment to everypenny_app;
