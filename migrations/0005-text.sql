-- Texts as they were read, and what was charged because of them. Numbers and wordings are sealed.
create schema text;
grant usage on schema text to everypenny_app;

create table text.message (
  id uuid not null,
  gateway text not null,
  external_id text not null,
  shortcode text not null,
  phone bytea not null,
  phone_match bytea not null,
  operator text not null,
  body bytea not null,
  received_at timestamptz not null,
  kind text not null,
  reason text not null,
  donation_id uuid,
  constraint message_pkey primary key (id),
  constraint message_kind_check check (kind in ('donate', 'stop', 'help', 'unknown_amount', 'unknown_keyword',
    'ambiguous'))
);
create index message_phone on text.message (phone_match, received_at);
grant select, insert on text.message to everypenny_app;

-- One call that may bill a phone. Its id, without hyphens, is the REQUESTID: unique for ever, the same at each try.
create table text.charge (
  id uuid not null,
  donation_id uuid not null,
  message_id uuid not null,
  gateway text not null,
  amount_pence bigint not null,
  state text not null default 'requested',
  gateway_id text,
  status_code text,
  requested_at timestamptz not null,
  final_at timestamptz,
  constraint charge_pkey primary key (id),
  constraint charge_amount_check check (amount_pence > 0 and amount_pence <= 4000),
  constraint charge_state_check check (state in ('requested', 'accepted', 'charged', 'failed')),
  constraint charge_final_check check ((final_at is not null) = (state in ('charged', 'failed')))
);
create index charge_gateway_id on text.charge (gateway_id) where gateway_id is not null;
create index charge_donation on text.charge (donation_id);
grant select, insert on text.charge to everypenny_app;
grant update (state, gateway_id, status_code, final_at) on text.charge to everypenny_app;
