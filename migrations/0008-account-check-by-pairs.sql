-- A set of transfers names few pairs of accounts: each pair is looked up once, not once for each transfer.
create or replace function ledger.require_accounts() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from (select distinct debit_account, credit_account from inserted) pair
    left join ledger.account debit on debit.id = pair.debit_account
    left join ledger.account credit on credit.id = pair.credit_account
    where (debit.book = credit.book and debit.memo = credit.memo) is not true
  ) then
    raise exception 'a transfer needs two known accounts of one book' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
