-- What a partner returned by a line that had waited to be explained was left out: it never met the bank's account.
create or replace view ledger.book_total as
  select account.book,
    coalesce(-sum(balance_pence) filter (where account.name = 'held'), 0)::bigint as held_pence,
    coalesce(sum(balance_pence) filter (where account.name = 'due_from_partner'), 0)::bigint as due_from_partner_pence,
    coalesce(-sum(balance_pence) filter (where account.name = 'given_directly'), 0)::bigint as given_directly_pence,
    (select coalesce(sum(case fund.id when debit_account then amount_pence else -amount_pence end), 0)
      from ledger.transfer
      join ledger.account fund on fund.book = account.book and fund.name in ('held', 'due_from_partner')
        and fund.id in (debit_account, credit_account)
      where happening in ('remittance_sent', 'remittance_returned', 'partner_returned'))::bigint as remitted_pence
  from ledger.account join ledger.balance on balance.account = account.id
  where account.name in ('held', 'due_from_partner', 'given_directly')
  group by account.book;
