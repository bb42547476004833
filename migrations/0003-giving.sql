-- The charity's words: appeals as they were worded, donors apart from what they gave, and each donation.
create schema giving;
grant usage on schema giving to everypenny_app;

create table giving.appeal (
  slug text not null,
  version integer not null,
  status text not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint appeal_pkey primary key (slug),
  constraint appeal_status_check check (status in ('open', 'stopped', 'closed'))
);
grant select, insert on giving.appeal to everypenny_app;
grant update (version, status) on giving.appeal to everypenny_app;

-- What donors saw, word for word. Never changed: another wording is another version.
create table giving.appeal_version (
  slug text not null,
  version integer not null,
  definition jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint appeal_version_pkey primary key (slug, version),
  constraint appeal_version_check check (version >= 1)
);
grant select, insert on giving.appeal_version to everypenny_app;

-- A person's own data, sealed. Erasing a donor leaves the donation and the books whole.
create table giving.donor (
  id uuid not null,
  details bytea not null,
  email_match bytea,
  created_at timestamptz not null default clock_timestamp(),
  constraint donor_pkey primary key (id)
);
create index donor_email on giving.donor (email_match);
grant select, insert on giving.donor to everypenny_app;

-- The id derives from what the donor sent (an idempotency key, a text), so sending it again finds it here.
create table giving.donation (
  id uuid not null,
  appeal text not null,
  appeal_version integer not null,
  channel text not null,
  collection text not null,
  purpose text not null,
  status text not null,
  paid boolean not null default false,
  amount_pence bigint not null,
  charged_pence bigint not null default 0,
  refunded_pence bigint not null default 0,
  lost_pence bigint not null default 0,
  reversed_pence bigint not null default 0,
  given_at timestamptz not null,
  confirmed_at timestamptz,
  confirmed_epoch smallint not null default 1,
  confirmed_txid bigint,
  donor_id uuid,
  receipt_token text not null,
  request_hash text,
  constraint donation_pkey primary key (id),
  constraint donation_channel_check check (channel in ('card', 'text')),
  constraint donation_collection_check check (collection in ('held', 'direct')),
  constraint donation_purpose_check check (purpose in ('restricted', 'surplus')),
  constraint donation_status_check check (status in ('pending', 'confirmed', 'failed', 'expired', 'held',
    'part_charged', 'part_refunded', 'refunded', 'disputed', 'lost', 'reversed')),
  constraint donation_amount_check check (amount_pence > 0),
  constraint donation_undone_check check (refunded_pence >= 0 and lost_pence >= 0 and reversed_pence >= 0
    and refunded_pence + lost_pence + reversed_pence <= charged_pence),
  constraint donation_charged_check check (charged_pence >= 0
    and (charged_pence > 0) = (status not in ('pending', 'failed', 'expired', 'held'))),
  constraint donation_confirmed_check check ((confirmed_txid is not null) = (charged_pence > 0))
);
create index donation_appeal on giving.donation (appeal, given_at, id);
create index donation_donor on giving.donation (donor_id) where donor_id is not null;
-- What an appeal's figures are counted from: see 0007-snapshots.sql.
create index donation_confirmed on giving.donation (appeal, confirmed_epoch, confirmed_txid)
  where confirmed_txid is not null;
create index donation_undone on giving.donation (appeal) where status in ('refunded', 'lost', 'reversed');
create index donation_pending on giving.donation (appeal, amount_pence) where status = 'pending';
grant select, insert on giving.donation to everypenny_app;
grant update (status, paid, charged_pence, refunded_pence, lost_pence, reversed_pence, confirmed_at,
  confirmed_epoch, confirmed_txid) on giving.donation to everypenny_app;
