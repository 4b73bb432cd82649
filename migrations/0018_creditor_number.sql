-- The business's number at the Danish payment slips (FIK), by which its own invoices get a payment line; and where in
-- the payment id the invoice number stands. # is a place it fills, digits stand as they are.
alter table businesses
  add column creditor_number text check (creditor_number ~ '^[0-9]{8}$'),
  add column creditor_mask text check (creditor_mask ~ '^[0-9#]{14}$' and creditor_mask ~ '#');

-- Only on invoices of the business's own are its bank details shown. Whose they are stands in what they say anyway.
grant select (seller_key) on documents to kvit_customer;
