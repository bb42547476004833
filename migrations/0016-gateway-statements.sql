-- What gateways say at the month's end: every row is kept, without its number, beside what we made of it.
create table text.statement (
  id uuid not null,
  gateway text not null,
  -- A London month, yyyy-MM.
  month text not null,
  shortcode text,
  fee_pence bigint not null,
  state text not null,
  -- Whoever works on it; let go when it can't go on.
  claimed_at timestamptz not null,
  due_on date not null,
  imported_by text not null,
  imported_at timestamptz not null,
  constraint statement_pkey primary key (id),
  constraint statement_state_check check (state in ('reading', 'matched')),
  constraint statement_month_check check (month ~ '^\d{4}-\d\d$'),
  constraint statement_fee_check check (fee_pence >= 0)
);
grant select, insert on text.statement to everypenny_app;
grant update (state, claimed_at) on text.statement to everypenny_app;

create table text.statement_row (
  statement_id uuid not null,
  line integer not null,
  dated date not null,
  gateway_id text not null,
  amount_pence bigint not null,
  status text not null,
  verdict text not null,
  charge_id uuid,
  donation_id uuid,
  constraint statement_row_pkey primary key (statement_id, line),
  constraint statement_row_amount_check check (amount_pence >= 0),
  constraint statement_row_status_check check (status in ('charged', 'failed', 'refunded')),
  constraint statement_row_verdict_check check (verdict in ('agrees', 'confirmed', 'differs', 'extra', 'repeated'))
);
create index statement_row_gateway_id on text.statement_row (gateway_id);
create index statement_row_charge on text.statement_row (charge_id) where charge_id is not null;
grant select, insert on text.statement_row to everypenny_app;
