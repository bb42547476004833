-- What charities claim of HMRC: numbered claims, each gift in at most one, and what later proves to be too much.

-- Made once and never changed. `left_out` says which gifts could not be put on the schedule, and why.
create table giving.gift_aid_claim (
  id uuid not null,
  appeal text not null,
  number integer not null,
  partner text not null,
  as_of date not null,
  made_by text not null,
  made_at timestamptz not null,
  left_out jsonb not null,
  constraint gift_aid_claim_pkey primary key (id),
  constraint gift_aid_claim_number_key unique (appeal, number),
  constraint gift_aid_claim_number_check check (number >= 1)
);
grant select, insert on giving.gift_aid_claim to everypenny_app;

-- The primary key puts a gift into at most one claim. The amount is what was retained of it at the claim's date.
create table giving.claimed_donation (
  donation_id uuid not null,
  claim_id uuid not null,
  declaration_id uuid not null,
  given_on date not null,
  claimed_pence bigint not null,
  constraint claimed_donation_pkey primary key (donation_id),
  constraint claimed_donation_amount_check check (claimed_pence > 0)
);
create index claimed_donation_claim on giving.claimed_donation (claim_id, given_on, donation_id);
create index claimed_donation_declaration on giving.claimed_donation (declaration_id);
grant select, insert on giving.claimed_donation to everypenny_app;

-- What went back of a gift after it was claimed, told to HMRC with the claim that found it.
create table giving.over_claimed (
  claim_id uuid not null,
  donation_id uuid not null,
  over_claimed_pence bigint not null,
  constraint over_claimed_pkey primary key (claim_id, donation_id),
  constraint over_claimed_amount_check check (over_claimed_pence > 0)
);
create index over_claimed_donation on giving.over_claimed (donation_id);
grant select, insert on giving.over_claimed to everypenny_app;
