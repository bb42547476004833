-- Gifts that Stripe takes every month: how each stands, and which donation each of its paid bills became.
create table card.monthly_gift (
  -- Its first donation's.
  id uuid not null,
  token text not null,
  status text not null default 'pending',
  subscription_id text,
  customer_id text,
  -- When Stripe was asked what we know: an older answer never undoes a newer one.
  asked_at timestamptz,
  constraint monthly_gift_pkey primary key (id),
  constraint monthly_gift_status_check check (status in ('pending', 'active', 'failing', 'stopped')),
  constraint monthly_gift_subscription_check check ((subscription_id is not null) = (status <> 'pending'))
);
grant select, insert on card.monthly_gift to everypenny_app;
grant update (status, subscription_id, customer_id, asked_at) on card.monthly_gift to everypenny_app;

create table card.monthly_bill (
  invoice_id text not null,
  monthly_gift_id uuid not null,
  donation_id uuid not null,
  payment_intent_id text not null,
  constraint monthly_bill_pkey primary key (invoice_id)
);
create index monthly_bill_payment_intent on card.monthly_bill (payment_intent_id);
create index monthly_bill_gift on card.monthly_bill (monthly_gift_id);
grant select, insert on card.monthly_bill to everypenny_app;
