-- Where a payment goes is fixed when it is approved, so that nobody redirects it afterwards by another appeal file.
-- Null where the appeal names no account.
alter table treasury.remittance_payment add column account jsonb;
