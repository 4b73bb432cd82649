-- The rest of the ledger: money paid back, amounts written off, what was owed before Kvit, and money on an account
-- that is moved to a document. What an entry counts on is a document, or the money of a payment that is on no
-- document yet, or an opening balance.

-- MobilePay is a way money comes in; the rest of such a payment is in the next migration.
alter table payments
  drop constraint payments_method_check,
  add constraint payments_method_check check (method in ('bank', 'cash', 'card', 'mobilepay', 'other'));

create table refunds (
  business_id uuid not null references businesses,
  id uuid not null,
  payment_id uuid not null,
  method text not null check (method in ('bank', 'cash', 'card', 'mobilepay', 'other')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- pending: asked of the provider, whose answer is not known yet. Only what is completed is booked.
  state text not null check (state in ('pending', 'completed', 'failed')),
  -- provider: paid back at the provider, and found there.
  origin text not null default 'staff' check (origin in ('staff', 'provider')),
  reason text check (length(reason) <= 200),
  refunded_on date,
  -- Why it failed, as a word of ours.
  problem text check (problem ~ '^[a-z_]+$'),
  -- Set by the form that asks, so that pressing the button twice pays back once.
  request_key uuid not null,
  staff_id uuid default actor_staff(),
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (business_id, id),
  unique (business_id, request_key),
  foreign key (business_id, payment_id) references payments,
  foreign key (business_id, staff_id) references staff_members,
  check ((state = 'pending') = (finished_at is null)),
  check ((state = 'completed') = (refunded_on is not null)),
  check ((state = 'failed') = (problem is not null))
);
create index refunds_of_payment on refunds (business_id, payment_id);
create index refunds_newest on refunds (business_id, requested_at desc, id desc);
call protect('refunds');
create policy own on refunds for select to kvit_customer using (
  business_id = (select business()) and state = 'completed'
  and exists (select from payments p where p.business_id = refunds.business_id and p.id = refunds.payment_id));
grant select, insert on refunds to kvit_staff;
grant update (state, refunded_on, problem, finished_at) on refunds to kvit_staff;
grant select (business_id, id, payment_id, method, amount, currency, state, refunded_on) on refunds to kvit_customer;

/* A refund that has ended stays as it ended, and no more is paid back than was paid. */
create function keep_refunds() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
declare
  paid bigint;
  paid_currency text;
begin
  if tg_op = 'DELETE' or tg_op = 'UPDATE' and old.state <> 'pending' then
    raise exception 'a refund is kept as it ended' using errcode = 'integrity_constraint_violation';
  end if;
  -- Locks the payment, so that two refunds of it are added up one after the other.
  select p.amount, p.currency into paid, paid_currency from payments p
    where p.business_id = new.business_id and p.id = new.payment_id for no key update;
  if new.currency <> paid_currency then
    raise exception 'a refund is in the currency of its payment' using errcode = 'check_violation';
  end if;
  if new.state <> 'failed' and new.amount + coalesce((select sum(r.amount) from refunds r
      where r.business_id = new.business_id and r.payment_id = new.payment_id and r.id <> new.id and r.state <> 'failed'), 0) > paid then
    raise exception 'no more can be paid back than was paid' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke execute on function keep_refunds() from public;
create trigger refunds_are_kept before insert or update or delete on refunds for each row execute function keep_refunds();

create table write_offs (
  business_id uuid not null references businesses,
  id uuid not null,
  document_id uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  written_off_on date not null,
  reason text not null check (length(reason) between 1 and 200),
  request_key uuid not null,
  staff_id uuid default actor_staff(),
  recorded_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, request_key),
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, staff_id) references staff_members
);
create index write_offs_of_document on write_offs (business_id, document_id);
call protect('write_offs');
grant select, insert on write_offs to kvit_staff;
create trigger write_offs_are_kept before update or delete on write_offs for each row execute function refuse_change();

-- What a customer owed, or had to their credit, before their documents were in Kvit.
create table opening_balances (
  business_id uuid not null references businesses,
  id uuid not null,
  customer_id uuid not null,
  amount bigint not null check (amount <> 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  as_of date not null,
  note text check (length(note) <= 200),
  request_key uuid not null,
  staff_id uuid default actor_staff(),
  recorded_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, request_key),
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, staff_id) references staff_members
);
create index opening_balances_of_customer on opening_balances (business_id, customer_id);
call protect('opening_balances');
create policy own on opening_balances for select to kvit_customer
  using (business_id = (select business()) and (select actor_documents()) is null and customer_id = any ((select actor_accounts())::uuid[]));
grant select, insert on opening_balances to kvit_staff;
grant select (business_id, id, customer_id, amount, currency, as_of) on opening_balances to kvit_customer;
create trigger opening_balances_are_kept before update or delete on opening_balances for each row execute function refuse_change();

