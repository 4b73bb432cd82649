-- MobilePay: what the business has set, each attempt to pay, what the provider said of it, and the webhook it says it by.

create table mobilepay_settings (
  business_id uuid not null references businesses,
  enabled boolean not null default false,
  environment text not null default 'test' check (environment in ('test', 'production')),
  -- Of the sales unit: an id, no secret.
  merchant_serial_number text check (merchant_serial_number ~ '^[0-9]{4,12}$'),
  client_id text check (length(client_id) between 1 and 100),
  sealed_client_secret bytea,
  sealed_subscription_key bytea,
  -- What the sales unit takes.
  currency text not null default 'DKK' check (currency in ('DKK', 'EUR', 'NOK')),
  -- What the app is called where its customers are; it is renamed in 2027.
  brand text not null default 'mobilepay' check (brand in ('mobilepay', 'vipps')),
  -- Whether the sales unit may ask the phone straight away. The provider's refusal is remembered.
  push_allowed boolean not null default false,
  push_refused_at timestamptz,
  card_allowed boolean not null default false,
  part_payment_allowed boolean not null default false,
  least_part_payment bigint not null default 10000 check (least_part_payment >= 1),
  -- Of prepayment invoices: taken at once when approved, or by hand when what was sold is delivered.
  prepayment_capture text not null default 'by_hand' check (prepayment_capture in ('at_once', 'by_hand')),
  changed_at timestamptz not null default now(),
  primary key (business_id)
);
call protect('mobilepay_settings');
create policy known on mobilepay_settings for select to kvit_customer using (business_id = (select business()));
grant select, insert, update on mobilepay_settings to kvit_staff;
grant select (business_id, enabled, environment, merchant_serial_number, currency, brand, push_allowed, push_refused_at, card_allowed,
  part_payment_allowed, least_part_payment, prepayment_capture) on mobilepay_settings to kvit_customer;

create table mobilepay_webhooks (
  business_id uuid not null references businesses,
  -- Stands in the address that is registered.
  id uuid not null,
  url text not null check (length(url) <= 500),
  environment text not null check (environment in ('test', 'production')),
  merchant_serial_number text not null,
  -- registering: asked for, and not answered yet. The secret is told once, with the answer.
  state text not null check (state in ('registering', 'active', 'removed')),
  provider_id text check (length(provider_id) <= 100),
  sealed_secret bytea,
  registered_at timestamptz,
  last_received_at timestamptz,
  -- Whether the provider still knew it when last asked.
  checked_at timestamptz,
  problem text check (problem ~ '^[a-z_]+$'),
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  check (state <> 'active' or provider_id is not null and sealed_secret is not null and registered_at is not null)
);
create unique index mobilepay_webhooks_one_active on mobilepay_webhooks (business_id) where state = 'active';
call protect('mobilepay_webhooks');
grant select, insert, update on mobilepay_webhooks to kvit_staff;

