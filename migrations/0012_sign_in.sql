-- Signing in with an e-mail address: who asked, what was mailed and what became of it; sessions for an
-- address, which may be that of several customers; and what may be tried how often.

/* What addresses are compared and looked up by: case and the ways to write a letter make no difference.
   Only ASCII is lowered, so that it never changes with the server's collations. */
create function hash_address(address text) returns bytea language sql immutable strict parallel safe
  return sha256(convert_to(lower(normalize(btrim(address), NFKC) collate "C"), 'UTF8'));
create index contacts_by_address on contacts (business_id, hash_address(email)) where removed_at is null;
create index customers_by_address on customers (business_id, hash_address(email));

/* The customers a person with this address may come in for, each once: as a contact, held to what the
   contact may see, else by the customer's own address. Blocked and merged customers are not among them. */
create function find_customers_at(here uuid, address_sha256 bytea)
returns table (customer_id uuid, contact_id uuid, may_see text)
language sql stable security definer set search_path = kvit, pg_temp as $$
  select distinct on (c.id) c.id, known.contact_id, known.may_see
  from (
    select k.customer_id, k.id as contact_id, k.may_see, 0 as rank, k.is_main from contacts k
      where k.business_id = here and hash_address(k.email) = address_sha256 and k.removed_at is null
    union all
    select o.id, null, 'everything', 1, false from customers o
      where o.business_id = here and hash_address(o.email) = address_sha256) as known
  join customers c on c.business_id = here and c.id = known.customer_id
  where c.portal_access and c.merged_into is null
  order by c.id, known.rank, known.is_main desc, known.contact_id
$$;
revoke execute on function find_customers_at(uuid, bytea) from public;
grant execute on function find_customers_at(uuid, bytea) to kvit_staff, kvit_door;

-- One row each time somebody asks for a sign-in mail, whether the address is known or not.
create table sign_in_flows (
  business_id uuid not null references businesses,
  id uuid not null,
  -- Of the cookie of the browser that asked; one browser may ask several times.
  browser_sha256 bytea not null check (length(browser_sha256) = 32),
  -- HMAC of the normalised address: the account that tries and mails are counted on.
  address_hmac bytea not null check (length(address_hmac) = 32),
  -- The address as it was typed, sealed, for the worker and the page that waits; taken away when the flow is over.
  address_sealed bytea,
  language text not null check (language in ('da', 'en')),
  -- The browser by name, such as "Firefox, Windows", for the mail to say where the code belongs.
  browser_name text check (length(browser_name) <= 60),
  -- Where to go after signing in.
  next_path text check (length(next_path) <= 500),
  -- What became of it; null until the worker has looked.
  outcome text check (outcome in ('mailed', 'unknown', 'limited', 'too_late', 'too_many_open')),
  -- The customer and contact whose stored address the mail went to.
  customer_id uuid,
  contact_id uuid,
  address_sha256 bytea check (length(address_sha256) = 32),
  -- Codes typed in this browser for it, right or wrong.
  tries integer not null default 0 check (tries between 0 and 5),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '15 minutes',
  primary key (business_id, id),
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, contact_id) references contacts,
  check ((customer_id is null) = (address_sha256 is null))
);
create index sign_in_flows_of_browser on sign_in_flows (business_id, browser_sha256, created_at desc);
create index sign_in_flows_of_account on sign_in_flows (business_id, address_hmac, created_at desc);
create index sign_in_flows_by_time on sign_in_flows (business_id, created_at);
create index sign_in_flows_sealed on sign_in_flows (business_id, expires_at) where address_sealed is not null;
call protect('sign_in_flows');
create policy known on sign_in_flows to kvit_door
  using (business_id = (select business())) with check (business_id = (select business()));
grant select, insert, update on sign_in_flows to kvit_door;
grant select, update, delete on sign_in_flows to kvit_staff;

