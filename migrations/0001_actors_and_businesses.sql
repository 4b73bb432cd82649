-- Who acts, for whom, and the business itself.
--
-- Every statement runs as one of a few roles inside one transaction, with settings that say whose
-- eyes and whose hand it is. The policies below and in the later files ask these settings and
-- nothing else. Where a setting is missing, the functions answer null, and no row is visible.

create function business() returns uuid language sql stable parallel safe
  return nullif(current_setting('kvit.business', true), '')::uuid;

/* The customers an actor may see for; null unless the actor is one. */
create function actor_customers() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('kvit.customers', true), '')::uuid[];

/* The kinds of document the business shows and the actor may see. */
create function actor_kinds() returns text[] language sql stable parallel safe
  return nullif(current_setting('kvit.kinds', true), '')::text[];

/* The only documents the actor may see, or null where it is not held to some. */
create function actor_documents() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('kvit.documents', true), '')::uuid[];

create function actor_kind() returns text language sql stable parallel safe
  return nullif(current_setting('kvit.actor_kind', true), '');
create function actor_way() returns text language sql stable parallel safe
  return nullif(current_setting('kvit.way', true), '');
create function actor_staff() returns uuid language sql stable parallel safe
  return nullif(current_setting('kvit.staff', true), '')::uuid;
create function actor_session() returns uuid language sql stable parallel safe
  return nullif(current_setting('kvit.session', true), '')::uuid;

/* Row security for a table: forced, with everything for the owner (migration, backup, triggers) and
   the rows of the actor's own business for staff. What others may see is written out beside the table. */
create procedure protect(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security, force row level security', target);
  execute format('create policy owner on %s to kvit_owner using (true) with check (true)', target);
  execute format(
    'create policy staff on %s to kvit_staff using (business_id = (select business())) with check (business_id = (select business()))',
    target);
end $$;
revoke execute on procedure protect(regclass) from public;

/* A trigger for tables whose rows are never changed and never taken away. */
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed or deleted', tg_table_name using errcode = 'restrict_violation';
end $$;

create table businesses (
  business_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  company_id text check (length(company_id) <= 40),
  vat_id text check (length(vat_id) <= 40),
  gln text check (length(gln) <= 40),
  address_line1 text check (length(address_line1) <= 300),
  address_line2 text check (length(address_line2) <= 300),
  postal_code text check (length(postal_code) <= 40),
  city text check (length(city) <= 200),
  country text not null default 'DK' check (country ~ '^[A-Z]{2}$'),
  phone text check (length(phone) <= 60),
  email text check (length(email) <= 254),
  website text check (length(website) <= 300),
  language text not null default 'da' check (language in ('da', 'en')),
  currency text not null default 'DKK' check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null default 'Europe/Copenhagen',
  accent text not null default '#0b5d4b' check (accent ~ '^#[0-9a-f]{6}$'),
  logo bytea check (length(logo) <= 524288),
  logo_type text check (logo_type in ('image/png', 'image/jpeg')),
  terms_url text check (length(terms_url) <= 500),
  privacy_url text check (length(privacy_url) <= 500),
  letterhead text check (length(letterhead) <= 1000),
  bank_registration text check (length(bank_registration) <= 20),
  bank_account text check (length(bank_account) <= 40),
  iban text check (length(iban) <= 40),
  bic text check (length(bic) <= 20),
  created_at timestamptz not null default now(),
  primary key (business_id),
  check ((logo is null) = (logo_type is null))
);
call protect('businesses');
create policy known on businesses for select to kvit_customer, kvit_door using (business_id = (select business()));
grant select, update on businesses to kvit_staff;
grant select on businesses to kvit_customer, kvit_door;

create table portal_settings (
  business_id uuid not null references businesses,
  enabled boolean not null,
  token_expiry_days integer not null default 30 check (token_expiry_days between 1 and 365),
  show_quotes boolean not null default true,
  show_orders boolean not null default true,
  show_credit_notes boolean not null default true,
  show_statement boolean not null default true,
  allow_messages boolean not null default true,
  show_prices_with_vat boolean not null default false,
  welcome_da text not null default '' check (length(welcome_da) <= 500),
  welcome_en text not null default '' check (length(welcome_en) <= 500),
  changed_at timestamptz not null default now(),
  primary key (business_id)
);
call protect('portal_settings');
create policy known on portal_settings for select to kvit_customer, kvit_door using (business_id = (select business()));
grant select, insert, update on portal_settings to kvit_staff;
grant select on portal_settings to kvit_customer, kvit_door;

create table features (
  business_id uuid not null references businesses,
  feature text not null check (feature in ('customer_portal')),
  enabled boolean not null,
  primary key (business_id, feature)
);
call protect('features');
create policy known on features for select to kvit_customer, kvit_door using (business_id = (select business()));
grant select, insert, update on features to kvit_staff;
grant select on features to kvit_customer, kvit_door;

create table staff_members (
  business_id uuid not null references businesses,
  id uuid not null,
  -- The person's account in the schema of the staff sign-in.
  account_id text not null,
  name text not null check (length(name) between 1 and 200),
  email text not null check (length(email) <= 254),
  role text not null check (role in ('owner', 'staff', 'read_only')),
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (business_id, id),
  unique (business_id, account_id)
);
call protect('staff_members');
create policy known on staff_members for select to kvit_door using (business_id = (select business()));
grant select, insert, update on staff_members to kvit_staff;
grant select on staff_members to kvit_door;

-- What happened, written by every verb in its own transaction and never changed. Holds ids, never
-- names, addresses or secrets.
create table events (
  business_id uuid not null references businesses,
  id uuid not null,
  at timestamptz not null default now(),
  kind text not null check (kind ~ '^[a-z_]+\.[a-z_]+$'),
  actor_kind text not null default actor_kind() check (actor_kind in ('staff', 'customer', 'door', 'system')),
  way text default actor_way(),
  staff_id uuid default actor_staff(),
  session_id uuid default actor_session(),
  customer_id uuid,
  document_id uuid,
  data jsonb not null default '{}',
  primary key (business_id, id)
);
create index events_of_customer on events (business_id, customer_id, id) where customer_id is not null;
create index events_of_document on events (business_id, document_id, id) where document_id is not null;
call protect('events');
create policy record on events for insert to kvit_customer, kvit_door
  with check (business_id = (select business()) and actor_kind = (select actor_kind()));
grant select, insert on events to kvit_staff;
grant insert on events to kvit_customer, kvit_door;
create trigger events_are_kept before update or delete on events for each row execute function refuse_change();