create table payment_attempts (
  business_id uuid not null references businesses,
  id uuid not null,
  -- Whose account it pays: the bill-to. And who pays: a recipient may pay what another owes.
  customer_id uuid not null,
  payer_id uuid not null,
  -- The one invoice it pays; null where it pays several.
  document_id uuid,
  reference text not null check (reference ~ '^[a-zA-Z0-9-]{8,64}$'),
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  method text not null default 'wallet' check (method in ('wallet', 'card')),
  flow text not null check (flow in ('push', 'redirect')),
  -- Country code and number, digits only.
  phone_number text check (phone_number ~ '^[0-9]{9,15}$'),
  environment text not null check (environment in ('test', 'production')),
  merchant_serial_number text not null,
  capture_rule text not null check (capture_rule in ('at_once', 'by_hand')),
  -- starting: written down here, and perhaps not known to the provider yet. pending: waits for the payer. authorized:
  -- approved, the money reserved. completed: the money is taken and booked. The rest are ends without money.
  state text not null default 'starting' check (state in
    ('starting', 'pending', 'authorized', 'completed', 'declined', 'expired', 'cancelled', 'failed')),
  -- Why it came to nothing, as a word of ours; and what the provider called it.
  problem text check (problem ~ '^[a-z_]+$'),
  problem_code text check (length(problem_code) <= 20),
  trace_id text check (length(trace_id) <= 200),
  redirect_url text check (length(redirect_url) <= 4000),
  -- As the provider tells them; they only ever grow.
  authorized_amount bigint not null default 0,
  captured_amount bigint not null default 0,
  refunded_amount bigint not null default 0,
  cancelled_amount bigint not null default 0,
  -- How much of what was captured is booked.
  booked_amount bigint not null default 0,
  -- Somebody asked to have it cancelled, or to have it captured.
  cancel_asked_at timestamptz,
  capture_asked_at timestamptz,
  session_id uuid,
  -- The attempt this one was begun in place of, when the provider would not ask the phone straight away.
  replaces_id uuid,
  started_at timestamptz not null default now(),
  -- When an approval no longer counts; the provider's word on it is what counts.
  expires_at timestamptz not null default now() + interval '10 minutes',
  authorized_at timestamptz,
  finished_at timestamptz,
  -- When the provider is asked next, as long as it has not ended; and when it was last asked, and whether it answered.
  next_check_at timestamptz not null default now() + interval '5 seconds',
  checked_at timestamptz,
  check_problem text check (check_problem ~ '^[a-z_]+$'),
  primary key (business_id, id),
  unique (business_id, reference),
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, payer_id) references customers,
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, replaces_id) references payment_attempts,
  check (booked_amount <= captured_amount),
  check ((state in ('starting', 'pending', 'authorized')) = (finished_at is null)),
  check (state <> 'completed' or captured_amount > 0)
);
create index payment_attempts_newest on payment_attempts (business_id, started_at desc, id desc);
create index payment_attempts_of_customer on payment_attempts (business_id, customer_id, started_at desc);
create index payment_attempts_unfinished on payment_attempts (next_check_at) where finished_at is null;
create index payment_attempts_in_place_of on payment_attempts (business_id, replaces_id) where replaces_id is not null;
create index payment_attempts_of_document on payment_attempts (business_id, document_id, started_at) where document_id is not null;
-- What staff search by.
create index payment_attempts_by_amount on payment_attempts (business_id, amount, started_at desc, id desc);
create index payment_attempts_by_phone_number on payment_attempts (business_id, phone_number text_pattern_ops) where phone_number is not null;
call protect('payment_attempts');
-- An attempt tells what all it pays adds up to, so who may see one document of several does not see it.
create policy own on payment_attempts for select to kvit_customer using (
  business_id = (select business())
  and (customer_id = any ((select actor_accounts())::uuid[]) and (select actor_documents()) is null
    or exists (select from document_viewers v
      where v.business_id = payment_attempts.business_id and v.document_id = payment_attempts.document_id)));
create policy begin_own on payment_attempts for insert to kvit_customer with check (
  business_id = (select business()) and state = 'starting' and captured_amount = 0 and booked_amount = 0
  and payer_id = any ((select actor_customers())::uuid[])
  and (customer_id = any ((select actor_accounts())::uuid[]) and (select actor_documents()) is null
    or exists (select from documents d
      where d.business_id = payment_attempts.business_id and d.id = payment_attempts.document_id
        and d.bill_to_id = payment_attempts.customer_id)));
grant select, insert, update on payment_attempts to kvit_staff;
grant select, insert on payment_attempts to kvit_customer;

-- What an attempt pays: invoices, and as negative amounts the credit notes and the money on account that are used for
-- them. They add up to its amount.
create table payment_attempt_items (
  business_id uuid not null,
  attempt_id uuid not null,
  position integer not null check (position between 1 and 1000),
  document_id uuid,
  payment_id uuid,
  amount bigint not null check (amount <> 0),
  -- Whether the attempt may still come to money; kept by trigger.
  is_open boolean not null default true,
  primary key (business_id, attempt_id, position),
  foreign key (business_id, attempt_id) references payment_attempts,
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, payment_id) references payments,
  check (num_nonnulls(document_id, payment_id) = 1),
  check (payment_id is null or amount < 0)
);
-- One open attempt for an invoice, and a credit is promised once.
create unique index payment_attempt_items_one_open on payment_attempt_items (business_id, document_id) where is_open and document_id is not null;
create unique index payment_attempt_items_one_open_credit on payment_attempt_items (business_id, payment_id) where is_open and payment_id is not null;
create index payment_attempt_items_of_document on payment_attempt_items (business_id, document_id);
call protect('payment_attempt_items');
-- That a payment of a document is under way is seen by whoever sees the document.
create policy own on payment_attempt_items for select to kvit_customer using (
  business_id = (select business()) and (
    exists (select from document_viewers v
      where v.business_id = payment_attempt_items.business_id and v.document_id = payment_attempt_items.document_id)
    or exists (select from payment_attempts a
      where a.business_id = payment_attempt_items.business_id and a.id = payment_attempt_items.attempt_id)));
