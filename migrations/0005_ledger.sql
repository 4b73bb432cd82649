-- One ledger. The balance of a document is the sum of its entries, the balance of a customer the sum of
-- theirs. Positive is owed to the business. Entries are only ever added; a mistake is countered.

create table payments (
  business_id uuid not null references businesses,
  id uuid not null,
  customer_id uuid not null,
  method text not null check (method in ('bank', 'cash', 'card', 'other')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  received_on date not null,
  reference text check (length(reference) <= 200),
  -- Set by the form that records it, so that pressing the button twice books once.
  request_key uuid not null,
  recorded_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, request_key),
  foreign key (business_id, customer_id) references customers
);
create index payments_of_customer on payments (business_id, customer_id, received_on desc, id desc);
create index payments_newest on payments (business_id, received_on desc, id desc);
call protect('payments');
create policy own on payments for select to kvit_customer
  using (business_id = (select business()) and customer_id = any ((select actor_customers())::uuid[]));
grant select, insert on payments to kvit_staff;
grant select (business_id, id, customer_id, method, amount, currency, received_on) on payments to kvit_customer;
create trigger payments_are_kept before update or delete on payments for each row execute function refuse_change();

create table ledger_entries (
  business_id uuid not null references businesses,
  id uuid not null,
  -- Whose account: the bill-to.
  customer_id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note', 'payment', 'allocation', 'transfer')),
  -- The document it counts on; null for money not yet allocated to one.
  document_id uuid,
  -- Of an invoice or credit note: the version whose amount (or change of amount) this is.
  version integer,
  payment_id uuid,
  -- Shared by the two sides, which add up to nothing: of an allocation, two documents; of a transfer, the accounts
  -- of who owed a document before its payer was corrected, and who owes it now.
  allocation_id uuid,
  amount bigint not null check (amount <> 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  entry_date date not null,
  recorded_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, payment_id) references payments,
  check ((kind in ('invoice', 'credit_note')) = (version is not null)),
  check ((kind = 'payment') = (payment_id is not null)),
  check ((kind in ('allocation', 'transfer')) = (allocation_id is not null)),
  check (document_id is not null or kind = 'payment')
);
-- A version is booked once.
create unique index ledger_entries_one_per_version on ledger_entries (business_id, document_id, version) where version is not null;
create index ledger_entries_of_document on ledger_entries (business_id, document_id) include (kind, amount, entry_date);
create index ledger_entries_of_customer on ledger_entries (business_id, customer_id, entry_date, id);
create index ledger_entries_of_allocation on ledger_entries (business_id, allocation_id) where allocation_id is not null;
create index ledger_entries_of_payment on ledger_entries (business_id, payment_id) where payment_id is not null;
call protect('ledger_entries');
-- A customer sees what is booked on their account, and on documents they may see.
create policy own on ledger_entries for select to kvit_customer using (
  business_id = (select business())
  and (document_id is null and (select actor_documents()) is null and customer_id = any ((select actor_customers())::uuid[])
    or exists (
      select from document_viewers v
      where v.business_id = ledger_entries.business_id and v.document_id = ledger_entries.document_id)));
grant select, insert on ledger_entries to kvit_staff;
grant select on ledger_entries to kvit_customer;
create trigger ledger_entries_are_kept before update or delete on ledger_entries for each row execute function refuse_change();

-- The one projection of the ledger: documents whose balance is not zero, for "unpaid only" and what is due.
create table open_items (
  business_id uuid not null,
  document_id uuid not null,
  kind text not null,
  -- Who owes it, and who received the document.
  customer_id uuid not null,
  recipient_id uuid not null,
  currency text not null,
  due_date date not null,
  balance bigint not null,
  primary key (business_id, document_id),
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, recipient_id) references customers
);
create index open_items_of_customer on open_items (business_id, customer_id, due_date, document_id);
create index open_items_of_recipient on open_items (business_id, recipient_id, document_id) where recipient_id <> customer_id;
create index open_items_by_due_date on open_items (business_id, due_date, document_id);
call protect('open_items');
-- Credits count in what is asked for even where credit notes are shown nowhere.
create policy own on open_items for select to kvit_customer using (
  business_id = (select business()) and (
    exists (select from document_viewers v where v.business_id = open_items.business_id and v.document_id = open_items.document_id)
    or kind = 'credit_note' and customer_id = any ((select actor_customers())::uuid[])
      and (select actor_documents()) is null and 'invoice' = any ((select actor_kinds())::text[])));
grant select on open_items to kvit_staff, kvit_customer;

create function keep_open_items() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  insert into open_items as item (business_id, document_id, kind, customer_id, recipient_id, currency, due_date, balance)
    select d.business_id, d.id, d.kind, d.bill_to_id, d.customer_id, d.currency, coalesce(d.due_date, d.issue_date), e.amount
    from (select business_id, document_id, sum(amount) as amount from new_entries
      where document_id is not null group by business_id, document_id) e
    join documents d on d.business_id = e.business_id and d.id = e.document_id
    order by d.business_id, d.id
  on conflict (business_id, document_id) do update set balance = item.balance + excluded.balance;
  delete from open_items item using new_entries e
    where item.business_id = e.business_id and item.document_id = e.document_id and item.balance = 0;
  return null;
end $$;
revoke execute on function keep_open_items() from public;
create trigger ledger_entries_keep_open_items after insert on ledger_entries
  referencing new table as new_entries for each statement execute function keep_open_items();

/* A new version may move the due date, or name another recipient or payer. */
create function keep_open_item_terms() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  update open_items item
    set due_date = coalesce(d.due_date, d.issue_date), recipient_id = d.customer_id, customer_id = d.bill_to_id
    from new_documents d
    where item.business_id = d.business_id and item.document_id = d.id
      and (item.due_date, item.recipient_id, item.customer_id)
        is distinct from (coalesce(d.due_date, d.issue_date), d.customer_id, d.bill_to_id);
  return null;
end $$;
revoke execute on function keep_open_item_terms() from public;
create trigger documents_keep_open_item_terms after update on documents
  referencing new table as new_documents for each statement execute function keep_open_item_terms();

/* Entries stay on the account and in the currency of their document, and allocations add up to nothing. So do
   transfers, on one document, and they leave nothing of it on an account but its payer's. */
create function check_entries() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  if exists (
    select from new_entries e join documents d on d.business_id = e.business_id and d.id = e.document_id
    where d.bill_to_id <> e.customer_id and e.kind <> 'transfer' or d.currency <> e.currency or d.state = 'draft') then
    raise exception 'an entry must be on the account and in the currency of its issued document'
      using errcode = 'check_violation';
  end if;
  if exists (select from new_entries e where e.allocation_id is not null
    group by e.business_id, e.allocation_id, case when e.kind = 'transfer' then e.document_id end having sum(e.amount) <> 0) then
    raise exception 'an allocation must add up to nothing' using errcode = 'check_violation';
  end if;
  if exists (
    select from ledger_entries e join documents d on d.business_id = e.business_id and d.id = e.document_id
    where (e.business_id, e.document_id) in (select n.business_id, n.document_id from new_entries n where n.kind = 'transfer')
      and e.customer_id <> d.bill_to_id
    group by e.business_id, e.document_id, e.customer_id having sum(e.amount) <> 0) then
    raise exception 'a transfer must bring a document to the account of its payer' using errcode = 'check_violation';
  end if;
  return null;
end $$;
revoke execute on function check_entries() from public;
create trigger ledger_entries_are_checked after insert on ledger_entries
  referencing new table as new_entries for each statement execute function check_entries();