-- The link and the code of one mail. They share a row, and so their fate.
create table sign_in_secrets (
  business_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  mail_id uuid,
  token_sha256 bytea not null check (length(token_sha256) = 32),
  -- HMAC of row and code, by a key that is not in the database.
  code_hmac bytea not null check (length(code_hmac) = 32),
  minted_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '600 seconds',
  used_at timestamptz,
  used_by text check (used_by in ('link', 'code')),
  -- Ended by a sign-in with another mail, or by staff.
  ended_at timestamptz,
  -- When the link was opened without being used, and by whom as far as the request tells.
  opened_by_machine_at timestamptz,
  opened_elsewhere_at timestamptz,
  primary key (business_id, id),
  unique (business_id, token_sha256),
  foreign key (business_id, flow_id) references sign_in_flows on delete cascade,
  check ((used_at is null) = (used_by is null)),
  check (expires_at <= minted_at + interval '600 seconds')
);
create index sign_in_secrets_of_flow on sign_in_secrets (business_id, flow_id);
call protect('sign_in_secrets');
create policy known on sign_in_secrets to kvit_door
  using (business_id = (select business())) with check (business_id = (select business()));
grant select, update on sign_in_secrets to kvit_door;
grant select, insert on sign_in_secrets to kvit_staff;

create index mails_of_sign_in on mails (business_id, login_flow_id) where login_flow_id is not null;

-- What is remembered of an account beyond one flow. A new mail or code resets nothing here; a sign-in does.
create table sign_in_accounts (
  business_id uuid not null references businesses,
  address_hmac bytea not null check (length(address_hmac) = 32),
  failed_in_a_row integer not null default 0 check (failed_in_a_row >= 0),
  changed_at timestamptz not null default now(),
  primary key (business_id, address_hmac)
);
call protect('sign_in_accounts');
create policy known on sign_in_accounts to kvit_door
  using (business_id = (select business())) with check (business_id = (select business()));
grant select, insert, update on sign_in_accounts to kvit_door, kvit_staff;

-- "My address isn't known": what visitors ask staff for.
create table access_requests (
  business_id uuid not null references businesses,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  email text not null check (length(email) between 3 and 254),
  phone text check (length(phone) <= 60),
  company text check (length(company) <= 200),
  message text check (length(message) <= 1000),
  language text not null check (language in ('da', 'en')),
  created_at timestamptz not null default now(),
  done_at timestamptz,
  done_by uuid,
  primary key (business_id, id),
  foreign key (business_id, done_by) references staff_members
);
create index access_requests_open on access_requests (business_id, id) where done_at is null;
call protect('access_requests');
create policy ask on access_requests for insert to kvit_door with check (business_id = (select business()));
grant insert on access_requests to kvit_door;
grant select, update on access_requests to kvit_staff;

-- Sessions for an address: the customers behind it are looked up on every request.
alter table portal_sessions
  alter column customer_id drop not null,
  add column address_sha256 bytea check (length(address_sha256) = 32),
  -- As the browser calls itself, and from where it came, for the person's own list.
  add column user_agent text check (length(user_agent) <= 300),
  add column network text check (length(network) <= 60),
  drop constraint portal_sessions_way_check,
  add constraint portal_sessions_way_check check (way in ('token', 'preview', 'link', 'code')),
  add constraint portal_sessions_whose check ((customer_id is null) = (address_sha256 is not null)),
  add constraint portal_sessions_address check ((way in ('link', 'code')) = (address_sha256 is not null));
create index portal_sessions_of_address on portal_sessions (business_id, address_sha256) where ended_at is null;

/* Which kinds of which customer, as `customer/kind`, where a contact may not see the same of each; else null. */
create function actor_customer_kinds() returns text[] language sql stable parallel safe
  return nullif(current_setting('kvit.customer_kinds', true), '')::text[];

/* The customers whose account, payments and balance, the actor may see: those whose invoices they may. */
create function actor_accounts() returns uuid[] language sql stable parallel safe
  return case
    when not 'invoice' = any (actor_kinds()) then '{}'::uuid[]
    when actor_customer_kinds() is null then actor_customers()
    else array(select customer from unnest(actor_customers()) as customer
      where (customer::text || '/invoice') = any (actor_customer_kinds())) end;

alter policy own on document_viewers using (
  business_id = (select business())
  and customer_id = any ((select actor_customers())::uuid[])
  and kind = any ((select actor_kinds())::text[])
  -- Written so that the planner does not take them for rare conditions: they hold for nearly everybody.
  and case when (select actor_customer_kinds()) is null then true
    else (customer_id::text || '/' || kind) = any ((select actor_customer_kinds())::text[]) end
  and coalesce(document_id = any ((select actor_documents())::uuid[]), true));