alter table ledger_entries
  add column refund_id uuid,
  add column write_off_id uuid,
  add column opening_balance_id uuid,
  add foreign key (business_id, refund_id) references refunds,
  add foreign key (business_id, write_off_id) references write_offs,
  add foreign key (business_id, opening_balance_id) references opening_balances,
  drop constraint ledger_entries_kind_check,
  -- Each kind names its cause, and nothing else's; 0005 says so of the first five.
  drop constraint ledger_entries_check1,
  drop constraint ledger_entries_check3,
  add constraint ledger_entries_kind_check check (kind in
    ('invoice', 'credit_note', 'payment', 'allocation', 'transfer', 'refund', 'write_off', 'opening_balance')),
  add constraint ledger_entries_refund check ((kind = 'refund') = (refund_id is not null)),
  add constraint ledger_entries_write_off check ((kind = 'write_off') = (write_off_id is not null)),
  -- On what it counts: a document; else the money of a payment, or an opening balance.
  add constraint ledger_entries_on_one_thing check (
    num_nonnulls(document_id, case when document_id is null or kind <> 'payment' then payment_id end, opening_balance_id) = 1),
  add constraint ledger_entries_of_payment check (kind <> 'payment' or payment_id is not null),
  add constraint ledger_entries_opening check (kind <> 'opening_balance' or opening_balance_id is not null),
  add constraint ledger_entries_on_document check (kind in ('payment', 'refund', 'allocation', 'opening_balance') or document_id is not null),
  add constraint ledger_entries_signs check (case kind
    when 'payment' then amount < 0 when 'write_off' then amount < 0 when 'refund' then amount > 0 else true end);
create unique index ledger_entries_one_opening on ledger_entries (business_id, opening_balance_id) where kind = 'opening_balance';
create index ledger_entries_of_opening_balance on ledger_entries (business_id, opening_balance_id) where opening_balance_id is not null;
create index ledger_entries_of_refund on ledger_entries (business_id, refund_id) where refund_id is not null;
-- Money and debt on an account that are on no document: few, and asked with every balance.
create index ledger_entries_on_account on ledger_entries (business_id, customer_id) include (currency, amount) where document_id is null;

/* What a payment, a credit, a write-off or a refund settles is settled no further than to nothing: no invoice is paid
   with more than is open on it, no credit note and no payment gives more than it has. Looked at after the open item's
   row is written, which the one who comes second waits for. */
create function refuse_over_allocation() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform from payments p where (p.business_id, p.id) in
    (select e.business_id, e.payment_id from new_entries e where e.payment_id is not null and e.kind in ('allocation', 'refund'))
    order by p.business_id, p.id for no key update;
  perform from opening_balances o where (o.business_id, o.id) in
    (select e.business_id, e.opening_balance_id from new_entries e where e.opening_balance_id is not null and e.kind <> 'opening_balance')
    order by o.business_id, o.id for no key update;
  if exists (
    select from new_entries e
    join documents d on d.business_id = e.business_id and d.id = e.document_id
    join open_items item on item.business_id = e.business_id and item.document_id = e.document_id
    where e.kind in ('payment', 'allocation', 'write_off', 'refund')
      and (d.kind = 'invoice' and e.amount < 0 and item.balance < 0
        or d.kind = 'credit_note' and e.amount > 0 and item.balance > 0)) then
    raise exception 'no more can be settled than is open' using errcode = 'check_violation', constraint = 'ledger_entries_over_allocated';
  end if;
  if exists (
    select from new_entries e
    where e.document_id is null and e.payment_id is not null and e.amount > 0
      and (select sum(all_of.amount) from ledger_entries all_of
        where all_of.business_id = e.business_id and all_of.payment_id = e.payment_id and all_of.document_id is null) > 0) then
    raise exception 'no more can be used of a payment than is left of it' using errcode = 'check_violation', constraint = 'ledger_entries_over_allocated';
  end if;
  if exists (
    select from new_entries e join opening_balances o on o.business_id = e.business_id and o.id = e.opening_balance_id
    where e.kind <> 'opening_balance' and sign(o.amount) * (select sum(all_of.amount) from ledger_entries all_of
      where all_of.business_id = e.business_id and all_of.opening_balance_id = e.opening_balance_id) < 0) then
    raise exception 'no more can be settled of an opening balance than is open' using errcode = 'check_violation', constraint = 'ledger_entries_over_allocated';
  end if;
  return null;
end $$;
revoke execute on function refuse_over_allocation() from public;
-- Its name puts it after the one that keeps the open items.
create trigger ledger_entries_refuse_over_allocation after insert on ledger_entries
  referencing new table as new_entries for each statement execute function refuse_over_allocation();