-- Only what the visitor may see, or has on an account of theirs (a credit may count where credit notes are not shown).
create policy begin_own on payment_attempt_items for insert to kvit_customer with check (
  business_id = (select business())
  and exists (select from payment_attempts a
    where a.business_id = payment_attempt_items.business_id and a.id = payment_attempt_items.attempt_id and a.state = 'starting'
      and a.payer_id = any ((select actor_customers())::uuid[]))
  and (document_id is not null and exists (select from open_items o
      where o.business_id = payment_attempt_items.business_id and o.document_id = payment_attempt_items.document_id)
    or payment_id is not null and exists (select from payments p
      where p.business_id = payment_attempt_items.business_id and p.id = payment_attempt_items.payment_id)));
grant select, insert on payment_attempt_items to kvit_staff, kvit_customer;

create function keep_attempt_items_open() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  update payment_attempt_items item set is_open = (new.finished_at is null)
    where item.business_id = new.business_id and item.attempt_id = new.id and item.is_open <> (new.finished_at is null);
  return null;
end $$;
revoke execute on function keep_attempt_items_open() from public;
create trigger payment_attempts_keep_items_open after update of finished_at on payment_attempts
  for each row when (old.finished_at is distinct from new.finished_at) execute function keep_attempt_items_open();

/* What an attempt asks for stands once it is written, what was seen of its money only grows, and an end stays an end,
   but that money which came after all makes it complete. */
create function keep_attempts() returns trigger language plpgsql as $$
begin
  if (new.reference, new.amount, new.currency, new.customer_id, new.payer_id, new.merchant_serial_number, new.environment, new.flow)
    is distinct from (old.reference, old.amount, old.currency, old.customer_id, old.payer_id, old.merchant_serial_number, old.environment, old.flow) then
    raise exception 'what an attempt asks for is not changed; another is begun' using errcode = 'integrity_constraint_violation';
  end if;
  if new.authorized_amount < old.authorized_amount or new.captured_amount < old.captured_amount
    or new.refunded_amount < old.refunded_amount or new.cancelled_amount < old.cancelled_amount or new.booked_amount < old.booked_amount then
    raise exception 'the amounts of an attempt only grow' using errcode = 'integrity_constraint_violation';
  end if;
  if old.finished_at is not null and new.state <> old.state and new.state <> 'completed' then
    raise exception 'an attempt that has ended stays so' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger payment_attempts_are_kept before update on payment_attempts for each row execute function keep_attempts();
create trigger payment_attempts_are_not_deleted before delete on payment_attempts for each row execute function refuse_change();

/* Takes attempts whose turn it is to be asked about, of every business, and says when the turn comes again: the younger,
   the sooner. Whoever takes one and dies has lost only that turn. */
create function claim_due_attempts(most integer) returns table (due_business_id uuid, due_attempt_id uuid)
language sql security definer set search_path = kvit, pg_temp as $$
  update payment_attempts a set next_check_at = now() + case
      when a.started_at > now() - interval '2 minutes' then interval '2 seconds'
      when a.started_at > now() - interval '11 minutes' then interval '5 seconds'
      when a.started_at > now() - interval '20 minutes' then interval '30 seconds'
      when a.started_at > now() - interval '1 hour' then interval '2 minutes'
      when a.started_at > now() - interval '6 hours' then interval '10 minutes'
      else interval '1 hour' end
    from (select business_id, id from payment_attempts
      where finished_at is null
        -- A turn further off than any pause was written by a clock that was put back since.
        and (next_check_at <= now() or next_check_at > now() + interval '2 hours')
      order by next_check_at limit most for update skip locked) as due
    where a.business_id = due.business_id and a.id = due.id
    returning a.business_id, a.id
