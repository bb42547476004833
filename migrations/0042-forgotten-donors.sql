-- A donor is found by their number too, and what is promised or still to come ends when they are forgotten.
alter table giving.donor add column phone_match bytea;
create index donor_phone on giving.donor (phone_match) where phone_match is not null;
grant update (phone_match) on giving.donor to everypenny_app;

create index pledge_donor on giving.pledge (donor_id) where donor_id is not null;

-- A subscription may begin after its donor was forgotten: then it is stopped at once.
alter table card.monthly_gift add column unwanted boolean not null default false;
grant update (unwanted) on card.monthly_gift to everypenny_app;

-- What a number texted before then is erased as soon as it is settled.
alter table text.phone add column erase_before timestamptz;
create index phone_erase on text.phone (erase_before) where erase_before is not null;
grant update (erase_before) on text.phone to everypenny_app;
