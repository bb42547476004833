-- What the rules before a charge go by: each number, texts that wait for a YES, parts, and links to pay by card.
alter table text.message
  add column appeal text,
  add column keyword text,
  add column amount_pence bigint,
  alter column phone drop not null,
  alter column body drop not null,
  drop constraint message_kind_check,
  add constraint message_kind_check check (kind in ('donate', 'stop', 'help', 'unknown_amount', 'unknown_keyword',
    'ambiguous', 'yes', 'no')),
  add constraint message_amount_check check (amount_pence > 0),
  add constraint message_erased_check check ((phone is null) = (body is null));
-- Erasing a number leaves its keyed hash, by which an opt-out still holds.
grant update (phone, body) on text.message to everypenny_app;
create index message_received on text.message using brin (received_at);

-- A gift may be several charges; a charge may be split by the network into parts that it reports one by one.
alter table text.charge
  add column charged_pence bigint not null default 0,
  add column reason text,
  add column expires_at timestamptz,
  add column handset text,
  drop constraint charge_state_check,
  drop constraint charge_final_check;
update text.charge set expires_at = requested_at + interval '90 minutes',
  charged_pence = case when state = 'charged' then amount_pence else 0 end;
alter table text.charge
  alter column expires_at set not null,
  add constraint charge_state_check check (state in ('requested', 'accepted', 'charged', 'part_charged', 'failed',
    'dropped')),
  add constraint charge_final_check check (state = 'part_charged'
    or (final_at is not null) = (state in ('charged', 'failed', 'dropped'))),
  add constraint charge_charged_check check (charged_pence between 0 and amount_pence
    and (charged_pence > 0) = (state in ('charged', 'part_charged'))
    and (charged_pence = amount_pence) = (state = 'charged')),
  add constraint charge_handset_check check (handset in ('delivered', 'failed'));
grant update (charged_pence, reason, handset) on text.charge to everypenny_app;

create table text.charge_part (
  id uuid not null,
  charge_id uuid not null,
  gateway_id text not null,
  amount_pence bigint not null,
  state text not null,
  status_code text not null,
  final_at timestamptz not null,
  constraint charge_part_pkey primary key (id),
  constraint charge_part_amount_check check (amount_pence > 0),
  constraint charge_part_state_check check (state in ('charged', 'failed'))
);
create index charge_part_charge on text.charge_part (charge_id);
grant select, insert on text.charge_part to everypenny_app;

-- One row for each number, locked while its texts are worked on: so caps hold however many work at once.
create table text.phone (
  phone_match bytea not null,
  last_text_at timestamptz not null,
  opted_out_at timestamptz,
  free_texts integer not null default 0,
  free_texts_since timestamptz,
  constraint phone_pkey primary key (phone_match),
  constraint phone_free_texts_check check (free_texts >= 0)
);
grant select, insert on text.phone to everypenny_app;
grant update (last_text_at, opted_out_at, free_texts, free_texts_since) on text.phone to everypenny_app;

-- The same text again within a minute: not charged until the donor answers YES. The id is the donation's.
create table text.hold (
  id uuid not null,
  message_id uuid not null,
  phone_match bytea not null,
  shortcode text not null,
  held_at timestamptz not null,
  state text not null default 'waiting',
  ended_at timestamptz,
  constraint hold_pkey primary key (id),
  constraint hold_state_check check (state in ('waiting', 'released', 'dropped', 'expired')),
  constraint hold_ended_check check ((ended_at is null) = (state = 'waiting'))
);
create index hold_waiting on text.hold (phone_match, held_at) where state = 'waiting';
grant select, insert on text.hold to everypenny_app;
grant update (state, ended_at) on text.hold to everypenny_app;

-- Parts of a long text, until all are there or the rest is given up. Then the whole is a message, and they go.
create table text.part (
  id uuid not null,
  gateway text not null,
  external_id text not null,
  shortcode text not null,
  phone bytea not null,
  phone_match bytea not null,
  operator text not null,
  ref text not null,
  total integer not null,
  number integer not null,
  body bytea not null,
  received_at timestamptz not null,
  constraint part_pkey primary key (id),
  constraint part_number_check check (number between 1 and total)
);
create index part_phone on text.part (phone_match, ref);
grant select, insert, delete on text.part to everypenny_app;

-- A free text that we sent, and what became of it on the handset. The id is that of our call.
create table text.reply (
  id uuid not null,
  message_id uuid not null,
  gateway_id text,
  handset text,
  constraint reply_pkey primary key (id),
  constraint reply_handset_check check (handset in ('delivered', 'failed'))
);
create index reply_gateway_id on text.reply (gateway_id) where gateway_id is not null;
grant select, insert on text.reply to everypenny_app;
grant update (handset) on text.reply to everypenny_app;

-- A link to pay by card that a text carried: whoever has its token may start that one donation.
create table text.card_link (
  token text not null,
  message_id uuid not null,
  appeal text not null,
  amount_pence bigint not null,
  pledge_id uuid,
  created_at timestamptz not null,
  constraint card_link_pkey primary key (token),
  constraint card_link_amount_check check (amount_pence > 0)
);
grant select, insert on text.card_link to everypenny_app;

-- What came in is blanked once a number has been kept long enough: the row stays, so that a repeat is known.
grant update (body) on messaging.inbox to everypenny_app;
