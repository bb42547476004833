-- What happens seldom is found without going through what happens all the time: when gateways paid, what was
-- disputed, and whose gift went back.
create index transfer_seldom on ledger.transfer (happening, credit_account)
  where happening in ('gateway_paid', 'dispute_opened', 'dispute_won');
create index donation_went_back on giving.donation (appeal)
  where status in ('part_refunded', 'refunded', 'lost', 'reversed', 'disputed');

-- As before, but each fund's own tail is read by its index.
create or replace view treasury.received as
  select book, purpose, day, sum(amount_pence)::bigint as amount_pence
  from (
    select book, purpose, day, amount_pence
    from treasury.received_until join treasury.received_day using (account)
    union all
    select book, purpose, (occurred_at at time zone 'Europe/London')::date, amount_pence
    from treasury.received_until base cross join lateral (
      select occurred_at, amount_pence, happening from ledger.transfer
      where credit_account = base.account and (epoch, txid) >= (base.epoch, base.horizon) offset 0
    ) tail
    where happening in ('card_charged', 'given_by_bank')
    union all
    select book, purpose, (occurred_at at time zone 'Europe/London')::date, amount_pence
    from ledger.account join ledger.transfer on credit_account = account.id and happening = 'gateway_paid'
    where account.name = 'text_receivable'
  ) part group by book, purpose, day;