alter policy own on payments
  using (business_id = (select business()) and customer_id = any ((select actor_accounts())::uuid[]));
alter policy own on ledger_entries using (
  business_id = (select business())
  and (document_id is null and (select actor_documents()) is null and customer_id = any ((select actor_accounts())::uuid[])
    or exists (
      select from document_viewers v
      where v.business_id = ledger_entries.business_id and v.document_id = ledger_entries.document_id)));

/* Who stands behind a session secret, now: nothing unless the session lives, the way it came in by is still
   good, at least one customer behind it is let in, and the portal is on. For the rest of the transaction it
   sets whose rows may be seen. Every page of the portal comes through here, on every request. */
drop function enter_portal(uuid, bytea);
create function enter_portal(here uuid, secret_sha256 bytea)
returns table (
  session_id uuid, way text, customer_ids uuid[], kinds text[], customer_kinds text[], account_ids uuid[],
  staff_id uuid, language text, expires_at timestamptz, show_statement boolean)
language plpgsql security definer set search_path = kvit, pg_temp as $$
declare
  entry record;
  sight record;
begin
  select s.id, s.way, s.customer_id, s.address_sha256, s.staff_id, s.language, s.expires_at, s.last_seen_at,
      p.show_statement,
      array_remove(array['invoice', case when p.show_quotes then 'quote' end, case when p.show_orders then 'order' end,
        case when p.show_credit_notes then 'credit_note' end], null) as kinds
    into entry
    from portal_sessions s
    join portal_settings p on p.business_id = s.business_id
    join features f on f.business_id = s.business_id and f.feature = 'customer_portal'
    left join customers c on c.business_id = s.business_id and c.id = s.customer_id
    left join portal_tokens t on t.business_id = s.business_id and t.id = s.token_id
    left join staff_members m on m.business_id = s.business_id and m.id = s.staff_id
    where s.business_id = here and s.secret_sha256 = enter_portal.secret_sha256
      and s.ended_at is null and s.expires_at > now() and s.last_seen_at > now() - interval '7 days'
      and (s.customer_id is null or (c.portal_access and c.merged_into is null))
      and p.enabled and f.enabled
      and (s.token_id is null or (t.revoked_at is null and t.expires_at > now()))
      and (s.staff_id is null or m.removed_at is null);
  if not found then return; end if;
  if entry.address_sha256 is null then
    select array[entry.customer_id]::uuid[] as customers, entry.kinds::text[] as kinds, null::text[] as pairs into sight;
  else
    with allowed as (
      select w.customer_id, kind
      from find_customers_at(here, entry.address_sha256) w
      left join unnest(entry.kinds) as kind on w.may_see = 'everything'
        or (w.may_see = 'invoices' and kind in ('invoice', 'credit_note'))
        or (w.may_see = 'quotes' and kind = 'quote'))
    select array(select distinct a.customer_id from allowed a) as customers,
        array(select distinct a.kind from allowed a where a.kind is not null order by a.kind) as kinds,
        case when (select count(*) from allowed a where a.kind is not null)
            < (select count(distinct a.customer_id) * count(distinct a.kind) from allowed a)
          then array(select a.customer_id::text || '/' || a.kind from allowed a where a.kind is not null) end as pairs
      into sight;
    if cardinality(sight.customers) = 0 then return; end if;
  end if;
  perform set_config('kvit.business', here::text, true),
    set_config('kvit.customers', sight.customers::text, true),
    set_config('kvit.kinds', sight.kinds::text, true),
    set_config('kvit.customer_kinds', coalesce(sight.pairs::text, ''), true),
    set_config('kvit.documents', '', true),
    set_config('kvit.actor_kind', 'customer', true),
    set_config('kvit.way', entry.way, true),
    set_config('kvit.session', entry.id::text, true),
    set_config('kvit.staff', coalesce(entry.staff_id::text, ''), true);
  if entry.last_seen_at < now() - interval '5 minutes' then
    update portal_sessions s set last_seen_at = now() where s.business_id = here and s.id = entry.id;
  end if;
  return query select entry.id, entry.way, sight.customers, sight.kinds, sight.pairs, actor_accounts(),
    entry.staff_id, entry.language, entry.expires_at, entry.show_statement;
