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
  -- Of one that takes another back, because it was a mistake or was paid after all: that other.
  takes_back_id uuid,
  request_key uuid not null,
  staff_id uuid default actor_staff(),
  recorded_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, request_key),
  unique (business_id, takes_back_id),
  foreign key (business_id, takes_back_id) references write_offs,
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
  -- Of an allocation that somebody chose: it stays, though the credit note does not name the invoice.
  add column chosen boolean not null default false,
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
  add constraint ledger_entries_opening check (kind <> 'opening_balance' or opening_balance_id is not null),
  add constraint ledger_entries_chosen check (kind = 'allocation' or not chosen),
  -- Whose money it is: of a payment, a refund of it, and of an allocation that moves it, on both of its sides.
  add constraint ledger_entries_of_payment check (case
    when kind in ('payment', 'refund') then payment_id is not null when kind = 'allocation' then true else payment_id is null end),
  -- On what it counts: a document, or an opening balance, or else what of the payment's money is on neither.
  add constraint ledger_entries_on_one_thing check (
    num_nonnulls(document_id, opening_balance_id) < 2 and num_nonnulls(document_id, opening_balance_id, payment_id) > 0),
  add constraint ledger_entries_on_document check (kind in ('payment', 'refund', 'allocation', 'opening_balance') or document_id is not null),
  add constraint ledger_entries_signs check (case kind when 'payment' then amount < 0 when 'refund' then amount > 0 else true end);
create unique index ledger_entries_one_write_off on ledger_entries (business_id, write_off_id) where write_off_id is not null;
create unique index ledger_entries_one_opening on ledger_entries (business_id, opening_balance_id) where kind = 'opening_balance';
create index ledger_entries_of_opening_balance on ledger_entries (business_id, opening_balance_id) where opening_balance_id is not null;
create index ledger_entries_of_refund on ledger_entries (business_id, refund_id) where refund_id is not null;
-- Money and debt on an account that are on no document: few, and asked with every balance.
create index ledger_entries_on_account on ledger_entries (business_id, customer_id)
  include (currency, amount, payment_id, opening_balance_id) where document_id is null;
-- An account as of a date is what it is now without what came later.
create index ledger_entries_by_date on ledger_entries (business_id, entry_date);
-- Written anew, so that balances and statements are read from the index alone.
drop index ledger_entries_of_document;
create index ledger_entries_of_document on ledger_entries (business_id, document_id) include (kind, amount, entry_date, payment_id);
drop index ledger_entries_of_customer;
create index ledger_entries_of_customer on ledger_entries (business_id, customer_id, entry_date, id) include (currency, amount);

-- Who may see an account sees all that is booked on it, so that a statement adds up; what a document says of itself
-- has a policy of its own.
alter policy own on ledger_entries using (
  business_id = (select business())
  and ((select actor_documents()) is null and customer_id = any ((select actor_accounts())::uuid[])
    or exists (
      select from document_viewers v
      where v.business_id = ledger_entries.business_id and v.document_id = ledger_entries.document_id)));

/* Waits for those who use the same money, and has them wait. Payments and opening balances come before documents, and
   each in the order of their ids, wherever they are held. */
create function hold_money(payment_ids uuid[], opening_balance_ids uuid[]) returns void
language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform from payments where business_id = business() and id = any (payment_ids) order by id for no key update;
  perform from opening_balances where business_id = business() and id = any (opening_balance_ids) order by id for no key update;
end $$;
revoke execute on function hold_money(uuid[], uuid[]) from public;
grant execute on function hold_money(uuid[], uuid[]) to kvit_staff;

