-- Remittances: rounds in which money is passed on, who prepared and who approved each, and which gifts it carries.
create table treasury.remittance (
  -- Derives from the appeal and the number.
  id uuid not null,
  appeal text not null,
  number integer not null,
  purpose text not null,
  state text not null,
  -- What it takes from the fund: what is paid, and what is set off against the partner's dues.
  amount_pence bigint not null,
  set_off_pence bigint not null,
  late_reason text,
  prepared_by text not null,
  prepared_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  -- Who shares it, in which proportion, as the appeal said when it was approved.
  sharing text,
  donations integer not null default 0,
  first_received_on date,
  last_received_on date,
  due_on date,
  bank_reference text,
  sent_on date,
  sent_by text,
  acknowledged_by text,
  acknowledged_at timestamptz,
  constraint remittance_pkey primary key (id),
  constraint remittance_purpose_check check (purpose in ('restricted', 'surplus')),
  constraint remittance_state_check check (state in ('draft', 'approved', 'sent', 'acknowledged', 'returned', 'set_off',
    'cancelled')),
  constraint remittance_amount_check check (amount_pence > 0),
  constraint remittance_set_off_check check (set_off_pence between 0 and amount_pence
    and (set_off_pence = amount_pence or state <> 'set_off')),
  constraint remittance_approved_check check ((approved_by is not null) = (approved_at is not null)
    and (approved_by is not null or state in ('draft', 'cancelled'))),
  -- Whoever prepared it does not approve it.
  constraint remittance_approver_check check (approved_by <> prepared_by),
  constraint remittance_sent_check check ((bank_reference is not null) = (sent_on is not null)
    and (bank_reference is not null) = (state in ('sent', 'acknowledged', 'returned'))),
  constraint remittance_acknowledged_check check ((acknowledged_by is not null) = (acknowledged_at is not null)
    and (acknowledged_by is not null or state <> 'acknowledged'))
);
create index remittance_appeal on treasury.remittance (appeal, number);
grant select, insert on treasury.remittance to everypenny_app;
grant update (state, set_off_pence, late_reason, approved_by, approved_at, sharing, donations, first_received_on,
  last_received_on, due_on, bank_reference, sent_on, sent_by, acknowledged_by, acknowledged_at)
  on treasury.remittance to everypenny_app;

-- What each payee is paid of a round.
create table treasury.remittance_payment (
  -- Derives from the round and the payee.
  id uuid not null,
  remittance_id uuid not null,
  payee text not null,
  amount_pence bigint not null,
  returned_on date,
  return_reference text,
  constraint remittance_payment_pkey primary key (id),
  constraint remittance_payment_amount_check check (amount_pence > 0),
  constraint remittance_payment_returned_check check ((returned_on is not null) = (return_reference is not null))
);
create index remittance_payment_remittance on treasury.remittance_payment (remittance_id);
grant select, insert on treasury.remittance_payment to everypenny_app;
grant update (returned_on, return_reference) on treasury.remittance_payment to everypenny_app;

-- What a round carries of each gift; below 0, what went back of a gift that an earlier round had carried.
create table treasury.remittance_donation (
  donation_id uuid not null,
  remittance_id uuid not null,
  amount_pence bigint not null,
  -- What of it the round does not carry after all: it was cancelled, or the bank returned it.
  released_pence bigint not null default 0,
  -- The London date on which the money counts as received.
  received_on date,
  constraint remittance_donation_pkey primary key (donation_id, remittance_id),
  constraint remittance_donation_amount_check check (amount_pence <> 0),
  constraint remittance_donation_released_check check (case when amount_pence > 0
    then released_pence between 0 and amount_pence else released_pence between amount_pence and 0 end),
  constraint remittance_donation_received_check check ((received_on is not null) = (amount_pence > 0))
);
create index remittance_donation_remittance on treasury.remittance_donation (remittance_id, donation_id);
grant select, insert on treasury.remittance_donation to everypenny_app;
grant update (released_pence) on treasury.remittance_donation to everypenny_app;
