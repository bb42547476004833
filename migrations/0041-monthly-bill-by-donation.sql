-- A receipt leads to the monthly gift that its donation is a month of.
create index monthly_bill_donation on card.monthly_bill (donation_id);
