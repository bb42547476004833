-- What we asked of Stripe for each card donation. No card number, no name: ids and addresses of pages only.
create schema card;
grant usage on schema card to everypenny_app;

create table card.payment (
  donation_id uuid not null,
  attempt integer not null default 1,
  session_id text,
  session_url text,
  session_expires_at timestamptz,
  constraint payment_pkey primary key (donation_id),
  constraint payment_attempt_check check (attempt >= 1)
);
grant select, insert on card.payment to everypenny_app;
grant update (attempt, session_id, session_url, session_expires_at) on card.payment to everypenny_app;
