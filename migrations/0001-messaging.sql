-- What companies told us and what we owe them: kept durably first, worked on afterwards.
create schema messaging;
grant usage on schema messaging to everypenny_app;

-- One row for each message of the outside world, by its own identity. `body` is sealed: it holds numbers.
create table messaging.inbox (
  source text not null,
  external_id text not null,
  body bytea not null,
  received_at timestamptz not null default clock_timestamp(),
  done_at timestamptz,
  attempts integer not null default 0,
  next_try_at timestamptz not null default clock_timestamp(),
  last_error text,
  constraint inbox_pkey primary key (source, external_id),
  constraint inbox_attempts_check check (attempts >= 0)
);
create index inbox_waiting on messaging.inbox (source, next_try_at) where done_at is null;
grant select, insert on messaging.inbox to everypenny_app;
grant update (done_at, attempts, next_try_at, last_error) on messaging.inbox to everypenny_app;

-- One row for each call that we owe a company. Its id is the idempotency key of the call.
create table messaging.outbox (
  id uuid not null,
  topic text not null,
  payload jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  done_at timestamptz,
  gave_up_at timestamptz,
  attempts integer not null default 0,
  next_try_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  last_error text,
  constraint outbox_pkey primary key (id),
  constraint outbox_attempts_check check (attempts >= 0)
);
create index outbox_waiting on messaging.outbox (topic, next_try_at) where done_at is null and gave_up_at is null;
create index outbox_gave_up on messaging.outbox (topic) where gave_up_at is not null;
grant select, insert on messaging.outbox to everypenny_app;
grant update (done_at, gave_up_at, attempts, next_try_at, last_error) on messaging.outbox to everypenny_app;

-- How fast each company may be called: the moment up to which the calls of a topic are spent, for all processes.
create table messaging.pace (
  topic text not null,
  spent_until timestamptz not null,
  constraint pace_pkey primary key (topic)
);
grant select, insert on messaging.pace to everypenny_app;
grant update (spent_until) on messaging.pace to everypenny_app;

-- What does not agree, or can't be understood: kept, shown to staff, settled by a person.
create schema breaks;
grant usage on schema breaks to everypenny_app;
create table breaks.break (
  id uuid not null,
  kind text not null,
  reference text not null,
  detail text not null,
  what_to_do text not null,
  donation_id uuid,
  amount_pence bigint,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  constraint break_pkey primary key (id)
);
create index break_open on breaks.break (created_at) where settled_at is null;
grant select, insert on breaks.break to everypenny_app;
grant update (settled_at) on breaks.break to everypenny_app;
