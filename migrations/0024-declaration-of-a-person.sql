-- Finds what a person declared for gifts to come by one key, however many gifts came with the same address.
alter table giving.declaration add column donor_match bytea;
create index declaration_donor on giving.declaration (donor_match) where donor_match is not null;
grant update (donor_match) on giving.declaration to everypenny_app;