$$;
revoke execute on function claim_due_attempts(integer) from public;
grant execute on function claim_due_attempts(integer) to kvit_jobs;

/* Attempts of the last days, ended or not, of every business: asked about once more each day, for what nobody told. */
create function recent_attempts(days integer) returns table (recent_business_id uuid, recent_attempt_id uuid)
language sql stable security definer set search_path = kvit, pg_temp as $$
  select business_id, id from payment_attempts where started_at > now() - days * interval '1 day' order by started_at
$$;
revoke execute on function recent_attempts(integer) from public;
grant execute on function recent_attempts(integer) to kvit_jobs;

alter table payments
  add column attempt_id uuid,
  -- The first, second … amount captured of an attempt: each is booked once.
  add column capture_number integer check (capture_number >= 1),
  add foreign key (business_id, attempt_id) references payment_attempts,
  add constraint payments_of_attempt check ((method = 'mobilepay') = (attempt_id is not null)),
  add constraint payments_of_capture check ((attempt_id is null) = (capture_number is null));
create unique index payments_one_per_capture on payments (business_id, attempt_id, capture_number) where attempt_id is not null;
grant select (attempt_id) on payments to kvit_customer;
-- What staff search by, and the receipts of a payment.
create index payments_by_amount on payments (business_id, amount, received_on desc, id desc);
create index payments_by_reference on payments (business_id, reference text_pattern_ops) where reference is not null;
create index mails_of_payment on mails (business_id, payment_id) where payment_id is not null;

-- What the provider told, by webhook or when asked: each thing once, however often it is told.
create table provider_events (
  business_id uuid not null references businesses,
  id uuid not null,
  -- Null where we do not know the payment.
  attempt_id uuid,
  reference text not null check (length(reference) between 1 and 100),
  name text not null check (length(name) between 1 and 60),
  psp_reference text not null check (length(psp_reference) <= 100),
  source text not null check (source in ('webhook', 'poll')),
  amount bigint,
  currency text check (currency ~ '^[A-Z]{3}$'),
  success boolean not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, reference, name, psp_reference),
  foreign key (business_id, attempt_id) references payment_attempts
);
create index provider_events_of_attempt on provider_events (business_id, attempt_id, occurred_at);
call protect('provider_events');
grant select, insert on provider_events to kvit_staff;
create trigger provider_events_are_kept before update or delete on provider_events for each row execute function refuse_change();

-- A customer says: I have paid this by bank.
create table payment_notices (
  business_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  -- Who says so.
  customer_id uuid not null,
  paid_on date not null,
  noted_at timestamptz not null default now(),
  done_at timestamptz,
  staff_id uuid,
  primary key (business_id, id),
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, staff_id) references staff_members
);
-- One that is not dealt with, of a document; said again, it is the newer date.
create unique index payment_notices_one_open on payment_notices (business_id, document_id) where done_at is null;
create index payment_notices_newest on payment_notices (business_id, noted_at desc, id desc);
call protect('payment_notices');
create policy own on payment_notices for select to kvit_customer using (
  business_id = (select business()) and exists (select from document_viewers v
    where v.business_id = payment_notices.business_id and v.document_id = payment_notices.document_id));
create policy say_own on payment_notices for insert to kvit_customer with check (
  business_id = (select business()) and done_at is null and customer_id = any ((select actor_customers())::uuid[])
  and exists (select from document_viewers v
    where v.business_id = payment_notices.business_id and v.document_id = payment_notices.document_id and v.kind = 'invoice'));
create policy say_again on payment_notices for update to kvit_customer using (
  business_id = (select business()) and done_at is null and exists (select from document_viewers v
    where v.business_id = payment_notices.business_id and v.document_id = payment_notices.document_id));
grant select, insert, update on payment_notices to kvit_staff;
grant select, insert, update (paid_on, noted_at) on payment_notices to kvit_customer;