end $$;
revoke execute on function enter_portal(uuid, bytea) from public;
grant execute on function enter_portal(uuid, bytea) to kvit_customer, kvit_door;

-- The search of customers is held to the same pairs. Only its owner may change it.
grant create on schema kvit to kvit_search;
grant execute on function actor_customer_kinds() to kvit_search;
set local role kvit_search;
create or replace function search_own_documents(wanted tsquery, most integer, before_date date, before_id uuid)
returns table (document_id uuid, issue_date date)
language plpgsql stable security definer set search_path = kvit, pg_temp as $$
declare
  here uuid := business();
  pairs text[] := actor_customer_kinds();
  held tsquery;
begin
  select string_agg('''c:' || customer || '''', ' | ')::tsquery into held from unnest(actor_customers()) as customer;
  if here is null or held is null or wanted is null or numnode(wanted) = 0 then return; end if;
  held := ('''b:' || here || '''')::tsquery && held && wanted;
  if (select count(*) from (select from document_search s where s.terms @@ held limit 2001) as hits) <= 2000 then
    return query
      with found as materialized (select s.document_id from document_search s where s.terms @@ held)
      select distinct v.document_id, v.issue_date
      from found f join document_viewers v on v.business_id = here and v.document_id = f.document_id
      where v.customer_id = any (actor_customers()) and v.kind = any (actor_kinds())
        and (pairs is null or (v.customer_id::text || '/' || v.kind) = any (pairs))
        and (actor_documents() is null or v.document_id = any (actor_documents()))
        and (before_date is null or (v.issue_date, v.document_id) < (before_date, before_id))
      order by v.issue_date desc, v.document_id desc limit most;
  else
    return query
      select distinct walked.document_id, walked.issue_date
      from unnest(actor_customers()) as customer
      cross join lateral (
        select v.document_id, v.issue_date
        from document_viewers v join document_search s on s.business_id = here and s.document_id = v.document_id
        where v.business_id = here and v.customer_id = customer and v.kind = any (actor_kinds())
          and (pairs is null or (v.customer_id::text || '/' || v.kind) = any (pairs))
          and (actor_documents() is null or v.document_id = any (actor_documents()))
          and s.terms @@ held
          and (before_date is null or (v.issue_date, v.document_id) < (before_date, before_id))
        order by v.issue_date desc, v.document_id desc limit most) as walked
      order by walked.issue_date desc, walked.document_id desc limit most;
  end if;
end $$;
set local role kvit_owner;
revoke create on schema kvit from kvit_search;

-- How much may be tried, of staff and customers, as leaky buckets (GCRA): `full_at` is when one is whole again.
-- The installation's, not a business's: some count a network or everybody.
drop table kvit_auth.budgets;
create table kvit_installation.budgets (
  -- HMAC of what is counted: an address, a network, a browser.
  key bytea primary key,
  full_at timestamptz not null
);
create index budgets_by_time on kvit_installation.budgets (full_at);
grant usage on schema kvit_installation to kvit_auth;
grant select, insert, update, delete on kvit_installation.budgets to kvit_door, kvit_auth;

/* Takes one try of every budget, or of none when one of them is used up; then the answer is false. Always in
   the order given, so that two callers never wait for each other. Where the clock was set back, the wait is
   that of an empty budget. */
create function kvit_installation.spend(keys bytea[], bursts integer[], seconds integer[], at timestamptz)
returns boolean language plpgsql set search_path = kvit_installation, pg_temp as $$
declare
  step interval;
  spent timestamptz;
  after timestamptz[] := '{}';
begin
  for i in 1 .. cardinality(keys) loop
    step := make_interval(secs => seconds[i]);
    insert into budgets as b (key, full_at) values (keys[i], at)
      on conflict (key) do update set full_at = least(b.full_at, at + step * bursts[i]) returning full_at into spent;
    spent := greatest(spent, at) + step;
    if spent > at + step * bursts[i] then return false; end if;
    after := after || spent;
  end loop;
  update budgets b set full_at = new.full_at from unnest(keys, after) as new (key, full_at) where b.key = new.key;
  return true;
end $$;
revoke execute on function kvit_installation.spend(bytea[], integer[], integer[], timestamptz) from public;
grant execute on function kvit_installation.spend(bytea[], integer[], integer[], timestamptz) to kvit_door, kvit_auth;
