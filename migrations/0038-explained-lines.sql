-- What people say that lines of the bank's statement are: one says it, another confirms it, and it is posted.
create table treasury.explanation (
  -- Of what is said and who says it, so that nobody confirms another thing than they saw.
  id uuid not null,
  line_id uuid not null,
  meaning text not null,
  -- The appeal whose money it is.
  book text not null,
  purpose text,
  partner text,
  pledge_id uuid,
  explained_by text not null,
  explained_at timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  constraint explanation_pkey primary key (id),
  constraint explanation_meaning_check check (meaning in ('operator_top_up', 'operator_paid_back', 'bank_charge',
    'partner_returned', 'bank_donation', 'not_for_an_appeal')),
  constraint explanation_partner_check check ((meaning = 'partner_returned') = (partner is not null)),
  constraint explanation_purpose_check check ((meaning = 'bank_donation') = (purpose is not null)),
  constraint explanation_pledge_check check (pledge_id is null or meaning = 'bank_donation'),
  constraint explanation_confirmed_check check ((confirmed_by is null) = (confirmed_at is null)),
  constraint explanation_two_people_check check (confirmed_by <> explained_by)
);
create index explanation_line on treasury.explanation (line_id);
grant select, insert, delete on treasury.explanation to everypenny_app;
grant update (confirmed_by, confirmed_at) on treasury.explanation to everypenny_app;

alter table treasury.bank_line drop constraint bank_line_state_check;
alter table treasury.bank_line add constraint bank_line_state_check
  check (state in ('unmatched', 'matched', 'explained'));
alter table treasury.bank_line drop constraint bank_line_matched_check;
alter table treasury.bank_line add constraint bank_line_matched_check check (
  (state = 'matched') = (expectation_id is not null)
  and (state <> 'unmatched') = (matched_by is not null) and (state <> 'unmatched') = (matched_at is not null));

-- Gifts that donors pay into the bank account; what the bank keeps for its services.
alter table giving.donation drop constraint donation_channel_check;
alter table giving.donation add constraint donation_channel_check check (channel in ('card', 'text', 'bank'));
alter type ledger.happening add value 'bank_charged' before 'operator_paid';

-- How each bank account is known at the bank, and how its files are laid out: remembered for the next one.
create table treasury.bank_account (
  name text not null,
  number text,
  layout jsonb,
  changed_by text not null,
  changed_at timestamptz not null,
  constraint bank_account_pkey primary key (name),
  constraint bank_account_number_check check (number <> '')
);
grant select, insert on treasury.bank_account to everypenny_app;
grant update (number, layout, changed_by, changed_at) on treasury.bank_account to everypenny_app;

-- What the bank says it holds, statement by statement: each begins with what the one before ended with.
create table treasury.bank_balance (
  -- Of the account and the day it ends on.
  id uuid not null,
  bank_account text not null,
  statement text not null,
  opened_on date not null,
  closed_on date not null,
  opening_pence bigint not null,
  closing_pence bigint not null,
  imported_by text not null,
  imported_at timestamptz not null,
  constraint bank_balance_pkey primary key (id),
  constraint bank_balance_days_check check (opened_on <= closed_on)
);
create index bank_balance_account on treasury.bank_balance (bank_account, closed_on);
grant select, insert on treasury.bank_balance to everypenny_app;
