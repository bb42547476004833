-- What donors say beside the gift: Gift Aid declarations, kept as long as HMRC asks, and consents to be written to.

-- A record of its own, never changed in its words. `details` is sealed, and emptied when the law lets it go.
create table giving.declaration (
  id uuid not null,
  partner text not null,
  scope text not null,
  wording text not null,
  made_by text not null,
  made_at timestamptz not null,
  details bytea,
  cancelled_at timestamptz,
  cancelled_by text,
  forget_on date,
  constraint declaration_pkey primary key (id),
  constraint declaration_scope_check check (scope in ('this_gift', 'all_gifts')),
  constraint declaration_made_by_check check (made_by in ('with_gift', 'gift_link')),
  constraint declaration_cancelled_check check ((cancelled_at is null) = (cancelled_by is null))
);
create index declaration_forget on giving.declaration (forget_on) where forget_on is not null;
grant select, insert on giving.declaration to everypenny_app;
grant update (details, cancelled_at, cancelled_by, forget_on) on giving.declaration to everypenny_app;

-- Which gifts a declaration covers.
create table giving.declared_donation (
  donation_id uuid not null,
  declaration_id uuid not null,
  constraint declared_donation_pkey primary key (donation_id, declaration_id)
);
create index declared_donation_declaration on giving.declared_donation (declaration_id);
grant select, insert on giving.declared_donation to everypenny_app;

-- Each is given for one organisation and one way to reach the donor, and goes when the donor is erased.
create table giving.consent (
  id uuid not null,
  donor_id uuid not null,
  organisation text not null,
  organisation_name text not null,
  channel text not null,
  wording text not null,
  given_at timestamptz not null,
  constraint consent_pkey primary key (id),
  constraint consent_organisation_check check (organisation in ('operator', 'partner')),
  constraint consent_channel_check check (channel in ('email', 'text', 'phone'))
);
create index consent_donor on giving.consent (donor_id);
grant select, insert, delete on giving.consent to everypenny_app;

-- Erasing a donor empties the row and leaves it, so that the donation still has a donor.
alter table giving.donor add column erased_at timestamptz;
grant update (details, email_match, erased_at) on giving.donor to everypenny_app;