/* An entry says what its cause says: the same money, the same account. */
create function check_causes() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  if exists (
    select from new_entries e join payments p on p.business_id = e.business_id and p.id = e.payment_id
    where e.currency <> p.currency or num_nonnulls(e.document_id, e.opening_balance_id) = 0 and e.customer_id <> p.customer_id) then
    raise exception 'money stays in the currency of its payment, and on the account of who paid' using errcode = 'check_violation';
  end if;
  if exists (
    select from new_entries n join payments p on p.business_id = n.business_id and p.id = n.payment_id
    join ledger_entries e on e.business_id = p.business_id and e.payment_id = p.id and e.kind = 'payment'
    where n.kind = 'payment' group by p.business_id, p.id, n.id having -sum(e.amount) > p.amount) then
    raise exception 'no more of a payment is booked than was paid' using errcode = 'check_violation';
  end if;
  if exists (
    select from new_entries e join refunds r on r.business_id = e.business_id and r.id = e.refund_id
    where e.payment_id <> r.payment_id or e.currency <> r.currency or r.state <> 'completed'
      or (select sum(all_of.amount) from ledger_entries all_of
        where all_of.business_id = e.business_id and all_of.refund_id = e.refund_id) > r.amount) then
    raise exception 'what is booked of a refund is what was paid back' using errcode = 'check_violation';
  end if;
  if exists (
    select from new_entries e join write_offs w on w.business_id = e.business_id and w.id = e.write_off_id
    where e.document_id <> w.document_id or e.currency <> w.currency
      or e.amount <> case when w.takes_back_id is null then -w.amount else w.amount end
      or w.takes_back_id is not null and not exists (select from write_offs o where o.business_id = w.business_id and o.id = w.takes_back_id
        and o.takes_back_id is null and (o.document_id, o.amount, o.currency) = (w.document_id, w.amount, w.currency))) then
    raise exception 'what is booked of a write-off is what was written off' using errcode = 'check_violation';
  end if;
  if exists (
    select from new_entries e join opening_balances o on o.business_id = e.business_id and o.id = e.opening_balance_id
    where e.customer_id <> o.customer_id or e.currency <> o.currency or e.kind = 'opening_balance' and e.amount <> o.amount) then
    raise exception 'an opening balance is booked as recorded, on its own account' using errcode = 'check_violation';
  end if;
  if exists (
    select from ledger_entries e where (e.business_id, e.allocation_id) in
      (select n.business_id, n.allocation_id from new_entries n where n.allocation_id is not null)
    group by e.business_id, e.allocation_id
    having count(*) <> 2 or sum(e.amount) <> 0 or count(distinct e.currency) <> 1 or count(distinct e.kind) <> 1) then
    raise exception 'an allocation has two sides that add up to nothing' using errcode = 'check_violation';
  end if;
  return null;
end $$;
revoke execute on function check_causes() from public;
-- Its name puts it after the one that looks at accounts and currencies.
create trigger ledger_entries_are_of_their_cause after insert on ledger_entries
  referencing new table as new_entries for each statement execute function check_causes();

/* What a payment, a credit, a write-off or a refund settles is settled no further than to nothing: no invoice is paid
   with more than is open on it, no credit note and no payment gives more than it has. Looked at after the open item's
   row is written, which the one who comes second waits for. */
create function refuse_over_allocation() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
declare
  refused text;
