-- Refunds: what a donor is to have back, who asked for it and who agreed, and what became of it.
create table giving.refund (
  id uuid not null,
  donation_id uuid not null,
  amount_pence bigint not null,
  reason text not null,
  state text not null,
  needs_approval boolean not null,
  requested_by text not null,
  requested_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  -- What of it the donation counts as gone back.
  booked_pence bigint not null default 0,
  failure text,
  bank_reference text,
  paid_on date,
  constraint refund_pkey primary key (id),
  constraint refund_amount_check check (amount_pence > 0),
  constraint refund_state_check check (state in ('requested', 'approved', 'sent', 'done', 'failed', 'cancelled',
    'paid_by_bank')),
  constraint refund_approved_check check (approved_by is not null or state in ('requested', 'cancelled')),
  -- Whoever asked does not agree, but for what is within the appeal's limit.
  constraint refund_approver_check check (not needs_approval or approved_by <> requested_by),
  constraint refund_booked_check check (booked_pence between 0 and amount_pence
    and (booked_pence = amount_pence or state not in ('done', 'paid_by_bank'))),
  constraint refund_bank_check check ((bank_reference is not null) = (state = 'paid_by_bank')
    and (paid_on is not null) = (state = 'paid_by_bank'))
);
create index refund_donation on giving.refund (donation_id);
create index refund_open on giving.refund (requested_at, id)
  where state in ('requested', 'approved', 'sent', 'failed');
grant select, insert on giving.refund to everypenny_app;
grant update (state, approved_by, approved_at, booked_pence, failure, bank_reference, paid_on) on giving.refund
  to everypenny_app;

-- What of a charge goes back to its phone: because of a refund, or because the network took it. The id is the
-- REQUESTID of the call, so a charge is not asked for twice by one refund.
create table text.reversal (
  id uuid not null,
  refund_id uuid,
  donation_id uuid not null,
  charge_id uuid not null,
  gateway text not null,
  gateway_id text not null,
  amount_pence bigint not null,
  state text not null,
  status_code text,
  asked_at timestamptz not null,
  final_at timestamptz,
  constraint reversal_pkey primary key (id),
  constraint reversal_amount_check check (amount_pence > 0),
  constraint reversal_state_check check (state in ('asked', 'pending', 'reversed', 'failed')),
  constraint reversal_final_check check ((final_at is not null) = (state in ('reversed', 'failed')))
);
create index reversal_refund on text.reversal (refund_id);
create index reversal_gateway_id on text.reversal (gateway_id);
grant select, insert on text.reversal to everypenny_app;
grant update (state, amount_pence, status_code, final_at) on text.reversal to everypenny_app;
