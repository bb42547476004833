-- What the bank's statement shows, and what it is to show: the two are matched, and what is left is shown to staff.
create schema treasury;
grant usage on schema treasury to everypenny_app;

-- A line of the bank's statement, by the bank's own id. The reference is sealed: payers write their names there.
create table treasury.bank_line (
  id uuid not null,
  bank_account text not null,
  bank_id text not null,
  booked_on date not null,
  amount_pence bigint not null,
  reference bytea not null,
  state text not null,
  -- In whose book it waits as unidentified, or waited until it was matched.
  unidentified_in text,
  expectation_id uuid,
  matched_by text,
  matched_at timestamptz,
  imported_by text not null,
  imported_at timestamptz not null,
  constraint bank_line_pkey primary key (id),
  constraint bank_line_amount_check check (amount_pence <> 0),
  constraint bank_line_state_check check (state in ('unmatched', 'matched')),
  constraint bank_line_matched_check check ((state = 'matched') = (expectation_id is not null)
    and (state = 'matched') = (matched_by is not null) and (state = 'matched') = (matched_at is not null))
);
create index bank_line_unmatched on treasury.bank_line (booked_on, id) where state = 'unmatched';
create index bank_line_expectation on treasury.bank_line (expectation_id) where expectation_id is not null;
grant select, insert on treasury.bank_line to everypenny_app;
grant update (state, unidentified_in, expectation_id, matched_by, matched_at) on treasury.bank_line
  to everypenny_app;

-- What the bank is to show, as those who took the money in, or paid it out, told. Its id derives from theirs.
create table treasury.expectation (
  id uuid not null,
  kind text not null,
  -- Whom it is from, and what the bank's reference may name.
  party text not null,
  reference text not null,
  amount_pence bigint not null,
  met_pence bigint not null default 0,
  due_on date not null,
  shares jsonb not null,
  state text not null default 'open',
  created_at timestamptz not null,
  constraint expectation_pkey primary key (id),
  constraint expectation_kind_check check (kind in ('payout', 'gateway_payment', 'payment_made')),
  constraint expectation_state_check check (state in ('open', 'met', 'void')),
  constraint expectation_amount_check check (amount_pence <> 0)
);
create index expectation_open on treasury.expectation (due_on, id) where state = 'open';
grant select, insert on treasury.expectation to everypenny_app;
grant update (met_pence, shares, state) on treasury.expectation to everypenny_app;

-- A line that may be what was expected: a person says whether it is.
create table treasury.proposal (
  id uuid not null,
  line_id uuid not null,
  expectation_id uuid not null,
  proposed_at timestamptz not null,
  constraint proposal_pkey primary key (id)
);
create index proposal_line on treasury.proposal (line_id);
grant select, insert, delete on treasury.proposal to everypenny_app;
