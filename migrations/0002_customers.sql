-- The companies and persons documents are addressed to, and who can be reached there.

create table customers (
  business_id uuid not null references businesses,
  id uuid not null,
  number text not null check (length(number) between 1 and 60),
  -- Whether Kvit gave the number, because none came with the customer; the business's own then takes its place.
  number_is_ours boolean not null default false,
  kind text not null check (kind in ('company', 'person')),
  -- Sorted as Danish is: Æ, Ø and Å come last, and Aa with them.
  name text collate "da-x-icu" not null check (length(name) between 1 and 300),
  company_id text check (length(company_id) <= 60),
  vat_id text check (length(vat_id) <= 60),
  gln text check (length(gln) <= 60),
  endpoint_scheme text check (length(endpoint_scheme) <= 40),
  endpoint text check (length(endpoint) <= 200),
  email text check (length(email) <= 254),
  phone text check (length(phone) <= 60),
  address_line1 text check (length(address_line1) <= 300),
  address_line2 text check (length(address_line2) <= 300),
  postal_code text check (length(postal_code) <= 40),
  city text check (length(city) <= 200),
  country text check (country ~ '^[A-Z]{2}$'),
  language text check (language in ('da', 'en')),
  internal_note text check (length(internal_note) <= 5000),
  portal_access boolean not null default true,
  merged_into uuid,
  search_terms text[] not null,
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, number),
  foreign key (business_id, merged_into) references customers,
  check (merged_into <> id)
);
create index customers_by_name on customers (business_id, name, id);
call protect('customers');
create policy own on customers for select to kvit_customer
  using (business_id = (select business()) and id = any ((select actor_customers())::uuid[]));
create policy known on customers for select to kvit_door using (business_id = (select business()));
grant select, insert, update on customers to kvit_staff;
grant select (business_id, id, number, kind, name, company_id, vat_id, gln, email, phone,
  address_line1, address_line2, postal_code, city, country, language) on customers to kvit_customer;
grant select (business_id, id, portal_access, merged_into, language) on customers to kvit_door;

-- What an import recognises a customer by: CVR, VAT number, GLN, electronic address …
create table customer_identifiers (
  business_id uuid not null,
  scheme text not null check (length(scheme) between 1 and 60),
  value text not null check (length(value) between 1 and 800),
  customer_id uuid not null,
  -- Weak ones may be shared; then they tell nobody apart.
  primary key (business_id, scheme, value, customer_id),
  foreign key (business_id, customer_id) references customers
);
create index customer_identifiers_of_customer on customer_identifiers (business_id, customer_id);
call protect('customer_identifiers');
grant select, insert, delete on customer_identifiers to kvit_staff;

create table contacts (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  email text check (length(email) <= 254),
  phone text check (length(phone) <= 60),
  may_see text not null default 'everything' check (may_see in ('everything', 'invoices', 'quotes')),
  is_main boolean not null default false,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (business_id, id),
  foreign key (business_id, customer_id) references customers
);
create index contacts_of_customer on contacts (business_id, customer_id);
create unique index contacts_one_per_address on contacts (business_id, customer_id, lower(email)) where removed_at is null;
create unique index contacts_one_main on contacts (business_id, customer_id) where is_main and removed_at is null;
call protect('contacts');
grant select, insert, update on contacts to kvit_staff;

create table vehicles (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  registration text check (length(registration) <= 20),
  vin text check (length(vin) <= 40),
  make text check (length(make) <= 100),
  model text check (length(model) <= 200),
  year integer check (year between 1885 and 2200),
  odometer_km integer check (odometer_km >= 0),
  seen_on date not null,
  primary key (business_id, id),
  foreign key (business_id, customer_id) references customers,
  check (registration is not null or vin is not null)
);
create unique index vehicles_by_registration on vehicles (business_id, customer_id, registration) where registration is not null;
create unique index vehicles_by_vin on vehicles (business_id, customer_id, vin) where registration is null;
call protect('vehicles');
grant select, insert, update on vehicles to kvit_staff;