begin
  perform from payments p where (p.business_id, p.id) in
    (select e.business_id, e.payment_id from new_entries e where e.payment_id is not null and e.kind in ('allocation', 'refund'))
    order by p.business_id, p.id for no key update;
  perform from opening_balances o where (o.business_id, o.id) in
    (select e.business_id, e.opening_balance_id from new_entries e where e.opening_balance_id is not null and e.kind <> 'opening_balance')
    order by o.business_id, o.id for no key update;
  if exists (
    select from new_entries e
    join open_items item on item.business_id = e.business_id and item.document_id = e.document_id
    where e.kind in ('payment', 'write_off') and e.amount < 0 and item.balance < 0) then
    refused := 'no more can be settled than is open';
  elsif exists (
    -- A refund opens again what its payment settled, and no more.
    select from new_entries e
    join open_items item on item.business_id = e.business_id and item.document_id = e.document_id
    where e.kind = 'refund' and item.balance > 0 and 0 < (select sum(of_it.amount) from ledger_entries of_it
      where of_it.business_id = e.business_id and of_it.document_id = e.document_id and of_it.payment_id = e.payment_id)) then
    refused := 'no more can be paid back of a credit than is left of it';
  elsif exists (
    select from new_entries e join payments p on p.business_id = e.business_id and p.id = e.payment_id
    where num_nonnulls(e.document_id, e.opening_balance_id) = 0 and e.kind <> 'payment'
      and (select sum(of_it.amount) from ledger_entries of_it where of_it.business_id = e.business_id and of_it.payment_id = e.payment_id
        and num_nonnulls(of_it.document_id, of_it.opening_balance_id) = 0) not between -p.amount and 0) then
    refused := 'no more can be used of a payment than is left of it';
  elsif exists (
    select from new_entries e join opening_balances o on o.business_id = e.business_id and o.id = e.opening_balance_id
    where e.kind <> 'opening_balance' and sign(o.amount) * (select sum(of_it.amount) from ledger_entries of_it
      where of_it.business_id = e.business_id and of_it.opening_balance_id = e.opening_balance_id) not between 0 and abs(o.amount)) then
    refused := 'no more can be settled of an opening balance than is open';
  elsif exists (
    -- Of each document and what is on the other side: what was moved between the two in all. Where that grows, the
    -- giver must have it, the taker must be open for it, and both be of one account. Where it shrinks, an allocation is
    -- taken back, which a corrected payer or a lowered amount may ask for.
    select from (
      select e.amount, e.customer_id = other.customer_id as is_one_account, coalesce(item.balance, 0) as balance,
        (select sum(mine.amount) from ledger_entries mine
          join ledger_entries theirs on theirs.business_id = mine.business_id and theirs.allocation_id = mine.allocation_id
            and theirs.id <> mine.id
          where mine.business_id = e.business_id and mine.document_id = e.document_id and mine.kind = 'allocation'
            and coalesce(theirs.document_id, theirs.opening_balance_id, theirs.payment_id)
              = coalesce(other.document_id, other.opening_balance_id, other.payment_id)) as moved
      from new_entries e
      join new_entries other on other.business_id = e.business_id and other.allocation_id = e.allocation_id and other.id <> e.id
      left join open_items item on item.business_id = e.business_id and item.document_id = e.document_id
      where e.kind = 'allocation' and e.document_id is not null) side
    where sign(side.moved) = sign(side.amount) and (not side.is_one_account or sign(side.balance) = sign(side.amount))) then
    refused := 'no more can be allocated than one side has and the other is open for, on one account';
  end if;
  if refused is not null then
    raise exception using message = refused, errcode = 'check_violation', constraint = 'ledger_entries_over_allocated';
  end if;
  return null;
end $$;
revoke execute on function refuse_over_allocation() from public;
-- Its name puts it after the one that keeps the open items.
create trigger ledger_entries_refuse_over_allocation after insert on ledger_entries
  referencing new table as new_entries for each statement execute function refuse_over_allocation();

/* Nothing that moves money is recorded without being booked to the full, in the same transaction. */
create function check_booked() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
declare
  booked bigint;
begin
  if tg_table_name = 'payments' then
    select -sum(amount) into booked from ledger_entries where business_id = new.business_id and payment_id = new.id and kind = 'payment';
  elsif tg_table_name = 'write_offs' then
    select abs(sum(amount)) into booked from ledger_entries where business_id = new.business_id and write_off_id = new.id;
  elsif tg_table_name = 'opening_balances' then
    select sum(amount) into booked from ledger_entries
      where business_id = new.business_id and opening_balance_id = new.id and kind = 'opening_balance';
  elsif new.state = 'completed' then
    select sum(amount) into booked from ledger_entries where business_id = new.business_id and refund_id = new.id;
  else
    return null;
  end if;
  if booked is distinct from new.amount then
    raise exception 'what is recorded in % is booked in the same transaction', tg_table_name using errcode = 'check_violation';
  end if;
  return null;
end $$;
revoke execute on function check_booked() from public;
create constraint trigger payments_are_booked after insert on payments
  deferrable initially deferred for each row execute function check_booked();
create constraint trigger refunds_are_booked after insert or update on refunds
  deferrable initially deferred for each row execute function check_booked();
create constraint trigger write_offs_are_booked after insert on write_offs
  deferrable initially deferred for each row execute function check_booked();
create constraint trigger opening_balances_are_booked after insert on opening_balances
  deferrable initially deferred for each row execute function check_booked();
