-- What Stripe says moved in its account and what it says of each refund, dispute and payout: the books follow it.
create table card.balance_transaction (
  id text not null,
  -- Stripe's reporting category: charge, refund, dispute, fee, payout and so on.
  category text not null,
  -- The charge, refund, dispute or payout behind it.
  source_id text,
  -- The book that it was posted to. None for a payout, which may be of several, and for what we never held.
  book text,
  donation_id uuid,
  currency text not null,
  -- In the smallest unit of its currency; only pounds are posted.
  amount_pence bigint not null,
  fee_pence bigint not null,
  net_pence bigint not null,
  created_at timestamptz not null,
  -- The payout that carried it to the bank, once Stripe has itemised it.
  payout_id text,
  constraint balance_transaction_pkey primary key (id),
  constraint balance_transaction_net_check check (net_pence = amount_pence - fee_pence)
);
create index balance_transaction_source on card.balance_transaction (source_id);
create index balance_transaction_donation on card.balance_transaction (donation_id) where donation_id is not null;
create index balance_transaction_unsettled on card.balance_transaction (book) where payout_id is null;
create index balance_transaction_book on card.balance_transaction (book, created_at, id);
grant select, insert on card.balance_transaction to everypenny_app;
grant update (payout_id) on card.balance_transaction to everypenny_app;

-- What is in the books already: a charge that is known must not pass for a second one.
insert into card.balance_transaction
  (id, category, book, donation_id, currency, amount_pence, fee_pence, net_pence, created_at)
select transfer.source_id, 'charge', account.book, transfer.donation_id, 'gbp', sum(amount_pence),
  coalesce(sum(amount_pence) filter (where account.name = 'due_from_operator'), 0),
  coalesce(sum(amount_pence) filter (where account.name <> 'due_from_operator'), 0), min(occurred_at)
from ledger.transfer join ledger.account on account.id = transfer.debit_account
where transfer.source = 'stripe' and transfer.happening = 'card_charged'
group by transfer.source_id, account.book, transfer.donation_id;

-- Ours, and those that were made in Stripe's Dashboard. `asked_at` keeps an older answer from undoing a newer one.
create table card.refund (
  id text not null,
  donation_id uuid not null,
  -- The refund that our staff decided; none for one that was made in the Dashboard.
  refund_id uuid,
  amount_pence bigint not null,
  status text not null,
  failure text,
  created_at timestamptz not null,
  asked_at timestamptz not null,
  constraint refund_pkey primary key (id),
  constraint refund_amount_check check (amount_pence > 0)
);
create index refund_donation on card.refund (donation_id);
create index refund_open on card.refund (asked_at) where status in ('pending', 'requires_action');
grant select, insert on card.refund to everypenny_app;
grant update (status, failure, asked_at) on card.refund to everypenny_app;

create table card.dispute (
  id text not null,
  donation_id uuid not null,
  amount_pence bigint not null,
  -- What it has taken out of the Stripe account and not given back.
  withdrawn_pence bigint not null,
  -- What of it was taken off the donation because the dispute was lost.
  lost_pence bigint not null default 0,
  status text not null,
  reason text not null,
  answer_by timestamptz,
  created_at timestamptz not null,
  asked_at timestamptz not null,
  constraint dispute_pkey primary key (id),
  constraint dispute_amount_check check (amount_pence > 0)
);
create index dispute_donation on card.dispute (donation_id);
create index dispute_open on card.dispute (asked_at)
  where status not in ('won', 'lost', 'warning_closed', 'prevented');
grant select, insert on card.dispute to everypenny_app;
grant update (amount_pence, withdrawn_pence, lost_pence, status, reason, answer_by, asked_at) on card.dispute to everypenny_app;

-- Below 0 where Stripe takes money from the bank account.
create table card.payout (
  id text not null,
  amount_pence bigint not null,
  automatic boolean not null,
  status text not null,
  arrives_on date not null,
  created_at timestamptz not null,
  -- Since when we know whose money it is, and that its items come to its amount.
  shared_at timestamptz,
  tied_at timestamptz,
  -- Since when the books show that it came back.
  returned_at timestamptz,
  asked_at timestamptz not null,
  constraint payout_pkey primary key (id),
  constraint payout_returned_check check (returned_at is null or shared_at is not null)
);
create index payout_open on card.payout (asked_at) where tied_at is null;
grant select, insert on card.payout to everypenny_app;
grant update (status, arrives_on, shared_at, tied_at, returned_at, asked_at) on card.payout to everypenny_app;

-- Whose money a payout is: the net of its items, book by book.
create table card.payout_share (
  payout_id text not null,
  book text not null,
  net_pence bigint not null,
  constraint payout_share_pkey primary key (payout_id, book)
);
grant select, insert on card.payout_share to everypenny_app;

-- How far we have read Stripe's lists.
create table card.reading (
  list text not null,
  read_until timestamptz not null,
  constraint reading_pkey primary key (list)
);
grant select, insert on card.reading to everypenny_app;
grant update (read_until) on card.reading to everypenny_app;

-- When Stripe was last asked about a session outside of its events: all processes together ask seldom.
alter table card.payment add column asked_at timestamptz;
grant update (asked_at) on card.payment to everypenny_app;
