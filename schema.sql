-- The schema as the migrations leave it. Written by `npm run schema`; not run by anything.

create table kvit.access_requests (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  email text not null,
  phone text,
  company text,
  message text,
  language text not null,
  created_at timestamp with time zone not null default now(),
  done_at timestamp with time zone,
  done_by uuid,
  constraint access_requests_company_check CHECK ((length(company) <= 200)),
  constraint access_requests_email_check CHECK (((length(email) >= 3) AND (length(email) <= 254))),
  constraint access_requests_language_check CHECK ((language = ANY (ARRAY['da'::text, 'en'::text]))),
  constraint access_requests_message_check CHECK ((length(message) <= 1000)),
  constraint access_requests_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint access_requests_phone_check CHECK ((length(phone) <= 60)),
  constraint access_requests_business_id_done_by_fkey FOREIGN KEY (business_id, done_by) REFERENCES kvit.staff_members(business_id, id),
  constraint access_requests_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint access_requests_pkey PRIMARY KEY (business_id, id)
);
CREATE INDEX access_requests_open ON kvit.access_requests USING btree (business_id, id) WHERE (done_at IS NULL);

create table kvit.businesses (
  business_id uuid not null,
  name text not null,
  company_id text,
  vat_id text,
  gln text,
  address_line1 text,
  address_line2 text,
  postal_code text,
  city text,
  country text not null default 'DK'::text,
  phone text,
  email text,
  website text,
  language text not null default 'da'::text,
  currency text not null default 'DKK'::text,
  time_zone text not null default 'Europe/Copenhagen'::text,
  accent text not null default '#0b5d4b'::text,
  logo bytea,
  logo_type text,
  terms_url text,
  privacy_url text,
  letterhead text,
  bank_registration text,
  bank_account text,
  iban text,
  bic text,
  created_at timestamp with time zone not null default now(),
  changed_at timestamp with time zone not null default now(),
  creditor_number text,
  creditor_mask text,
  constraint businesses_accent_check CHECK ((accent ~ '^#[0-9a-f]{6}$'::text)),
  constraint businesses_address_line1_check CHECK ((length(address_line1) <= 300)),
  constraint businesses_address_line2_check CHECK ((length(address_line2) <= 300)),
  constraint businesses_bank_account_check CHECK ((length(bank_account) <= 40)),
  constraint businesses_bank_registration_check CHECK ((length(bank_registration) <= 20)),
  constraint businesses_bic_check CHECK ((length(bic) <= 20)),
  constraint businesses_check CHECK (((logo IS NULL) = (logo_type IS NULL))),
  constraint businesses_city_check CHECK ((length(city) <= 200)),
  constraint businesses_company_id_check CHECK ((length(company_id) <= 40)),
  constraint businesses_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint businesses_creditor_mask_check CHECK (((creditor_mask ~ '^[0-9#]{14}$'::text) AND (creditor_mask ~ '#'::text))),
  constraint businesses_creditor_number_check CHECK ((creditor_number ~ '^[0-9]{8}$'::text)),
  constraint businesses_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint businesses_email_check CHECK ((length(email) <= 254)),
  constraint businesses_gln_check CHECK ((length(gln) <= 40)),
  constraint businesses_iban_check CHECK ((length(iban) <= 40)),
  constraint businesses_language_check CHECK ((language = ANY (ARRAY['da'::text, 'en'::text]))),
  constraint businesses_letterhead_check CHECK ((length(letterhead) <= 1000)),
  constraint businesses_logo_check CHECK ((length(logo) <= 524288)),
  constraint businesses_logo_type_check CHECK ((logo_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text]))),
  constraint businesses_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint businesses_phone_check CHECK ((length(phone) <= 60)),
  constraint businesses_postal_code_check CHECK ((length(postal_code) <= 40)),
  constraint businesses_privacy_url_check CHECK ((length(privacy_url) <= 500)),
  constraint businesses_terms_url_check CHECK ((length(terms_url) <= 500)),
  constraint businesses_vat_id_check CHECK ((length(vat_id) <= 40)),
  constraint businesses_website_check CHECK ((length(website) <= 300)),
  constraint businesses_pkey PRIMARY KEY (business_id)
);

create table kvit.contacts (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  name text not null,
  email text,
  phone text,
  may_see text not null default 'everything'::text,
  is_main boolean not null default false,
  created_at timestamp with time zone not null default now(),
  removed_at timestamp with time zone,
  mail_problem text,
  constraint contacts_email_check CHECK ((length(email) <= 254)),
  constraint contacts_mail_problem_check CHECK ((length(mail_problem) <= 1000)),
  constraint contacts_may_see_check CHECK ((may_see = ANY (ARRAY['everything'::text, 'invoices'::text, 'quotes'::text]))),
  constraint contacts_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint contacts_phone_check CHECK ((length(phone) <= 60)),
  constraint contacts_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint contacts_pkey PRIMARY KEY (business_id, id)
);
CREATE INDEX contacts_by_address ON kvit.contacts USING btree (business_id, kvit.hash_address(email)) WHERE (removed_at IS NULL);
CREATE INDEX contacts_of_customer ON kvit.contacts USING btree (business_id, customer_id);
CREATE UNIQUE INDEX contacts_one_main ON kvit.contacts USING btree (business_id, customer_id) WHERE (is_main AND (removed_at IS NULL));
CREATE UNIQUE INDEX contacts_one_per_address ON kvit.contacts USING btree (business_id, customer_id, lower(email)) WHERE (removed_at IS NULL);

create table kvit.customer_identifiers (
  business_id uuid not null,
  scheme text not null,
  value text not null,
  customer_id uuid not null,
  constraint customer_identifiers_scheme_check CHECK (((length(scheme) >= 1) AND (length(scheme) <= 60))),
  constraint customer_identifiers_value_check CHECK (((length(value) >= 1) AND (length(value) <= 800))),
  constraint customer_identifiers_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint customer_identifiers_pkey PRIMARY KEY (business_id, scheme, value, customer_id)
);
CREATE INDEX customer_identifiers_of_customer ON kvit.customer_identifiers USING btree (business_id, customer_id);

create table kvit.customer_search (
  business_id uuid not null,
  customer_id uuid not null,
  terms tsvector not null,
  constraint customer_search_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint customer_search_pkey PRIMARY KEY (business_id, customer_id)
);
CREATE INDEX customer_search_terms ON kvit.customer_search USING gin (terms) WITH (fastupdate=off);

create table kvit.customers (
  business_id uuid not null,
  id uuid not null,
  number text not null,
  number_is_ours boolean not null default false,
  kind text not null,
  name text collate "da-x-icu" not null,
  company_id text,
  vat_id text,
  gln text,
  endpoint_scheme text,
  endpoint text,
  email text,
  phone text,
  address_line1 text,
  address_line2 text,
  postal_code text,
  city text,
  country text,
  language text,
  internal_note text,
  portal_access boolean not null default true,
  merged_into uuid,
  search_terms text[] not null,
  created_at timestamp with time zone not null default now(),
  mail_problem text,
  constraint customers_address_line1_check CHECK ((length(address_line1) <= 300)),
  constraint customers_address_line2_check CHECK ((length(address_line2) <= 300)),
  constraint customers_check CHECK ((merged_into <> id)),
  constraint customers_city_check CHECK ((length(city) <= 200)),
  constraint customers_company_id_check CHECK ((length(company_id) <= 60)),
  constraint customers_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint customers_email_check CHECK ((length(email) <= 254)),
  constraint customers_endpoint_check CHECK ((length(endpoint) <= 200)),
  constraint customers_endpoint_scheme_check CHECK ((length(endpoint_scheme) <= 40)),
  constraint customers_gln_check CHECK ((length(gln) <= 60)),
  constraint customers_internal_note_check CHECK ((length(internal_note) <= 5000)),
  constraint customers_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'person'::text]))),
  constraint customers_language_check CHECK ((language = ANY (ARRAY['da'::text, 'en'::text]))),
  constraint customers_mail_problem_check CHECK ((length(mail_problem) <= 1000)),
  constraint customers_name_check CHECK (((length(name) >= 1) AND (length(name) <= 300))),
  constraint customers_number_check CHECK (((length(number) >= 1) AND (length(number) <= 60))),
  constraint customers_phone_check CHECK ((length(phone) <= 60)),
  constraint customers_postal_code_check CHECK ((length(postal_code) <= 40)),
  constraint customers_vat_id_check CHECK ((length(vat_id) <= 60)),
  constraint customers_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint customers_business_id_merged_into_fkey FOREIGN KEY (business_id, merged_into) REFERENCES kvit.customers(business_id, id),
  constraint customers_pkey PRIMARY KEY (business_id, id),
  constraint customers_business_id_number_key UNIQUE (business_id, number)
);
CREATE INDEX customers_by_address ON kvit.customers USING btree (business_id, kvit.hash_address(email));
CREATE INDEX customers_by_name ON kvit.customers USING btree (business_id, name, id);

create table kvit.document_drafts (
  business_id uuid not null,
  document_id uuid not null,
  data jsonb not null,
  changed_at timestamp with time zone not null default now(),
  constraint document_drafts_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint document_drafts_pkey PRIMARY KEY (business_id, document_id)
);

create table kvit.document_files (
  business_id uuid not null,
  document_id uuid not null,
  version integer not null,
  role text not null,
  "position" integer not null default 0,
  file_name text not null,
  media_type text not null,
  sha256 bytea not null,
  bytes bytea not null,
  made_here boolean not null,
  made_at timestamp with time zone not null default now(),
  constraint document_files_check CHECK (((role = 'attachment'::text) OR ("position" = 0))),
  constraint document_files_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 255))),
  constraint document_files_media_type_check CHECK ((length(media_type) <= 100)),
  constraint document_files_position_check CHECK (("position" >= 0)),
  constraint document_files_role_check CHECK ((role = ANY (ARRAY['pdf'::text, 'xml'::text, 'attachment'::text]))),
  constraint document_files_sha256_check CHECK ((length(sha256) = 32)),
  constraint document_files_business_id_document_id_version_fkey FOREIGN KEY (business_id, document_id, version) REFERENCES kvit.document_versions(business_id, document_id, version),
  constraint document_files_pkey PRIMARY KEY (business_id, document_id, version, role, "position")
);

create table kvit.document_links (
  business_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  customer_id uuid not null,
  key_id text not null,
  recipient text not null,
  contact_id uuid,
  created_at timestamp with time zone not null default now(),
  created_by uuid,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  opens bigint not null default 0,
  first_opened_at timestamp with time zone,
  first_opened_by_person_at timestamp with time zone,
  constraint document_links_check CHECK (((recipient = 'contact'::text) = (contact_id IS NOT NULL))),
  constraint document_links_check1 CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '366 days'::interval)))),
  constraint document_links_expires_at_check CHECK ((date_trunc('second'::text, expires_at) = expires_at)),
  constraint document_links_key_id_check CHECK ((key_id ~ '^[a-z0-9]{1,8}$'::text)),
  constraint document_links_recipient_check CHECK ((recipient = ANY (ARRAY['contact'::text, 'customer'::text, 'nobody'::text]))),
  constraint document_links_business_id_contact_id_fkey FOREIGN KEY (business_id, contact_id) REFERENCES kvit.contacts(business_id, id),
  constraint document_links_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint document_links_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint document_links_pkey PRIMARY KEY (business_id, id)
);
CREATE INDEX document_links_of_customer ON kvit.document_links USING btree (business_id, customer_id, id);
CREATE INDEX document_links_of_document ON kvit.document_links USING btree (business_id, document_id, id);

create table kvit.document_references (
  business_id uuid not null,
  document_id uuid not null,
  kind text not null,
  number text not null,
  constraint document_references_kind_check CHECK ((kind = ANY (ARRAY['quote'::text, 'order'::text, 'invoice'::text]))),
  constraint document_references_number_check CHECK (((length(number) >= 1) AND (length(number) <= 200))),
  constraint document_references_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint document_references_pkey PRIMARY KEY (business_id, document_id, kind, number)
);
CREATE INDEX document_references_back ON kvit.document_references USING btree (business_id, kind, number);

create table kvit.document_search (
  business_id uuid not null,
  document_id uuid not null,
  issue_date date not null,
  terms tsvector not null,
  constraint document_search_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint document_search_pkey PRIMARY KEY (business_id, document_id)
);
CREATE INDEX document_search_newest ON kvit.document_search USING btree (business_id, issue_date DESC, document_id DESC);
CREATE INDEX document_search_terms ON kvit.document_search USING gin (terms) WITH (fastupdate=off);

create table kvit.document_session_links (
  business_id uuid not null,
  session_id uuid not null,
  link_id uuid not null,
  constraint document_session_links_business_id_link_id_fkey FOREIGN KEY (business_id, link_id) REFERENCES kvit.document_links(business_id, id),
  constraint document_session_links_business_id_session_id_fkey FOREIGN KEY (business_id, session_id) REFERENCES kvit.document_sessions(business_id, id),
  constraint document_session_links_pkey PRIMARY KEY (business_id, session_id, link_id)
);
CREATE INDEX document_session_links_of_link ON kvit.document_session_links USING btree (business_id, link_id);

create table kvit.document_sessions (
  business_id uuid not null,
  id uuid not null,
  secret_sha256 bytea not null,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint document_sessions_secret_sha256_check CHECK ((length(secret_sha256) = 32)),
  constraint document_sessions_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint document_sessions_pkey PRIMARY KEY (business_id, id),
  constraint document_sessions_business_id_secret_sha256_key UNIQUE (business_id, secret_sha256)
);

create table kvit.document_versions (
  business_id uuid not null,
  document_id uuid not null,
  version integer not null,
  data jsonb not null,
  content_sha256 bytea not null,
  remarks jsonb not null default '[]'::jsonb,
  issued_at timestamp with time zone not null default now(),
  constraint document_versions_content_sha256_check CHECK ((length(content_sha256) = 32)),
  constraint document_versions_version_check CHECK ((version >= 1)),
  constraint document_versions_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint document_versions_pkey PRIMARY KEY (business_id, document_id, version)
);

create table kvit.document_viewers (
  business_id uuid not null,
  customer_id uuid not null,
  document_id uuid not null,
  kind text not null,
  issue_date date not null,
  due_date date not null,
  total bigint not null,
  number text not null,
  constraint document_viewers_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint document_viewers_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint document_viewers_pkey PRIMARY KEY (business_id, customer_id, document_id)
);
CREATE INDEX document_viewers_by_due_date ON kvit.document_viewers USING btree (business_id, customer_id, due_date, document_id);
CREATE INDEX document_viewers_by_number ON kvit.document_viewers USING btree (business_id, customer_id, number, document_id);
CREATE INDEX document_viewers_by_total ON kvit.document_viewers USING btree (business_id, customer_id, total, document_id);
CREATE INDEX document_viewers_newest ON kvit.document_viewers USING btree (business_id, customer_id, issue_date DESC, document_id DESC);
CREATE INDEX document_viewers_newest_of_kind ON kvit.document_viewers USING btree (business_id, customer_id, kind, issue_date DESC, document_id DESC);
CREATE INDEX document_viewers_of_document ON kvit.document_viewers USING btree (business_id, document_id, customer_id);

create table kvit.documents (
  business_id uuid not null,
  id uuid not null,
  kind text not null,
  number text not null,
  seller_key text not null default ''::text,
  state text not null,
  customer_id uuid not null,
  bill_to_id uuid not null,
  issue_date date not null,
  due_date date,
  valid_until date,
  currency text not null,
  total_without_vat bigint not null,
  total_vat bigint not null,
  total bigint not null,
  payable bigint not null,
  version integer not null,
  title text not null default ''::text,
  registration text,
  order_reference text,
  source text not null,
  internal_note text,
  search_terms text[] not null,
  created_at timestamp with time zone not null default now(),
  constraint documents_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint documents_internal_note_check CHECK ((length(internal_note) <= 5000)),
  constraint documents_kind_check CHECK ((kind = ANY (ARRAY['quote'::text, 'order'::text, 'invoice'::text, 'credit_note'::text]))),
  constraint documents_number_check CHECK (((length(number) >= 1) AND (length(number) <= 100))),
  constraint documents_order_reference_check CHECK ((length(order_reference) <= 200)),
  constraint documents_registration_check CHECK ((length(registration) <= 20)),
  constraint documents_seller_key_check CHECK ((length(seller_key) <= 300)),
  constraint documents_source_check CHECK ((source = ANY (ARRAY['kvit'::text, 'ubl'::text, 'csv'::text]))),
  constraint documents_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'issued'::text, 'cancelled'::text]))),
  constraint documents_title_check CHECK ((length(title) <= 300)),
  constraint documents_version_check CHECK ((version >= 1)),
  constraint documents_business_id_bill_to_id_fkey FOREIGN KEY (business_id, bill_to_id) REFERENCES kvit.customers(business_id, id),
  constraint documents_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint documents_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint documents_pkey PRIMARY KEY (business_id, id),
  constraint documents_business_id_kind_number_seller_key_bill_to_id_key UNIQUE (business_id, kind, number, seller_key, bill_to_id)
);
CREATE INDEX documents_newest ON kvit.documents USING btree (business_id, issue_date DESC, id DESC);
CREATE INDEX documents_newest_of_kind ON kvit.documents USING btree (business_id, kind, issue_date DESC, id DESC);
CREATE INDEX documents_of_bill_to ON kvit.documents USING btree (business_id, bill_to_id, issue_date DESC, id DESC);
CREATE INDEX documents_of_customer ON kvit.documents USING btree (business_id, customer_id, issue_date DESC, id DESC);
CREATE UNIQUE INDEX documents_own_number ON kvit.documents USING btree (business_id, kind, number) WHERE (seller_key = ''::text);

create table kvit.events (
  business_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  kind text not null,
  actor_kind text not null default kvit.actor_kind(),
  way text default kvit.actor_way(),
  staff_id uuid default kvit.actor_staff(),
  session_id uuid default kvit.actor_session(),
  customer_id uuid,
  document_id uuid,
  data jsonb not null default '{}'::jsonb,
  constraint events_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['staff'::text, 'customer'::text, 'door'::text, 'system'::text]))),
  constraint events_kind_check CHECK ((kind ~ '^[a-z_]+\.[a-z_]+$'::text)),
  constraint events_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint events_pkey PRIMARY KEY (business_id, id)
);
CREATE INDEX events_of_customer ON kvit.events USING btree (business_id, customer_id, id) WHERE (customer_id IS NOT NULL);
CREATE INDEX events_of_document ON kvit.events USING btree (business_id, document_id, id) WHERE (document_id IS NOT NULL);

create table kvit.features (
  business_id uuid not null,
  feature text not null,
  enabled boolean not null,
  constraint features_feature_check CHECK ((feature = 'customer_portal'::text)),
  constraint features_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint features_pkey PRIMARY KEY (business_id, feature)
);

create table kvit.invitations (
  business_id uuid not null,
  id uuid not null,
  created_at timestamp with time zone not null default now(),
  created_by uuid,
  state text not null default 'running'::text,
  per_minute integer not null default 60,
  next_batch_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint invitations_check CHECK (((state = 'running'::text) = (ended_at IS NULL))),
  constraint invitations_per_minute_check CHECK (((per_minute >= 1) AND (per_minute <= 600))),
  constraint invitations_state_check CHECK ((state = ANY (ARRAY['running'::text, 'stopped'::text, 'done'::text]))),
  constraint invitations_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint invitations_pkey PRIMARY KEY (business_id, id)
);
CREATE UNIQUE INDEX invitations_one_at_a_time ON kvit.invitations USING btree (business_id) WHERE (state = 'running'::text);

create table kvit.invited_customers (
  business_id uuid not null,
  invitation_id uuid not null,
  customer_id uuid not null,
  state text not null default 'waiting'::text,
  constraint invited_customers_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'left_out'::text]))),
  constraint invited_customers_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint invited_customers_business_id_invitation_id_fkey FOREIGN KEY (business_id, invitation_id) REFERENCES kvit.invitations(business_id, id),
  constraint invited_customers_pkey PRIMARY KEY (business_id, invitation_id, customer_id)
);
CREATE INDEX invited_customers_of_customer ON kvit.invited_customers USING btree (business_id, customer_id);
CREATE INDEX invited_customers_waiting ON kvit.invited_customers USING btree (business_id, invitation_id, customer_id) WHERE (state = 'waiting'::text);

create table kvit.ledger_entries (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  kind text not null,
  document_id uuid,
  version integer,
  payment_id uuid,
  allocation_id uuid,
  amount bigint not null,
  currency text not null,
  entry_date date not null,
  recorded_at timestamp with time zone not null default now(),
  refund_id uuid,
  write_off_id uuid,
  opening_balance_id uuid,
  chosen boolean not null default false,
  constraint ledger_entries_amount_check CHECK ((amount <> 0)),
  constraint ledger_entries_check CHECK (((kind = ANY (ARRAY['invoice'::text, 'credit_note'::text])) = (version IS NOT NULL))),
  constraint ledger_entries_check2 CHECK (((kind = ANY (ARRAY['allocation'::text, 'transfer'::text])) = (allocation_id IS NOT NULL))),
  constraint ledger_entries_chosen CHECK (((kind = 'allocation'::text) OR (NOT chosen))),
  constraint ledger_entries_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint ledger_entries_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit_note'::text, 'payment'::text, 'allocation'::text, 'transfer'::text, 'refund'::text, 'write_off'::text, 'opening_balance'::text]))),
  constraint ledger_entries_of_payment CHECK (
CASE
    WHEN (kind = ANY (ARRAY['payment'::text, 'refund'::text])) THEN (payment_id IS NOT NULL)
    WHEN (kind = 'allocation'::text) THEN true
    ELSE (payment_id IS NULL)
END),
  constraint ledger_entries_on_document CHECK (((kind = ANY (ARRAY['payment'::text, 'refund'::text, 'allocation'::text, 'opening_balance'::text])) OR (document_id IS NOT NULL))),
  constraint ledger_entries_on_one_thing CHECK (((num_nonnulls(document_id, opening_balance_id) < 2) AND (num_nonnulls(document_id, opening_balance_id, payment_id) > 0))),
  constraint ledger_entries_opening CHECK (((kind <> 'opening_balance'::text) OR (opening_balance_id IS NOT NULL))),
  constraint ledger_entries_refund CHECK (((kind = 'refund'::text) = (refund_id IS NOT NULL))),
  constraint ledger_entries_signs CHECK (
CASE kind
    WHEN 'payment'::text THEN (amount < 0)
    WHEN 'refund'::text THEN (amount > 0)
    ELSE true
END),
  constraint ledger_entries_write_off CHECK (((kind = 'write_off'::text) = (write_off_id IS NOT NULL))),
  constraint ledger_entries_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint ledger_entries_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint ledger_entries_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint ledger_entries_business_id_opening_balance_id_fkey FOREIGN KEY (business_id, opening_balance_id) REFERENCES kvit.opening_balances(business_id, id),
  constraint ledger_entries_business_id_payment_id_fkey FOREIGN KEY (business_id, payment_id) REFERENCES kvit.payments(business_id, id),
  constraint ledger_entries_business_id_refund_id_fkey FOREIGN KEY (business_id, refund_id) REFERENCES kvit.refunds(business_id, id),
  constraint ledger_entries_business_id_write_off_id_fkey FOREIGN KEY (business_id, write_off_id) REFERENCES kvit.write_offs(business_id, id),
  constraint ledger_entries_pkey PRIMARY KEY (business_id, id)
);
CREATE INDEX ledger_entries_by_date ON kvit.ledger_entries USING btree (business_id, entry_date);
CREATE INDEX ledger_entries_of_allocation ON kvit.ledger_entries USING btree (business_id, allocation_id) WHERE (allocation_id IS NOT NULL);
CREATE INDEX ledger_entries_of_customer ON kvit.ledger_entries USING btree (business_id, customer_id, entry_date, id) INCLUDE (currency, amount);
CREATE INDEX ledger_entries_of_document ON kvit.ledger_entries USING btree (business_id, document_id) INCLUDE (kind, amount, entry_date, payment_id);
CREATE INDEX ledger_entries_of_opening_balance ON kvit.ledger_entries USING btree (business_id, opening_balance_id) WHERE (opening_balance_id IS NOT NULL);
CREATE INDEX ledger_entries_of_payment ON kvit.ledger_entries USING btree (business_id, payment_id) WHERE (payment_id IS NOT NULL);
CREATE INDEX ledger_entries_of_refund ON kvit.ledger_entries USING btree (business_id, refund_id) WHERE (refund_id IS NOT NULL);
CREATE INDEX ledger_entries_on_account ON kvit.ledger_entries USING btree (business_id, customer_id) INCLUDE (currency, amount, payment_id, opening_balance_id) WHERE (document_id IS NULL);
CREATE UNIQUE INDEX ledger_entries_one_opening ON kvit.ledger_entries USING btree (business_id, opening_balance_id) WHERE (kind = 'opening_balance'::text);
CREATE UNIQUE INDEX ledger_entries_one_per_version ON kvit.ledger_entries USING btree (business_id, document_id, version) WHERE (version IS NOT NULL);
CREATE UNIQUE INDEX ledger_entries_one_write_off ON kvit.ledger_entries USING btree (business_id, write_off_id) WHERE (write_off_id IS NOT NULL);

create table kvit.link_shares (
  business_id uuid not null,
  id uuid not null,
  what text not null,
  way text not null,
  customer_id uuid not null,
  contact_id uuid,
  document_id uuid,
  document_link_id uuid,
  sign_in_link_id uuid,
  token_id uuid,
  created_at timestamp with time zone not null default now(),
  created_by uuid,
  send_at timestamp with time zone,
  state text not null,
  mail_id uuid,
  constraint link_shares_check CHECK (((what = 'document_link'::text) = (document_link_id IS NOT NULL))),
  constraint link_shares_check1 CHECK (((what = 'document_link'::text) = (document_id IS NOT NULL))),
  constraint link_shares_check2 CHECK (((what = 'sign_in_link'::text) = (sign_in_link_id IS NOT NULL))),
  constraint link_shares_check3 CHECK (((state <> 'waiting'::text) OR (send_at IS NOT NULL))),
  constraint link_shares_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'shared'::text, 'undone'::text, 'failed'::text]))),
  constraint link_shares_way_check CHECK ((way = ANY (ARRAY['copy'::text, 'mail'::text, 'sms'::text, 'command'::text, 'api'::text]))),
  constraint link_shares_what_check CHECK ((what = ANY (ARRAY['portal_token'::text, 'document_link'::text, 'sign_in_link'::text]))),
  constraint link_shares_business_id_contact_id_fkey FOREIGN KEY (business_id, contact_id) REFERENCES kvit.contacts(business_id, id),
  constraint link_shares_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint link_shares_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint link_shares_business_id_document_link_id_fkey FOREIGN KEY (business_id, document_link_id) REFERENCES kvit.document_links(business_id, id),
  constraint link_shares_business_id_sign_in_link_id_fkey FOREIGN KEY (business_id, sign_in_link_id) REFERENCES kvit.sign_in_links(business_id, id),
  constraint link_shares_business_id_token_id_fkey FOREIGN KEY (business_id, token_id) REFERENCES kvit.portal_tokens(business_id, id),
  constraint link_shares_pkey PRIMARY KEY (business_id, id)
);
CREATE INDEX link_shares_of_customer ON kvit.link_shares USING btree (business_id, customer_id, id);
CREATE INDEX link_shares_of_document ON kvit.link_shares USING btree (business_id, document_id, id) WHERE (document_id IS NOT NULL);
CREATE UNIQUE INDEX link_shares_waiting_once ON kvit.link_shares USING btree (business_id, customer_id, what, contact_id, document_id) NULLS NOT DISTINCT WHERE (state = 'waiting'::text);

create table kvit.mail_settings (
  business_id uuid not null,
  host text not null,
  port integer not null,
  security text not null,
  username text,
  sealed_password bytea,
  from_name text,
  from_address text not null,
  reply_to text,
  changed_at timestamp with time zone not null default now(),
  constraint mail_settings_check CHECK (((sealed_password IS NULL) OR (username IS NOT NULL))),
  constraint mail_settings_from_address_check CHECK (((length(from_address) >= 3) AND (length(from_address) <= 254))),
  constraint mail_settings_from_name_check CHECK ((length(from_name) <= 200)),
  constraint mail_settings_host_check CHECK (((length(host) >= 1) AND (length(host) <= 253))),
  constraint mail_settings_port_check CHECK (((port >= 1) AND (port <= 65535))),
  constraint mail_settings_reply_to_check CHECK ((length(reply_to) <= 254)),
  constraint mail_settings_security_check CHECK ((security = ANY (ARRAY['starttls'::text, 'tls'::text, 'none'::text]))),
  constraint mail_settings_username_check CHECK ((length(username) <= 254)),
  constraint mail_settings_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint mail_settings_pkey PRIMARY KEY (business_id)
);

create table kvit.mail_templates (
  business_id uuid not null,
  template text not null,
  language text not null,
  subject text not null,
  body text not null,
  changed_at timestamp with time zone not null default now(),
  constraint mail_templates_body_check CHECK (((length(body) >= 1) AND (length(body) <= 10000))),
  constraint mail_templates_language_check CHECK ((language = ANY (ARRAY['da'::text, 'en'::text]))),
  constraint mail_templates_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 300))),
  constraint mail_templates_template_check CHECK (((length(template) >= 1) AND (length(template) <= 40))),
  constraint mail_templates_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint mail_templates_pkey PRIMARY KEY (business_id, template, language)
);

create table kvit.mails (
  business_id uuid not null,
  id uuid not null,
  key text not null,
  template text not null,
  state text not null default 'queued'::text,
  customer_id uuid not null,
  contact_id uuid,
  document_id uuid,
  payment_id uuid,
  login_flow_id uuid,
  link_id uuid,
  token_id uuid,
  own_subject text,
  own_text text,
  attach_pdf boolean not null default false,
  staff_id uuid default kvit.actor_staff(),
  message_id text,
  language text,
  recipient text,
  subject text,
  sealed_content bytea,
  attempts integer not null default 0,
  last_error text,
  problem text,
  queued_at timestamp with time zone not null default now(),
  deadline_at timestamp with time zone,
  sending_at timestamp with time zone,
  finished_at timestamp with time zone,
  statement_currency text,
  statement_from date,
  statement_to date,
  constraint mails_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint mails_language_check CHECK ((language = ANY (ARRAY['da'::text, 'en'::text]))),
  constraint mails_last_error_check CHECK ((length(last_error) <= 1000)),
  constraint mails_message_id_check CHECK ((length(message_id) <= 300)),
  constraint mails_own_subject_check CHECK ((length(own_subject) <= 300)),
  constraint mails_own_text_check CHECK ((length(own_text) <= 10000)),
  constraint mails_problem_check CHECK ((problem ~ '^[a-z_]+$'::text)),
  constraint mails_recipient_check CHECK ((length(recipient) <= 254)),
  constraint mails_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'uncertain'::text, 'sent'::text, 'kept'::text, 'failed'::text, 'dropped'::text]))),
  constraint mails_statement CHECK ((((statement_currency IS NULL) = (statement_to IS NULL)) AND ((statement_to IS NOT NULL) OR (statement_from IS NULL)) AND ((statement_to IS NULL) OR (template = 'statement'::text)) AND (statement_from <= statement_to))),
  constraint mails_statement_currency_check CHECK ((statement_currency ~ '^[A-Z]{3}$'::text)),
  constraint mails_subject_check CHECK ((length(subject) <= 1000)),
  constraint mails_template_check CHECK (((length(template) >= 1) AND (length(template) <= 40))),
  constraint mails_business_id_contact_id_fkey FOREIGN KEY (business_id, contact_id) REFERENCES kvit.contacts(business_id, id),
  constraint mails_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint mails_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint mails_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint mails_business_id_payment_id_fkey FOREIGN KEY (business_id, payment_id) REFERENCES kvit.payments(business_id, id),
  constraint mails_business_id_staff_id_fkey FOREIGN KEY (business_id, staff_id) REFERENCES kvit.staff_members(business_id, id),
  constraint mails_pkey PRIMARY KEY (business_id, id),
  constraint mails_business_id_key_key UNIQUE (business_id, key)
);
CREATE INDEX mails_of_customer ON kvit.mails USING btree (business_id, customer_id, id DESC);
CREATE INDEX mails_of_document ON kvit.mails USING btree (business_id, document_id, id DESC) WHERE (document_id IS NOT NULL);
CREATE INDEX mails_of_payment ON kvit.mails USING btree (business_id, payment_id) WHERE (payment_id IS NOT NULL);
CREATE INDEX mails_of_sign_in ON kvit.mails USING btree (business_id, login_flow_id) WHERE (login_flow_id IS NOT NULL);
CREATE INDEX mails_of_state ON kvit.mails USING btree (business_id, state, id DESC);
CREATE INDEX mails_with_content ON kvit.mails USING btree (business_id, finished_at) WHERE (sealed_content IS NOT NULL);

create table kvit.mobilepay_settings (
  business_id uuid not null,
  enabled boolean not null default false,
  environment text not null default 'test'::text,
  merchant_serial_number text,
  client_id text,
  sealed_client_secret bytea,
  sealed_subscription_key bytea,
  currency text not null default 'DKK'::text,
  brand text not null default 'mobilepay'::text,
  push_allowed boolean not null default false,
  push_refused_at timestamp with time zone,
  card_allowed boolean not null default false,
  part_payment_allowed boolean not null default false,
  least_part_payment bigint not null default 10000,
  prepayment_capture text not null default 'by_hand'::text,
  changed_at timestamp with time zone not null default now(),
  keys_saved_at timestamp with time zone,
  constraint mobilepay_settings_brand_check CHECK ((brand = ANY (ARRAY['mobilepay'::text, 'vipps'::text]))),
  constraint mobilepay_settings_client_id_check CHECK (((length(client_id) >= 1) AND (length(client_id) <= 100))),
  constraint mobilepay_settings_currency_check CHECK ((currency = ANY (ARRAY['DKK'::text, 'EUR'::text, 'NOK'::text]))),
  constraint mobilepay_settings_environment_check CHECK ((environment = ANY (ARRAY['test'::text, 'production'::text]))),
  constraint mobilepay_settings_least_part_payment_check CHECK ((least_part_payment >= 1)),
  constraint mobilepay_settings_merchant_serial_number_check CHECK ((merchant_serial_number ~ '^[0-9]{4,12}$'::text)),
  constraint mobilepay_settings_on_with_keys CHECK (((NOT enabled) OR ((merchant_serial_number IS NOT NULL) AND (client_id IS NOT NULL) AND (sealed_client_secret IS NOT NULL) AND (sealed_subscription_key IS NOT NULL)))),
  constraint mobilepay_settings_prepayment_capture_check CHECK ((prepayment_capture = ANY (ARRAY['at_once'::text, 'by_hand'::text]))),
  constraint mobilepay_settings_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint mobilepay_settings_pkey PRIMARY KEY (business_id)
);

create table kvit.mobilepay_webhooks (
  business_id uuid not null,
  id uuid not null,
  url text not null,
  environment text not null,
  merchant_serial_number text not null,
  state text not null,
  provider_id text,
  sealed_secret bytea,
  registered_at timestamp with time zone,
  last_received_at timestamp with time zone,
  checked_at timestamp with time zone,
  problem text,
  created_at timestamp with time zone not null default now(),
  constraint mobilepay_webhooks_check CHECK (((state <> 'active'::text) OR ((provider_id IS NOT NULL) AND (sealed_secret IS NOT NULL) AND (registered_at IS NOT NULL)))),
  constraint mobilepay_webhooks_environment_check CHECK ((environment = ANY (ARRAY['test'::text, 'production'::text]))),
  constraint mobilepay_webhooks_problem_check CHECK ((problem ~ '^[a-z_]+$'::text)),
  constraint mobilepay_webhooks_provider_id_check CHECK ((length(provider_id) <= 100)),
  constraint mobilepay_webhooks_state_check CHECK ((state = ANY (ARRAY['registering'::text, 'active'::text, 'removed'::text]))),
  constraint mobilepay_webhooks_url_check CHECK ((length(url) <= 500)),
  constraint mobilepay_webhooks_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint mobilepay_webhooks_pkey PRIMARY KEY (business_id, id)
);
CREATE INDEX mobilepay_webhooks_by_id ON kvit.mobilepay_webhooks USING btree (id);
CREATE UNIQUE INDEX mobilepay_webhooks_one_active ON kvit.mobilepay_webhooks USING btree (business_id) WHERE (state = 'active'::text);

create table kvit.open_items (
  business_id uuid not null,
  document_id uuid not null,
  kind text not null,
  customer_id uuid not null,
  recipient_id uuid not null,
  currency text not null,
  due_date date not null,
  balance bigint not null,
  constraint open_items_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint open_items_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint open_items_business_id_recipient_id_fkey FOREIGN KEY (business_id, recipient_id) REFERENCES kvit.customers(business_id, id),
  constraint open_items_pkey PRIMARY KEY (business_id, document_id)
);
CREATE INDEX open_items_by_due_date ON kvit.open_items USING btree (business_id, due_date, document_id);
CREATE INDEX open_items_of_customer ON kvit.open_items USING btree (business_id, customer_id, due_date, document_id);
CREATE INDEX open_items_of_recipient ON kvit.open_items USING btree (business_id, recipient_id, document_id) WHERE (recipient_id <> customer_id);

create table kvit.opening_balances (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  amount bigint not null,
  currency text not null,
  as_of date not null,
  note text,
  request_key uuid not null,
  staff_id uuid default kvit.actor_staff(),
  recorded_at timestamp with time zone not null default now(),
  constraint opening_balances_amount_check CHECK ((amount <> 0)),
  constraint opening_balances_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint opening_balances_note_check CHECK ((length(note) <= 200)),
  constraint opening_balances_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint opening_balances_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint opening_balances_business_id_staff_id_fkey FOREIGN KEY (business_id, staff_id) REFERENCES kvit.staff_members(business_id, id),
  constraint opening_balances_pkey PRIMARY KEY (business_id, id),
  constraint opening_balances_business_id_request_key_key UNIQUE (business_id, request_key)
);
CREATE INDEX opening_balances_of_customer ON kvit.opening_balances USING btree (business_id, customer_id);

create table kvit.payment_attempt_items (
  business_id uuid not null,
  attempt_id uuid not null,
  "position" integer not null,
  document_id uuid,
  payment_id uuid,
  amount bigint not null,
  is_open boolean not null default true,
  constraint payment_attempt_items_amount_check CHECK ((amount <> 0)),
  constraint payment_attempt_items_check CHECK ((num_nonnulls(document_id, payment_id) = 1)),
  constraint payment_attempt_items_check1 CHECK (((payment_id IS NULL) OR (amount < 0))),
  constraint payment_attempt_items_position_check CHECK ((("position" >= 1) AND ("position" <= 1000))),
  constraint payment_attempt_items_business_id_attempt_id_fkey FOREIGN KEY (business_id, attempt_id) REFERENCES kvit.payment_attempts(business_id, id),
  constraint payment_attempt_items_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint payment_attempt_items_business_id_payment_id_fkey FOREIGN KEY (business_id, payment_id) REFERENCES kvit.payments(business_id, id),
  constraint payment_attempt_items_pkey PRIMARY KEY (business_id, attempt_id, "position")
);
CREATE INDEX payment_attempt_items_of_document ON kvit.payment_attempt_items USING btree (business_id, document_id);
CREATE UNIQUE INDEX payment_attempt_items_one_open ON kvit.payment_attempt_items USING btree (business_id, document_id) WHERE (is_open AND (document_id IS NOT NULL));
CREATE UNIQUE INDEX payment_attempt_items_one_open_credit ON kvit.payment_attempt_items USING btree (business_id, payment_id) WHERE (is_open AND (payment_id IS NOT NULL));

create table kvit.payment_attempts (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  payer_id uuid not null,
  document_id uuid,
  reference text not null,
  amount bigint not null,
  currency text not null,
  method text not null default 'wallet'::text,
  flow text not null,
  phone_number text,
  environment text not null,
  merchant_serial_number text not null,
  capture_rule text not null,
  state text not null default 'starting'::text,
  problem text,
  problem_code text,
  trace_id text,
  redirect_url text,
  authorized_amount bigint not null default 0,
  captured_amount bigint not null default 0,
  refunded_amount bigint not null default 0,
  cancelled_amount bigint not null default 0,
  booked_amount bigint not null default 0,
  cancel_asked_at timestamp with time zone,
  capture_asked_at timestamp with time zone,
  session_id uuid,
  replaces_id uuid,
  started_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null default (now() + '00:10:00'::interval),
  authorized_at timestamp with time zone,
  finished_at timestamp with time zone,
  next_check_at timestamp with time zone not null default (now() + '00:00:05'::interval),
  checked_at timestamp with time zone,
  check_problem text,
  constraint payment_attempts_amount_check CHECK ((amount > 0)),
  constraint payment_attempts_capture_rule_check CHECK ((capture_rule = ANY (ARRAY['at_once'::text, 'by_hand'::text]))),
  constraint payment_attempts_check CHECK ((booked_amount <= captured_amount)),
  constraint payment_attempts_check1 CHECK (((state = ANY (ARRAY['starting'::text, 'pending'::text, 'authorized'::text])) = (finished_at IS NULL))),
  constraint payment_attempts_check2 CHECK (((state <> 'completed'::text) OR (captured_amount > 0))),
  constraint payment_attempts_check_problem_check CHECK ((check_problem ~ '^[a-z_]+$'::text)),
  constraint payment_attempts_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payment_attempts_environment_check CHECK ((environment = ANY (ARRAY['test'::text, 'production'::text]))),
  constraint payment_attempts_flow_check CHECK ((flow = ANY (ARRAY['push'::text, 'redirect'::text]))),
  constraint payment_attempts_method_check CHECK ((method = ANY (ARRAY['wallet'::text, 'card'::text]))),
  constraint payment_attempts_phone_number_check CHECK ((phone_number ~ '^[0-9]{9,15}$'::text)),
  constraint payment_attempts_problem_check CHECK ((problem ~ '^[a-z_]+$'::text)),
  constraint payment_attempts_problem_code_check CHECK ((length(problem_code) <= 20)),
  constraint payment_attempts_redirect_url_check CHECK ((length(redirect_url) <= 4000)),
  constraint payment_attempts_reference_check CHECK ((reference ~ '^[a-zA-Z0-9-]{8,64}$'::text)),
  constraint payment_attempts_state_check CHECK ((state = ANY (ARRAY['starting'::text, 'pending'::text, 'authorized'::text, 'completed'::text, 'declined'::text, 'expired'::text, 'cancelled'::text, 'failed'::text]))),
  constraint payment_attempts_trace_id_check CHECK ((length(trace_id) <= 200)),
  constraint payment_attempts_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint payment_attempts_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint payment_attempts_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint payment_attempts_business_id_payer_id_fkey FOREIGN KEY (business_id, payer_id) REFERENCES kvit.customers(business_id, id),
  constraint payment_attempts_business_id_replaces_id_fkey FOREIGN KEY (business_id, replaces_id) REFERENCES kvit.payment_attempts(business_id, id),
  constraint payment_attempts_pkey PRIMARY KEY (business_id, id),
  constraint payment_attempts_business_id_reference_key UNIQUE (business_id, reference)
);
CREATE INDEX payment_attempts_by_amount ON kvit.payment_attempts USING btree (business_id, amount, started_at DESC, id DESC);
CREATE INDEX payment_attempts_by_phone_number ON kvit.payment_attempts USING btree (business_id, phone_number text_pattern_ops) WHERE (phone_number IS NOT NULL);
CREATE INDEX payment_attempts_in_place_of ON kvit.payment_attempts USING btree (business_id, replaces_id) WHERE (replaces_id IS NOT NULL);
CREATE INDEX payment_attempts_newest ON kvit.payment_attempts USING btree (business_id, started_at DESC, id DESC);
CREATE INDEX payment_attempts_of_customer ON kvit.payment_attempts USING btree (business_id, customer_id, started_at DESC);
CREATE INDEX payment_attempts_of_document ON kvit.payment_attempts USING btree (business_id, document_id, started_at) WHERE (document_id IS NOT NULL);
CREATE INDEX payment_attempts_unfinished ON kvit.payment_attempts USING btree (next_check_at) WHERE (finished_at IS NULL);

create table kvit.payment_notices (
  business_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  customer_id uuid not null,
  paid_on date not null,
  noted_at timestamp with time zone not null default now(),
  done_at timestamp with time zone,
  staff_id uuid,
  constraint payment_notices_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint payment_notices_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint payment_notices_business_id_staff_id_fkey FOREIGN KEY (business_id, staff_id) REFERENCES kvit.staff_members(business_id, id),
  constraint payment_notices_pkey PRIMARY KEY (business_id, id)
);
CREATE INDEX payment_notices_newest ON kvit.payment_notices USING btree (business_id, noted_at DESC, id DESC);
CREATE UNIQUE INDEX payment_notices_one_open ON kvit.payment_notices USING btree (business_id, document_id) WHERE (done_at IS NULL);

create table kvit.payments (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  method text not null,
  amount bigint not null,
  currency text not null,
  received_on date not null,
  reference text,
  request_key uuid not null,
  recorded_at timestamp with time zone not null default now(),
  attempt_id uuid,
  capture_number integer,
  constraint payments_amount_check CHECK ((amount > 0)),
  constraint payments_capture_number_check CHECK ((capture_number >= 1)),
  constraint payments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payments_method_check CHECK ((method = ANY (ARRAY['bank'::text, 'cash'::text, 'card'::text, 'mobilepay'::text, 'other'::text]))),
  constraint payments_of_attempt CHECK (((method = 'mobilepay'::text) = (attempt_id IS NOT NULL))),
  constraint payments_of_capture CHECK (((attempt_id IS NULL) = (capture_number IS NULL))),
  constraint payments_reference_check CHECK ((length(reference) <= 200)),
  constraint payments_business_id_attempt_id_fkey FOREIGN KEY (business_id, attempt_id) REFERENCES kvit.payment_attempts(business_id, id),
  constraint payments_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint payments_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint payments_pkey PRIMARY KEY (business_id, id),
  constraint payments_business_id_request_key_key UNIQUE (business_id, request_key)
);
CREATE INDEX payments_by_amount ON kvit.payments USING btree (business_id, amount, received_on DESC, id DESC);
CREATE INDEX payments_by_reference ON kvit.payments USING btree (business_id, reference text_pattern_ops) WHERE (reference IS NOT NULL);
CREATE INDEX payments_newest ON kvit.payments USING btree (business_id, received_on DESC, id DESC);
CREATE INDEX payments_of_customer ON kvit.payments USING btree (business_id, customer_id, received_on DESC, id DESC);
CREATE UNIQUE INDEX payments_one_per_capture ON kvit.payments USING btree (business_id, attempt_id, capture_number) WHERE (attempt_id IS NOT NULL);

create table kvit.portal_sessions (
  business_id uuid not null,
  id uuid not null,
  secret_sha256 bytea not null,
  way text not null,
  customer_id uuid,
  token_id uuid,
  staff_id uuid,
  language text,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  address_sha256 bytea,
  user_agent text,
  network text,
  constraint portal_sessions_address CHECK (((way = ANY (ARRAY['link'::text, 'code'::text])) = (address_sha256 IS NOT NULL))),
  constraint portal_sessions_address_sha256_check CHECK ((length(address_sha256) = 32)),
  constraint portal_sessions_check CHECK (((way = 'token'::text) = (token_id IS NOT NULL))),
  constraint portal_sessions_check1 CHECK (((way = 'preview'::text) = (staff_id IS NOT NULL))),
  constraint portal_sessions_language_check CHECK ((language = ANY (ARRAY['da'::text, 'en'::text]))),
  constraint portal_sessions_network_check CHECK ((length(network) <= 60)),
  constraint portal_sessions_secret_sha256_check CHECK ((length(secret_sha256) = 32)),
  constraint portal_sessions_user_agent_check CHECK ((length(user_agent) <= 300)),
  constraint portal_sessions_way_check CHECK ((way = ANY (ARRAY['token'::text, 'preview'::text, 'link'::text, 'code'::text]))),
  constraint portal_sessions_whose CHECK (((customer_id IS NULL) = (address_sha256 IS NOT NULL))),
  constraint portal_sessions_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint portal_sessions_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint portal_sessions_business_id_staff_id_fkey FOREIGN KEY (business_id, staff_id) REFERENCES kvit.staff_members(business_id, id),
  constraint portal_sessions_business_id_token_id_fkey FOREIGN KEY (business_id, token_id) REFERENCES kvit.portal_tokens(business_id, id),
  constraint portal_sessions_pkey PRIMARY KEY (business_id, id),
  constraint portal_sessions_business_id_secret_sha256_key UNIQUE (business_id, secret_sha256)
);
CREATE INDEX portal_sessions_of_address ON kvit.portal_sessions USING btree (business_id, address_sha256) WHERE (ended_at IS NULL);
CREATE INDEX portal_sessions_of_customer ON kvit.portal_sessions USING btree (business_id, customer_id) WHERE (ended_at IS NULL);
CREATE INDEX portal_sessions_of_token ON kvit.portal_sessions USING btree (business_id, token_id) WHERE (ended_at IS NULL);

create table kvit.portal_settings (
  business_id uuid not null,
  enabled boolean not null,
  token_expiry_days integer not null default 30,
  show_quotes boolean not null default true,
  show_orders boolean not null default true,
  show_credit_notes boolean not null default true,
  show_statement boolean not null default true,
  allow_messages boolean not null default true,
  show_prices_with_vat boolean not null default false,
  welcome_da text not null default ''::text,
  welcome_en text not null default ''::text,
  changed_at timestamp with time zone not null default now(),
  sign_in_first boolean not null default false,
  constraint portal_settings_token_expiry_days_check CHECK (((token_expiry_days >= 1) AND (token_expiry_days <= 365))),
  constraint portal_settings_welcome_da_check CHECK ((length(welcome_da) <= 500)),
  constraint portal_settings_welcome_en_check CHECK ((length(welcome_en) <= 500)),
  constraint portal_settings_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint portal_settings_pkey PRIMARY KEY (business_id)
);

create table kvit.portal_tokens (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  token_sha256 bytea not null,
  sealed bytea not null,
  key_id text not null,
  created_at timestamp with time zone not null default now(),
  created_by uuid,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  last_used_at timestamp with time zone,
  uses bigint not null default 0,
  first_opened_at timestamp with time zone,
  first_opened_by_person_at timestamp with time zone,
  constraint portal_tokens_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '366 days'::interval)))),
  constraint portal_tokens_key_id_check CHECK (((length(key_id) >= 1) AND (length(key_id) <= 8))),
  constraint portal_tokens_token_sha256_check CHECK ((length(token_sha256) = 32)),
  constraint portal_tokens_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint portal_tokens_pkey PRIMARY KEY (business_id, id),
  constraint portal_tokens_business_id_token_sha256_key UNIQUE (business_id, token_sha256)
);
CREATE INDEX portal_tokens_newest ON kvit.portal_tokens USING btree (business_id, created_at DESC, id DESC);
CREATE INDEX portal_tokens_of_customer ON kvit.portal_tokens USING btree (business_id, customer_id, created_at DESC);
CREATE UNIQUE INDEX portal_tokens_one_active ON kvit.portal_tokens USING btree (business_id, customer_id) WHERE (revoked_at IS NULL);

create table kvit.provider_events (
  business_id uuid not null,
  id uuid not null,
  attempt_id uuid,
  reference text not null,
  name text not null,
  psp_reference text not null,
  source text not null,
  amount bigint,
  currency text,
  success boolean not null,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null default now(),
  constraint provider_events_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint provider_events_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint provider_events_psp_reference_check CHECK ((length(psp_reference) <= 100)),
  constraint provider_events_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 100))),
  constraint provider_events_source_check CHECK ((source = ANY (ARRAY['webhook'::text, 'poll'::text]))),
  constraint provider_events_business_id_attempt_id_fkey FOREIGN KEY (business_id, attempt_id) REFERENCES kvit.payment_attempts(business_id, id),
  constraint provider_events_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint provider_events_pkey PRIMARY KEY (business_id, id),
  constraint provider_events_business_id_reference_name_psp_reference_key UNIQUE (business_id, reference, name, psp_reference)
);
CREATE INDEX provider_events_of_attempt ON kvit.provider_events USING btree (business_id, attempt_id, occurred_at);

create table kvit.refunds (
  business_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  method text not null,
  amount bigint not null,
  currency text not null,
  state text not null,
  origin text not null default 'staff'::text,
  reason text,
  refunded_on date,
  problem text,
  request_key uuid not null,
  staff_id uuid default kvit.actor_staff(),
  requested_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint refunds_amount_check CHECK ((amount > 0)),
  constraint refunds_check CHECK (((state = 'pending'::text) = (finished_at IS NULL))),
  constraint refunds_check1 CHECK (((state = 'completed'::text) = (refunded_on IS NOT NULL))),
  constraint refunds_check2 CHECK (((state = 'failed'::text) = (problem IS NOT NULL))),
  constraint refunds_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint refunds_method_check CHECK ((method = ANY (ARRAY['bank'::text, 'cash'::text, 'card'::text, 'mobilepay'::text, 'other'::text]))),
  constraint refunds_origin_check CHECK ((origin = ANY (ARRAY['staff'::text, 'provider'::text]))),
  constraint refunds_problem_check CHECK ((problem ~ '^[a-z_]+$'::text)),
  constraint refunds_reason_check CHECK ((length(reason) <= 200)),
  constraint refunds_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'completed'::text, 'failed'::text]))),
  constraint refunds_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint refunds_business_id_payment_id_fkey FOREIGN KEY (business_id, payment_id) REFERENCES kvit.payments(business_id, id),
  constraint refunds_business_id_staff_id_fkey FOREIGN KEY (business_id, staff_id) REFERENCES kvit.staff_members(business_id, id),
  constraint refunds_pkey PRIMARY KEY (business_id, id),
  constraint refunds_business_id_request_key_key UNIQUE (business_id, request_key)
);
CREATE INDEX refunds_newest ON kvit.refunds USING btree (business_id, requested_at DESC, id DESC);
CREATE INDEX refunds_of_payment ON kvit.refunds USING btree (business_id, payment_id);

create table kvit.sign_in_accounts (
  business_id uuid not null,
  address_hmac bytea not null,
  failed_in_a_row integer not null default 0,
  changed_at timestamp with time zone not null default now(),
  constraint sign_in_accounts_address_hmac_check CHECK ((length(address_hmac) = 32)),
  constraint sign_in_accounts_failed_in_a_row_check CHECK ((failed_in_a_row >= 0)),
  constraint sign_in_accounts_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint sign_in_accounts_pkey PRIMARY KEY (business_id, address_hmac)
);

create table kvit.sign_in_flows (
  business_id uuid not null,
  id uuid not null,
  browser_sha256 bytea not null,
  address_hmac bytea not null,
  address_sealed bytea,
  language text not null,
  browser_name text,
  next_path text,
  outcome text,
  customer_id uuid,
  contact_id uuid,
  address_sha256 bytea,
  tries integer not null default 0,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null default (now() + '00:15:00'::interval),
  constraint sign_in_flows_address_hmac_check CHECK ((length(address_hmac) = 32)),
  constraint sign_in_flows_address_sha256_check CHECK ((length(address_sha256) = 32)),
  constraint sign_in_flows_browser_name_check CHECK ((length(browser_name) <= 60)),
  constraint sign_in_flows_browser_sha256_check CHECK ((length(browser_sha256) = 32)),
  constraint sign_in_flows_check CHECK (((customer_id IS NULL) = (address_sha256 IS NULL))),
  constraint sign_in_flows_language_check CHECK ((language = ANY (ARRAY['da'::text, 'en'::text]))),
  constraint sign_in_flows_next_path_check CHECK ((length(next_path) <= 500)),
  constraint sign_in_flows_outcome_check CHECK ((outcome = ANY (ARRAY['mailed'::text, 'unknown'::text, 'limited'::text, 'too_late'::text, 'too_many_open'::text]))),
  constraint sign_in_flows_tries_check CHECK (((tries >= 0) AND (tries <= 5))),
  constraint sign_in_flows_business_id_contact_id_fkey FOREIGN KEY (business_id, contact_id) REFERENCES kvit.contacts(business_id, id),
  constraint sign_in_flows_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint sign_in_flows_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint sign_in_flows_pkey PRIMARY KEY (business_id, id)
);
CREATE INDEX sign_in_flows_by_time ON kvit.sign_in_flows USING btree (business_id, created_at);
CREATE INDEX sign_in_flows_of_account ON kvit.sign_in_flows USING btree (business_id, address_hmac, created_at DESC);
CREATE INDEX sign_in_flows_of_browser ON kvit.sign_in_flows USING btree (business_id, browser_sha256, created_at DESC);
CREATE INDEX sign_in_flows_sealed ON kvit.sign_in_flows USING btree (business_id, expires_at) WHERE (address_sealed IS NOT NULL);

create table kvit.sign_in_links (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  contact_id uuid,
  token_sha256 bytea not null,
  sealed bytea not null,
  key_id text not null,
  created_at timestamp with time zone not null default now(),
  created_by uuid,
  expires_at timestamp with time zone not null default (now() + '30 days'::interval),
  revoked_at timestamp with time zone,
  opens bigint not null default 0,
  first_opened_at timestamp with time zone,
  first_opened_by_person_at timestamp with time zone,
  constraint sign_in_links_key_id_check CHECK ((key_id ~ '^[a-z0-9]{1,8}$'::text)),
  constraint sign_in_links_token_sha256_check CHECK ((length(token_sha256) = 32)),
  constraint sign_in_links_business_id_contact_id_fkey FOREIGN KEY (business_id, contact_id) REFERENCES kvit.contacts(business_id, id),
  constraint sign_in_links_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint sign_in_links_pkey PRIMARY KEY (business_id, id),
  constraint sign_in_links_business_id_token_sha256_key UNIQUE (business_id, token_sha256)
);
CREATE INDEX sign_in_links_of_customer ON kvit.sign_in_links USING btree (business_id, customer_id, id);

create table kvit.sign_in_secrets (
  business_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  mail_id uuid,
  token_sha256 bytea not null,
  code_hmac bytea not null,
  minted_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null default (now() + '00:10:00'::interval),
  used_at timestamp with time zone,
  used_by text,
  ended_at timestamp with time zone,
  opened_by_machine_at timestamp with time zone,
  opened_elsewhere_at timestamp with time zone,
  constraint sign_in_secrets_check CHECK (((used_at IS NULL) = (used_by IS NULL))),
  constraint sign_in_secrets_check1 CHECK ((expires_at <= (minted_at + '00:10:00'::interval))),
  constraint sign_in_secrets_code_hmac_check CHECK ((length(code_hmac) = 32)),
  constraint sign_in_secrets_token_sha256_check CHECK ((length(token_sha256) = 32)),
  constraint sign_in_secrets_used_by_check CHECK ((used_by = ANY (ARRAY['link'::text, 'code'::text]))),
  constraint sign_in_secrets_business_id_flow_id_fkey FOREIGN KEY (business_id, flow_id) REFERENCES kvit.sign_in_flows(business_id, id) ON DELETE CASCADE,
  constraint sign_in_secrets_pkey PRIMARY KEY (business_id, id),
  constraint sign_in_secrets_business_id_token_sha256_key UNIQUE (business_id, token_sha256)
);
CREATE INDEX sign_in_secrets_of_flow ON kvit.sign_in_secrets USING btree (business_id, flow_id);

create table kvit.staff_members (
  business_id uuid not null,
  id uuid not null,
  account_id text not null,
  name text not null,
  email text not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  removed_at timestamp with time zone,
  constraint staff_members_email_check CHECK ((length(email) <= 254)),
  constraint staff_members_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint staff_members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'staff'::text, 'read_only'::text]))),
  constraint staff_members_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint staff_members_pkey PRIMARY KEY (business_id, id),
  constraint staff_members_business_id_account_id_key UNIQUE (business_id, account_id)
);

create table kvit.vehicles (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  registration text,
  vin text,
  make text,
  model text,
  year integer,
  odometer_km integer,
  seen_on date not null,
  constraint vehicles_check CHECK (((registration IS NOT NULL) OR (vin IS NOT NULL))),
  constraint vehicles_make_check CHECK ((length(make) <= 100)),
  constraint vehicles_model_check CHECK ((length(model) <= 200)),
  constraint vehicles_odometer_km_check CHECK ((odometer_km >= 0)),
  constraint vehicles_registration_check CHECK ((length(registration) <= 20)),
  constraint vehicles_vin_check CHECK ((length(vin) <= 40)),
  constraint vehicles_year_check CHECK (((year >= 1885) AND (year <= 2200))),
  constraint vehicles_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES kvit.customers(business_id, id),
  constraint vehicles_pkey PRIMARY KEY (business_id, id)
);
CREATE UNIQUE INDEX vehicles_by_registration ON kvit.vehicles USING btree (business_id, customer_id, registration) WHERE (registration IS NOT NULL);
CREATE UNIQUE INDEX vehicles_by_vin ON kvit.vehicles USING btree (business_id, customer_id, vin) WHERE (registration IS NULL);

create table kvit.write_offs (
  business_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  amount bigint not null,
  currency text not null,
  written_off_on date not null,
  reason text not null,
  takes_back_id uuid,
  request_key uuid not null,
  staff_id uuid default kvit.actor_staff(),
  recorded_at timestamp with time zone not null default now(),
  constraint write_offs_amount_check CHECK ((amount > 0)),
  constraint write_offs_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint write_offs_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 200))),
  constraint write_offs_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES kvit.documents(business_id, id),
  constraint write_offs_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint write_offs_business_id_staff_id_fkey FOREIGN KEY (business_id, staff_id) REFERENCES kvit.staff_members(business_id, id),
  constraint write_offs_business_id_takes_back_id_fkey FOREIGN KEY (business_id, takes_back_id) REFERENCES kvit.write_offs(business_id, id),
  constraint write_offs_pkey PRIMARY KEY (business_id, id),
  constraint write_offs_business_id_request_key_key UNIQUE (business_id, request_key),
  constraint write_offs_business_id_takes_back_id_key UNIQUE (business_id, takes_back_id)
);
CREATE INDEX write_offs_of_document ON kvit.write_offs USING btree (business_id, document_id);

create table kvit_auth.credentials (
  id text not null,
  account_id text not null,
  provider_id text not null,
  user_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint credentials_password_check CHECK ((password ~~ '$argon2id$%'::text)),
  constraint credentials_provider_id_check CHECK ((provider_id = 'credential'::text)),
  constraint credentials_user_id_fkey FOREIGN KEY (user_id) REFERENCES kvit_auth.users(id) ON DELETE CASCADE,
  constraint credentials_pkey PRIMARY KEY (id),
  constraint credentials_user_id_provider_id_key UNIQUE (user_id, provider_id)
);

create table kvit_auth.second_factors (
  id text not null,
  user_id text not null,
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamp with time zone,
  constraint second_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES kvit_auth.users(id) ON DELETE CASCADE,
  constraint second_factors_pkey PRIMARY KEY (id),
  constraint second_factors_user_id_key UNIQUE (user_id)
);

create table kvit_auth.sessions (
  id text not null,
  token text not null,
  user_id text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  started_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  network text,
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES kvit_auth.users(id) ON DELETE CASCADE,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_key UNIQUE (token)
);
CREATE INDEX sessions_of_user ON kvit_auth.sessions USING btree (user_id);

create table kvit_auth.spent_codes (
  user_id text not null,
  code_hmac bytea not null,
  spent_at timestamp with time zone not null default now(),
  constraint spent_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES kvit_auth.users(id) ON DELETE CASCADE,
  constraint spent_codes_pkey PRIMARY KEY (user_id, code_hmac)
);

create table kvit_auth.users (
  id text not null,
  name text not null,
  email text not null,
  email_verified boolean not null,
  image text,
  two_factor_enabled boolean default false,
  password_is_temporary boolean not null default false,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint users_email_check CHECK ((email = lower(email))),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email)
);

create table kvit_auth.verifications (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX verifications_by_identifier ON kvit_auth.verifications USING btree (identifier);

create table kvit_installation.budgets (
  key bytea not null,
  full_at timestamp with time zone not null,
  constraint budgets_pkey PRIMARY KEY (key)
);
CREATE INDEX budgets_by_time ON kvit_installation.budgets USING btree (full_at);

create table kvit_installation.hosts (
  host text not null,
  business_id uuid not null,
  constraint hosts_host_check CHECK (((host = lower(host)) AND ((length(host) >= 1) AND (length(host) <= 253)))),
  constraint hosts_business_id_fkey FOREIGN KEY (business_id) REFERENCES kvit.businesses(business_id),
  constraint hosts_pkey PRIMARY KEY (host)
);

create table kvit_installation.installation (
  only_row boolean not null default true,
  secret_check bytea not null,
  setup_secret_sha256 bytea,
  created_at timestamp with time zone not null default now(),
  constraint installation_only_row_check CHECK (only_row),
  constraint installation_setup_secret_sha256_check CHECK ((length(setup_secret_sha256) = 32)),
  constraint installation_pkey PRIMARY KEY (only_row)
);

create table kvit_installation.migrations (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);

create table kvit_installation.signing_keys (
  kid text not null,
  made_at timestamp with time zone not null default now(),
  retires_at timestamp with time zone,
  constraint signing_keys_kid_check CHECK ((kid ~ '^[a-z0-9]{1,8}$'::text)),
  constraint signing_keys_pkey PRIMARY KEY (kid)
);
CREATE UNIQUE INDEX signing_keys_one_signs ON kvit_installation.signing_keys USING btree (((retires_at IS NULL))) WHERE (retires_at IS NULL);

CREATE OR REPLACE FUNCTION kvit.actor_accounts()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (NOT ('invoice'::text = ANY (kvit.actor_kinds()))) THEN '{}'::uuid[] WHEN (kvit.actor_customer_kinds() IS NULL) THEN kvit.actor_customers() ELSE ARRAY(SELECT customer.customer FROM unnest(kvit.actor_customers()) customer(customer) WHERE (((customer.customer)::text || '/invoice'::text) = ANY (kvit.actor_customer_kinds()))) END
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.actor_customer_kinds()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('kvit.customer_kinds'::text, true), ''::text))::text[]
;
-- owner kvit_owner, execute {=X/kvit_owner,kvit_owner=X/kvit_owner,kvit_search=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.actor_customers()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('kvit.customers'::text, true), ''::text))::uuid[]
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.actor_documents()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('kvit.documents'::text, true), ''::text))::uuid[]
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.actor_kind()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('kvit.actor_kind'::text, true), ''::text)
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.actor_kinds()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('kvit.kinds'::text, true), ''::text))::text[]
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.actor_session()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('kvit.session'::text, true), ''::text))::uuid
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.actor_staff()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('kvit.staff'::text, true), ''::text))::uuid
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.actor_way()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('kvit.way'::text, true), ''::text)
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.business()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('kvit.business'::text, true), ''::text))::uuid
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.business_of_webhook(webhook_id uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
  select w.business_id from mobilepay_webhooks w
  where w.id = business_of_webhook.webhook_id and w.state in ('registering', 'active')
  -- Ids are made once; were there two all the same, it would be nobody's.
  group by w.business_id having (select count(*) from mobilepay_webhooks o where o.id = business_of_webhook.webhook_id) = 1
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_door=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.businesses_with_webhooks()
 RETURNS TABLE(webhook_business_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
  select distinct business_id from mobilepay_webhooks where state in ('registering', 'active')
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_jobs=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.check_booked()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
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
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.check_causes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
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
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.check_entries()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
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
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.claim_due_attempts(most integer)
 RETURNS TABLE(due_business_id uuid, due_attempt_id uuid)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
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
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_jobs=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.documents_being_paid(document_ids uuid[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
  select p.document_id from payment_attempt_items p
  where p.business_id = business() and p.document_id = any (document_ids) and p.is_open
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_staff=X/kvit_owner,kvit_customer=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.enter_documents(here uuid, secret_sha256 bytea, document uuid, is_use boolean DEFAULT true)
 RETURNS TABLE(session_id uuid, customer_ids uuid[], document_ids uuid[], kinds text[], language text, seconds_left double precision)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'kvit_installation', 'pg_temp'
AS $function$
declare
  entry record;
  held record;
begin
  select s.id, s.last_seen_at into entry from document_sessions s
    where s.business_id = here and s.secret_sha256 = enter_documents.secret_sha256
      and s.ended_at is null and s.last_seen_at > now() - interval '60 minutes';
  if not found then return; end if;
  select array_agg(distinct l.customer_id) as customers, array_agg(distinct l.document_id) as documents,
      min(l.kinds) as kinds, min(l.language) as language, array_agg(l.link_id) as links
    into held
    from living_document_links(here, array(
      select o.link_id from document_session_links o where o.business_id = here and o.session_id = entry.id)) l
    where not l.sign_in_first and (document is null or l.document_id = document);
  if held.documents is null then return; end if;
  if is_use and entry.last_seen_at < now() - interval '1 minute' then
    update document_sessions s set last_seen_at = now() where s.business_id = here and s.id = entry.id;
  end if;
  return query select entry.id, held.customers, held.documents, held.kinds, held.language,
    extract(epoch from least(entry.last_seen_at + interval '60 minutes',
      (select max(least(l.expires_at, k.retires_at)) from document_links l join signing_keys k on k.kid = l.key_id
        where l.business_id = here and l.id = any (held.links))) - now())::double precision;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_door=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.enter_portal(here uuid, secret_sha256 bytea, is_use boolean DEFAULT true)
 RETURNS TABLE(session_id uuid, way text, customer_ids uuid[], kinds text[], customer_kinds text[], account_ids uuid[], staff_id uuid, language text, expires_at timestamp with time zone, show_statement boolean, seconds_left double precision)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
declare
  entry record;
  sight record;
begin
  select s.id, s.way, s.customer_id, s.address_sha256, s.staff_id, s.language, s.expires_at, s.last_seen_at,
      p.show_statement, t.expires_at as token_expires_at,
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
  if is_use and entry.last_seen_at < now() - interval '5 minutes' then
    update portal_sessions s set last_seen_at = now() where s.business_id = here and s.id = entry.id;
  end if;
  return query select entry.id, entry.way, sight.customers, sight.kinds, sight.pairs, actor_accounts(),
    entry.staff_id, entry.language, entry.expires_at, entry.show_statement,
    extract(epoch from least(entry.expires_at, entry.token_expires_at,
      entry.last_seen_at + interval '7 days') - now())::double precision;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_customer=X/kvit_owner,kvit_door=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.filled_address(here uuid, sign_in_sha256 bytea, session_sha256 bytea)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
  select coalesce(
    (select case when l.contact_id is null then c.email else p.email end
      from sign_in_links l
      join customers c on c.business_id = l.business_id and c.id = l.customer_id
      left join contacts p on p.business_id = l.business_id and p.id = l.contact_id and p.removed_at is null
      where l.business_id = here and l.token_sha256 = sign_in_sha256 and l.revoked_at is null and l.expires_at > now()),
    (select case l.recipient when 'contact' then p.email when 'customer' then c.email end
      from document_sessions s
      join document_session_links o on o.business_id = s.business_id and o.session_id = s.id
      join document_links l on l.business_id = o.business_id and l.id = o.link_id
      join customers c on c.business_id = l.business_id and c.id = l.customer_id
      left join contacts p on p.business_id = l.business_id and p.id = l.contact_id and p.removed_at is null
      where s.business_id = here and s.secret_sha256 = session_sha256 and s.ended_at is null
        and s.last_seen_at > now() - interval '60 minutes'
        and l.revoked_at is null and l.expires_at > now() and l.recipient <> 'nobody'
      order by l.id desc limit 1))
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_door=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.find_customers_at(here uuid, address_sha256 bytea)
 RETURNS TABLE(customer_id uuid, contact_id uuid, may_see text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
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
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_staff=X/kvit_owner,kvit_door=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.forget_mail_problem()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.mail_problem := null;
  return new;
end $function$
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.forget_old_mail_content()
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
  with forgotten as (
    update mails set sealed_content = null, own_text = null
    where sealed_content is not null and finished_at < now() - interval '30 days' returning 1)
  select count(*) from forgotten;
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_jobs=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.hash_address(address text)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN sha256(convert_to(lower((NORMALIZE(btrim(address), NFKC) COLLATE "C")), 'UTF8'::name))
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.hold_money(payment_ids uuid[], opening_balance_ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform from payments where business_id = business() and id = any (payment_ids) order by id for no key update;
  perform from opening_balances where business_id = business() and id = any (opening_balance_ids) order by id for no key update;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_staff=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.keep_attempt_items_open()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  update payment_attempt_items item set is_open = (new.finished_at is null)
    where item.business_id = new.business_id and item.attempt_id = new.id and item.is_open <> (new.finished_at is null);
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.keep_attempts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.keep_customer_search()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  insert into customer_search (business_id, customer_id, terms)
    select c.business_id, c.id, array_to_tsvector(c.search_terms || array['b:' || c.business_id])
    from new_customers c
  on conflict (business_id, customer_id) do update set terms = excluded.terms
    where customer_search.terms is distinct from excluded.terms;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.keep_document_search()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  insert into document_search (business_id, document_id, issue_date, terms)
    select d.business_id, d.id, d.issue_date,
      array_to_tsvector(d.search_terms || array['b:' || d.business_id]
        || case when d.state = 'draft' then '{}' else array['c:' || d.customer_id, 'c:' || d.bill_to_id] end)
    from new_documents d
  on conflict (business_id, document_id) do update
    set issue_date = excluded.issue_date, terms = excluded.terms
    where document_search.terms is distinct from excluded.terms or document_search.issue_date <> excluded.issue_date;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.keep_open_item_terms()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  update open_items item
    set due_date = coalesce(d.due_date, d.issue_date), recipient_id = d.customer_id, customer_id = d.bill_to_id
    from new_documents d
    where item.business_id = d.business_id and item.document_id = d.id
      and (item.due_date, item.recipient_id, item.customer_id)
        is distinct from (coalesce(d.due_date, d.issue_date), d.customer_id, d.bill_to_id);
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.keep_open_items()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
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
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.keep_refunds()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
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
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.keep_viewers()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  if tg_op = 'UPDATE' then
    delete from document_viewers v using new_documents d
      where v.business_id = d.business_id and v.document_id = d.id
        and (d.state = 'draft' or v.customer_id not in (d.customer_id, d.bill_to_id));
  end if;
  insert into document_viewers (business_id, customer_id, document_id, kind, issue_date, due_date, total, number)
    select d.business_id, viewer.customer_id, d.id, d.kind, d.issue_date, coalesce(d.due_date, d.issue_date), d.total, d.number
    from new_documents d
    cross join lateral (select d.customer_id union select d.bill_to_id) as viewer (customer_id)
    where d.state <> 'draft'
  on conflict (business_id, customer_id, document_id) do update
    set kind = excluded.kind, issue_date = excluded.issue_date, due_date = excluded.due_date,
        total = excluded.total, number = excluded.number;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.living_document_links(here uuid, wanted uuid[])
 RETURNS TABLE(link_id uuid, document_id uuid, customer_id uuid, kinds text[], language text, sign_in_first boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'kvit_installation', 'pg_temp'
AS $function$
  select l.id, l.document_id, c.id, shown.kinds, c.language, p.sign_in_first
  from document_links l
  join signing_keys k on k.kid = l.key_id and (k.retires_at is null or k.retires_at > now())
  join customers named on named.business_id = l.business_id and named.id = l.customer_id
  join customers c on c.business_id = l.business_id and c.id = coalesce(named.merged_into, named.id)
    and c.portal_access and c.merged_into is null
  join portal_settings p on p.business_id = l.business_id and p.enabled
  join features f on f.business_id = l.business_id and f.feature = 'customer_portal' and f.enabled
  cross join lateral (
    select array_remove(array['invoice', case when p.show_quotes then 'quote' end, case when p.show_orders then 'order' end,
      case when p.show_credit_notes then 'credit_note' end], null) as kinds) shown
  join document_viewers v on v.business_id = l.business_id and v.customer_id = c.id and v.document_id = l.document_id
    and v.kind = any (shown.kinds)
  where l.business_id = here and l.id = any (wanted) and named.portal_access
    and l.revoked_at is null and l.expires_at > now()
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.open_document_link(here uuid, link uuid, document uuid, customer uuid, expires timestamp with time zone, kid text, by_person boolean)
 RETURNS TABLE(document_id uuid, customer_id uuid, sign_in_first boolean, was_first boolean, was_first_person boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
declare
  living record;
  opened record;
begin
  select l.* into living from living_document_links(here, array[link]) l;
  if not found then return; end if;
  update document_links l
    set opens = l.opens + 1, first_opened_at = coalesce(l.first_opened_at, now()),
      first_opened_by_person_at = case when by_person then coalesce(l.first_opened_by_person_at, now()) else l.first_opened_by_person_at end
    where l.business_id = here and l.id = link and l.document_id = document and l.customer_id = customer
      and l.expires_at = expires and l.key_id = kid
    returning l.opens = 1 as was_first, l.first_opened_by_person_at = now() as was_first_person into opened;
  if not found then return; end if;
  return query select living.document_id, living.customer_id, living.sign_in_first, opened.was_first,
    coalesce(opened.was_first_person, false);
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_door=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.open_sign_in_link(here uuid, token_sha256 bytea, by_person boolean)
 RETURNS TABLE(link_id uuid, customer_id uuid, was_first boolean, was_first_person boolean)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
  update sign_in_links l
    set opens = l.opens + 1, first_opened_at = coalesce(l.first_opened_at, now()),
      first_opened_by_person_at = case when by_person then coalesce(l.first_opened_by_person_at, now()) else l.first_opened_by_person_at end
    where l.business_id = here and l.token_sha256 = open_sign_in_link.token_sha256
      and l.revoked_at is null and l.expires_at > now()
    returning l.id, l.customer_id, l.opens = 1, coalesce(l.first_opened_by_person_at = now(), false)
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_door=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.own_host()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'kvit_installation', 'pg_temp'
AS $function$
  select h.host from hosts h where h.business_id = business() order by length(h.host), h.host limit 1
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_staff=X/kvit_owner}

CREATE OR REPLACE PROCEDURE kvit.protect(IN target regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security, force row level security', target);
  execute format('create policy owner on %s to kvit_owner using (true) with check (true)', target);
  execute format(
    'create policy staff on %s to kvit_staff using (business_id = (select business())) with check (business_id = (select business()))',
    target);
end $procedure$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.queue_job(job_id uuid, queue_name text, payload jsonb, wait_seconds double precision, keep_seconds integer, options jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit_jobs', 'pg_temp'
AS $function$
declare
  starts timestamptz := now() + wait_seconds * interval '1 second';
begin
  for attempt in 1..2 loop
    insert into job (id, name, data, start_after, created_on, keep_until, expire_seconds, deletion_seconds,
        retry_limit, retry_delay, retry_backoff, policy, dead_letter, heartbeat_seconds)
      select job_id, queue_name, payload, starts, now(),
        starts + coalesce(keep_seconds, q.retention_seconds) * interval '1 second',
        q.expire_seconds, q.deletion_seconds, q.retry_limit, q.retry_delay, q.retry_backoff, q.policy, q.dead_letter, q.heartbeat_seconds
      from queue q where q.name = queue_name
      on conflict do nothing;
    if found then
      if starts <= now() then
        perform pg_notify('pgboss_' || left(encode(sha224('kvit_jobs'::bytea), 'hex'), 24), queue_name);
      end if;
      return;
    end if;
    exit when exists (select from queue q where q.name = queue_name);
    perform create_queue(queue_name, options);
  end loop;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_staff=X/kvit_owner,kvit_customer=X/kvit_owner,kvit_door=X/kvit_owner,kvit_jobs=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.recent_attempts(days integer)
 RETURNS TABLE(recent_business_id uuid, recent_attempt_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
  select business_id, id from payment_attempts where started_at > now() - days * interval '1 day' order by started_at
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_jobs=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% rows are never changed or deleted', tg_table_name using errcode = 'restrict_violation';
end $function$
;
-- owner kvit_owner, execute everybody

CREATE OR REPLACE FUNCTION kvit.refuse_over_allocation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
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
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.search_customers(wanted tsquery, most integer)
 RETURNS TABLE(customer_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'kvit', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  here uuid := business();
begin
  if here is null or wanted is null or numnode(wanted) = 0 then return; end if;
  return query
    select s.customer_id from customer_search s
    where s.terms @@ (('''b:' || here || '''')::tsquery && wanted) limit most;
end $function$
;
-- owner kvit_search, execute {kvit_search=X/kvit_search,kvit_staff=X/kvit_search}

CREATE OR REPLACE FUNCTION kvit.search_documents(wanted tsquery, most integer, before_date date, before_id uuid)
 RETURNS TABLE(document_id uuid, issue_date date)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'kvit', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  here uuid := business();
  start_date date := coalesce(before_date, 'infinity');
  start_id uuid := coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  held tsquery;
begin
  if here is null or wanted is null or numnode(wanted) = 0 then return; end if;
  held := ('''b:' || here || '''')::tsquery && wanted;
  if (select count(*) from (select from document_search s where s.terms @@ held limit 2001) as hits) <= 2000 then
    return query
      with found as materialized (select s.document_id, s.issue_date from document_search s where s.terms @@ held)
      select f.document_id, f.issue_date from found f
      where (f.issue_date, f.document_id) < (start_date, start_id)
      order by f.issue_date desc, f.document_id desc limit most;
  else
    return query
      select s.document_id, s.issue_date from document_search s
      where s.business_id = here and s.terms @@ held
        and (s.issue_date, s.document_id) < (start_date, start_id)
      order by s.issue_date desc, s.document_id desc limit most;
  end if;
end $function$
;
-- owner kvit_search, execute {kvit_search=X/kvit_search,kvit_staff=X/kvit_search}

CREATE OR REPLACE FUNCTION kvit.search_own_documents(wanted tsquery, most integer, before_date date, before_id uuid)
 RETURNS TABLE(document_id uuid, issue_date date)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
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
end $function$
;
-- owner kvit_search, execute {kvit_search=X/kvit_search,kvit_customer=X/kvit_search}

CREATE OR REPLACE FUNCTION kvit.signing_key()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'kvit_installation', 'pg_temp'
AS $function$
  select kid from signing_keys where retires_at is null
$function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_staff=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_live(here uuid, named jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
declare
  notice text := jsonb_strip_nulls(jsonb_build_object('business', here) || named)::text;
begin
  -- PostgreSQL takes fewer than 8,000 bytes.
  if octet_length(notice) > 7900 then
    notice := jsonb_strip_nulls(jsonb_build_object('business', here, 'access', named -> 'access'))::text;
  end if;
  perform pg_notify('kvit_live', notice);
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_addresses(here uuid, emails text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
declare
  concerned uuid[] := array(
    select s.id from portal_sessions s
    where s.business_id = here and s.ended_at is null and s.expires_at > now()
      and s.address_sha256 in (select hash_address(email) from unnest(emails) as email where email is not null)
    order by s.id);
begin
  if cardinality(concerned) > 0 then
    perform tell_live(here, jsonb_build_object('access', true, 'sessions', concerned));
  end if;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_attempt()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_of_documents(new.business_id, array_remove(array[new.document_id], null), array[new.customer_id, new.payer_id], array[new.id]);
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_attempt_items()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_of_documents(told.business_id, told.documents, null, told.attempts) from (
    select i.business_id, array_agg(distinct i.document_id) filter (where i.document_id is not null) as documents,
        array_agg(distinct i.attempt_id) as attempts
      from new_items i group by i.business_id) as told;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_changed_contacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_of_addresses(told.business_id, told.emails) from (
    select n.business_id, array_agg(distinct address) as emails
      from new_contacts n join old_contacts o on o.business_id = n.business_id and o.id = n.id
      cross join lateral unnest(array[o.email, n.email]) as address
      where (n.email, n.may_see, n.removed_at) is distinct from (o.email, o.may_see, o.removed_at)
      group by n.business_id) as told;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_changed_documents()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_of_documents(told.business_id, told.documents, told.customers, null) from (
    select d.business_id, array_agg(distinct d.id) as documents, array_agg(distinct customer) as customers
      from old_documents d cross join lateral unnest(array[d.customer_id, d.bill_to_id]) as customer
      group by d.business_id) as told;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_customers()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_live(told.business_id, jsonb_build_object('access', true, 'customers', told.customers)) from (
    select n.business_id, array_agg(n.id order by n.id) as customers
      from new_customers n join old_customers o on o.business_id = n.business_id and o.id = n.id
      where (n.portal_access, n.merged_into, n.email) is distinct from (o.portal_access, o.merged_into, o.email)
      group by n.business_id) as told;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_documents(here uuid, changed uuid[], others uuid[], attempts uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
declare
  customers uuid[] := others;
begin
  if cardinality(changed) > 100 then
    perform tell_live(here, '{}');
    return;
  end if;
  if changed is not null then
    select array_agg(distinct customer order by customer) into customers from (
      select unnest(others)
      union all select d.customer_id from documents d where d.business_id = here and d.id = any (changed)
      union all select d.bill_to_id from documents d where d.business_id = here and d.id = any (changed)) as told (customer)
      where customer is not null;
  end if;
  perform tell_live(here, jsonb_build_object('customers', customers, 'documents', changed, 'attempts', attempts));
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_entries()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_of_documents(told.business_id, told.documents, told.customers, null) from (
    select e.business_id, array_agg(distinct e.document_id) filter (where e.document_id is not null) as documents,
        array_agg(distinct e.customer_id) as customers
      from new_entries e group by e.business_id) as told;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_links()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_live(told.business_id, jsonb_build_object('access', true, 'documents', told.documents)) from (
    select n.business_id, array_agg(distinct n.document_id) as documents
      from new_links n join old_links o on o.business_id = n.business_id and o.id = n.id
      where (n.revoked_at, n.expires_at) is distinct from (o.revoked_at, o.expires_at)
      group by n.business_id) as told;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_member()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_live(new.business_id, jsonb_build_object('access', true, 'staff', array[new.id]));
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_new_contacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_of_addresses(told.business_id, told.emails) from (
    select n.business_id, array_agg(distinct n.email) as emails from new_contacts n group by n.business_id) as told;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_new_documents()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_of_documents(told.business_id, told.documents, null, null) from (
    select d.business_id, array_agg(d.id order by d.id) as documents from new_documents d group by d.business_id) as told;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_payment_notice()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_of_documents(new.business_id, array[new.document_id], array[new.customer_id], null);
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_portal()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_live(new.business_id, '{"access": true}');
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_refund()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_of_documents(p.business_id,
      array(select distinct e.document_id from ledger_entries e
        where e.business_id = p.business_id and e.payment_id = p.id and e.document_id is not null),
      array[p.customer_id], array_remove(array[p.attempt_id], null))
    from payments p where p.business_id = new.business_id and p.id = new.payment_id;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_session()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_live(new.business_id, jsonb_build_object('access', true, 'sessions', array[new.id]));
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_staff_session()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_live(null, jsonb_build_object('access', true, 'sessions', array[old.id]));
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit.tell_of_tokens()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'kvit', 'pg_temp'
AS $function$
begin
  perform tell_live(told.business_id, jsonb_build_object('access', true, 'customers', told.customers)) from (
    select n.business_id, array_agg(distinct n.customer_id) as customers
      from new_tokens n join old_tokens o on o.business_id = n.business_id and o.id = n.id
      where (n.revoked_at, n.expires_at) is distinct from (o.revoked_at, o.expires_at)
      group by n.business_id) as told;
  return null;
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit_installation.find_business(host text, by_host boolean)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'kvit', 'kvit_installation', 'pg_temp'
AS $function$
begin
  if by_host then
    return (select h.business_id from hosts h where h.host = lower(find_business.host));
  end if;
  return (select b.business_id from businesses b order by b.created_at, b.business_id limit 1);
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_door=X/kvit_owner}

CREATE OR REPLACE FUNCTION kvit_installation.spend(keys bytea[], bursts integer[], seconds integer[], at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'kvit_installation', 'pg_temp'
AS $function$
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
end $function$
;
-- owner kvit_owner, execute {kvit_owner=X/kvit_owner,kvit_door=X/kvit_owner,kvit_auth=X/kvit_owner}

CREATE TRIGGER contacts_forget_mail_problem BEFORE UPDATE OF email ON kvit.contacts FOR EACH ROW WHEN ((new.email IS DISTINCT FROM old.email)) EXECUTE FUNCTION kvit.forget_mail_problem();

CREATE TRIGGER contacts_tell_changed AFTER UPDATE ON kvit.contacts REFERENCING OLD TABLE AS old_contacts NEW TABLE AS new_contacts FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_changed_contacts();

CREATE TRIGGER contacts_tell_new AFTER INSERT ON kvit.contacts REFERENCING NEW TABLE AS new_contacts FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_new_contacts();

CREATE TRIGGER customers_forget_mail_problem BEFORE UPDATE OF email ON kvit.customers FOR EACH ROW WHEN ((new.email IS DISTINCT FROM old.email)) EXECUTE FUNCTION kvit.forget_mail_problem();

CREATE TRIGGER customers_keep_search_changed AFTER UPDATE ON kvit.customers REFERENCING NEW TABLE AS new_customers FOR EACH STATEMENT EXECUTE FUNCTION kvit.keep_customer_search();

CREATE TRIGGER customers_keep_search_new AFTER INSERT ON kvit.customers REFERENCING NEW TABLE AS new_customers FOR EACH STATEMENT EXECUTE FUNCTION kvit.keep_customer_search();

CREATE TRIGGER customers_tell AFTER UPDATE ON kvit.customers REFERENCING OLD TABLE AS old_customers NEW TABLE AS new_customers FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_customers();

CREATE TRIGGER document_files_are_kept BEFORE DELETE OR UPDATE ON kvit.document_files FOR EACH ROW EXECUTE FUNCTION kvit.refuse_change();

CREATE TRIGGER document_links_tell AFTER UPDATE ON kvit.document_links REFERENCING OLD TABLE AS old_links NEW TABLE AS new_links FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_links();

CREATE TRIGGER document_sessions_tell AFTER UPDATE ON kvit.document_sessions FOR EACH ROW WHEN ((old.ended_at IS DISTINCT FROM new.ended_at)) EXECUTE FUNCTION kvit.tell_of_session();

CREATE TRIGGER document_versions_are_kept BEFORE DELETE OR UPDATE ON kvit.document_versions FOR EACH ROW EXECUTE FUNCTION kvit.refuse_change();

CREATE TRIGGER documents_keep_open_item_terms AFTER UPDATE ON kvit.documents REFERENCING NEW TABLE AS new_documents FOR EACH STATEMENT EXECUTE FUNCTION kvit.keep_open_item_terms();

CREATE TRIGGER documents_keep_search_changed AFTER UPDATE ON kvit.documents REFERENCING NEW TABLE AS new_documents FOR EACH STATEMENT EXECUTE FUNCTION kvit.keep_document_search();

CREATE TRIGGER documents_keep_search_new AFTER INSERT ON kvit.documents REFERENCING NEW TABLE AS new_documents FOR EACH STATEMENT EXECUTE FUNCTION kvit.keep_document_search();

CREATE TRIGGER documents_keep_viewers_changed AFTER UPDATE ON kvit.documents REFERENCING NEW TABLE AS new_documents FOR EACH STATEMENT EXECUTE FUNCTION kvit.keep_viewers();

CREATE TRIGGER documents_keep_viewers_new AFTER INSERT ON kvit.documents REFERENCING NEW TABLE AS new_documents FOR EACH STATEMENT EXECUTE FUNCTION kvit.keep_viewers();

CREATE TRIGGER documents_tell_changed AFTER UPDATE ON kvit.documents REFERENCING OLD TABLE AS old_documents FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_changed_documents();

CREATE TRIGGER documents_tell_new AFTER INSERT ON kvit.documents REFERENCING NEW TABLE AS new_documents FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_new_documents();

CREATE TRIGGER events_are_kept BEFORE DELETE OR UPDATE ON kvit.events FOR EACH ROW EXECUTE FUNCTION kvit.refuse_change();

CREATE TRIGGER features_tell AFTER INSERT OR UPDATE ON kvit.features FOR EACH ROW EXECUTE FUNCTION kvit.tell_of_portal();

CREATE TRIGGER ledger_entries_are_checked AFTER INSERT ON kvit.ledger_entries REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION kvit.check_entries();

CREATE TRIGGER ledger_entries_are_kept BEFORE DELETE OR UPDATE ON kvit.ledger_entries FOR EACH ROW EXECUTE FUNCTION kvit.refuse_change();

CREATE TRIGGER ledger_entries_are_of_their_cause AFTER INSERT ON kvit.ledger_entries REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION kvit.check_causes();

CREATE TRIGGER ledger_entries_keep_open_items AFTER INSERT ON kvit.ledger_entries REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION kvit.keep_open_items();

CREATE TRIGGER ledger_entries_refuse_over_allocation AFTER INSERT ON kvit.ledger_entries REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION kvit.refuse_over_allocation();

CREATE TRIGGER ledger_entries_tell AFTER INSERT ON kvit.ledger_entries REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_entries();

CREATE CONSTRAINT TRIGGER opening_balances_are_booked AFTER INSERT ON kvit.opening_balances DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kvit.check_booked();

CREATE TRIGGER opening_balances_are_kept BEFORE DELETE OR UPDATE ON kvit.opening_balances FOR EACH ROW EXECUTE FUNCTION kvit.refuse_change();

CREATE TRIGGER payment_attempt_items_tell_changed AFTER UPDATE ON kvit.payment_attempt_items REFERENCING NEW TABLE AS new_items FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_attempt_items();

CREATE TRIGGER payment_attempt_items_tell_new AFTER INSERT ON kvit.payment_attempt_items REFERENCING NEW TABLE AS new_items FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_attempt_items();

CREATE TRIGGER payment_attempts_are_kept BEFORE UPDATE ON kvit.payment_attempts FOR EACH ROW EXECUTE FUNCTION kvit.keep_attempts();

CREATE TRIGGER payment_attempts_are_not_deleted BEFORE DELETE ON kvit.payment_attempts FOR EACH ROW EXECUTE FUNCTION kvit.refuse_change();

CREATE TRIGGER payment_attempts_keep_items_open AFTER UPDATE OF finished_at ON kvit.payment_attempts FOR EACH ROW WHEN ((old.finished_at IS DISTINCT FROM new.finished_at)) EXECUTE FUNCTION kvit.keep_attempt_items_open();

CREATE TRIGGER payment_attempts_tell_changed AFTER UPDATE ON kvit.payment_attempts FOR EACH ROW WHEN (((((((((((old.state IS DISTINCT FROM new.state) OR (old.problem IS DISTINCT FROM new.problem)) OR (old.redirect_url IS DISTINCT FROM new.redirect_url)) OR (old.authorized_amount IS DISTINCT FROM new.authorized_amount)) OR (old.captured_amount IS DISTINCT FROM new.captured_amount)) OR (old.refunded_amount IS DISTINCT FROM new.refunded_amount)) OR (old.cancelled_amount IS DISTINCT FROM new.cancelled_amount)) OR (old.booked_amount IS DISTINCT FROM new.booked_amount)) OR (old.cancel_asked_at IS DISTINCT FROM new.cancel_asked_at)) OR (old.capture_asked_at IS DISTINCT FROM new.capture_asked_at))) EXECUTE FUNCTION kvit.tell_of_attempt();

CREATE TRIGGER payment_attempts_tell_new AFTER INSERT ON kvit.payment_attempts FOR EACH ROW EXECUTE FUNCTION kvit.tell_of_attempt();

CREATE TRIGGER payment_notices_tell AFTER INSERT OR UPDATE ON kvit.payment_notices FOR EACH ROW EXECUTE FUNCTION kvit.tell_of_payment_notice();

CREATE CONSTRAINT TRIGGER payments_are_booked AFTER INSERT ON kvit.payments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kvit.check_booked();

CREATE TRIGGER payments_are_kept BEFORE DELETE OR UPDATE ON kvit.payments FOR EACH ROW EXECUTE FUNCTION kvit.refuse_change();

CREATE TRIGGER portal_sessions_tell AFTER UPDATE ON kvit.portal_sessions FOR EACH ROW WHEN (((old.ended_at IS DISTINCT FROM new.ended_at) OR (old.expires_at IS DISTINCT FROM new.expires_at))) EXECUTE FUNCTION kvit.tell_of_session();

CREATE TRIGGER portal_settings_tell AFTER INSERT OR UPDATE ON kvit.portal_settings FOR EACH ROW EXECUTE FUNCTION kvit.tell_of_portal();

CREATE TRIGGER portal_tokens_tell AFTER UPDATE ON kvit.portal_tokens REFERENCING OLD TABLE AS old_tokens NEW TABLE AS new_tokens FOR EACH STATEMENT EXECUTE FUNCTION kvit.tell_of_tokens();

CREATE TRIGGER provider_events_are_kept BEFORE DELETE OR UPDATE ON kvit.provider_events FOR EACH ROW EXECUTE FUNCTION kvit.refuse_change();

CREATE CONSTRAINT TRIGGER refunds_are_booked AFTER INSERT OR UPDATE ON kvit.refunds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kvit.check_booked();

CREATE TRIGGER refunds_are_kept BEFORE INSERT OR DELETE OR UPDATE ON kvit.refunds FOR EACH ROW EXECUTE FUNCTION kvit.keep_refunds();

CREATE TRIGGER refunds_tell AFTER INSERT OR UPDATE ON kvit.refunds FOR EACH ROW EXECUTE FUNCTION kvit.tell_of_refund();

CREATE TRIGGER sessions_tell AFTER DELETE ON kvit_auth.sessions FOR EACH ROW EXECUTE FUNCTION kvit.tell_of_staff_session();

CREATE TRIGGER staff_members_tell AFTER UPDATE ON kvit.staff_members FOR EACH ROW WHEN ((((old.role IS DISTINCT FROM new.role) OR (old.removed_at IS DISTINCT FROM new.removed_at)) OR (old.account_id IS DISTINCT FROM new.account_id))) EXECUTE FUNCTION kvit.tell_of_member();

CREATE CONSTRAINT TRIGGER write_offs_are_booked AFTER INSERT ON kvit.write_offs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kvit.check_booked();

CREATE TRIGGER write_offs_are_kept BEFORE DELETE OR UPDATE ON kvit.write_offs FOR EACH ROW EXECUTE FUNCTION kvit.refuse_change();

create policy ask on kvit.access_requests for insert to kvit_door with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.access_requests for all to kvit_owner using (true) with check (true);

create policy staff on kvit.access_requests for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.businesses for select to kvit_customer, kvit_door using ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.businesses for all to kvit_owner using (true) with check (true);

create policy staff on kvit.businesses for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.contacts for all to kvit_owner using (true) with check (true);

create policy staff on kvit.contacts for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.customer_identifiers for all to kvit_owner using (true) with check (true);

create policy staff on kvit.customer_identifiers for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.customer_search for all to kvit_owner using (true) with check (true);

create policy search on kvit.customer_search for select to kvit_search using (true);

create policy staff on kvit.customer_search for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.customers for select to kvit_door using ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.customers for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (id = ANY (( SELECT kvit.actor_customers() AS actor_customers)::uuid[]))));

create policy owner on kvit.customers for all to kvit_owner using (true) with check (true);

create policy staff on kvit.customers for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.document_drafts for all to kvit_owner using (true) with check (true);

create policy staff on kvit.document_drafts for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.document_files for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (EXISTS ( SELECT
   FROM kvit.documents d
  WHERE ((d.business_id = document_files.business_id) AND (d.id = document_files.document_id) AND (d.version = document_files.version))))));

create policy owner on kvit.document_files for all to kvit_owner using (true) with check (true);

create policy staff on kvit.document_files for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.document_links for all to kvit_owner using (true) with check (true);

create policy staff on kvit.document_links for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.document_references for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (EXISTS ( SELECT
   FROM kvit.document_viewers v
  WHERE ((v.business_id = document_references.business_id) AND (v.document_id = document_references.document_id))))));

create policy owner on kvit.document_references for all to kvit_owner using (true) with check (true);

create policy staff on kvit.document_references for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.document_search for all to kvit_owner using (true) with check (true);

create policy search on kvit.document_search for select to kvit_search using (true);

create policy staff on kvit.document_search for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.document_session_links for all to kvit_door using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.document_session_links for all to kvit_owner using (true) with check (true);

create policy staff on kvit.document_session_links for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.document_sessions for all to kvit_door using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.document_sessions for all to kvit_owner using (true) with check (true);

create policy staff on kvit.document_sessions for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.document_versions for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (EXISTS ( SELECT
   FROM kvit.documents d
  WHERE ((d.business_id = document_versions.business_id) AND (d.id = document_versions.document_id) AND (d.version = document_versions.version))))));

create policy owner on kvit.document_versions for all to kvit_owner using (true) with check (true);

create policy staff on kvit.document_versions for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.document_viewers for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (customer_id = ANY (( SELECT kvit.actor_customers() AS actor_customers)::uuid[])) AND (kind = ANY (( SELECT kvit.actor_kinds() AS actor_kinds)::text[])) AND
CASE
    WHEN (( SELECT kvit.actor_customer_kinds() AS actor_customer_kinds) IS NULL) THEN true
    ELSE ((((customer_id)::text || '/'::text) || kind) = ANY (( SELECT kvit.actor_customer_kinds() AS actor_customer_kinds)::text[]))
END AND COALESCE((document_id = ANY (( SELECT kvit.actor_documents() AS actor_documents)::uuid[])), true)));

create policy owner on kvit.document_viewers for all to kvit_owner using (true) with check (true);

create policy search on kvit.document_viewers for select to kvit_search using (true);

create policy staff on kvit.document_viewers for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.documents for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (EXISTS ( SELECT
   FROM kvit.document_viewers v
  WHERE ((v.business_id = documents.business_id) AND (v.document_id = documents.id))))));

create policy owner on kvit.documents for all to kvit_owner using (true) with check (true);

create policy staff on kvit.documents for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.events for all to kvit_owner using (true) with check (true);

create policy record on kvit.events for insert to kvit_customer, kvit_door with check (((business_id = ( SELECT kvit.business() AS business)) AND (actor_kind = ( SELECT kvit.actor_kind() AS actor_kind))));

create policy staff on kvit.events for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.features for select to kvit_customer, kvit_door using ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.features for all to kvit_owner using (true) with check (true);

create policy staff on kvit.features for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.invitations for all to kvit_owner using (true) with check (true);

create policy staff on kvit.invitations for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.invited_customers for all to kvit_owner using (true) with check (true);

create policy staff on kvit.invited_customers for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.ledger_entries for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (((( SELECT kvit.actor_documents() AS actor_documents) IS NULL) AND (customer_id = ANY (( SELECT kvit.actor_accounts() AS actor_accounts)::uuid[]))) OR (EXISTS ( SELECT
   FROM kvit.document_viewers v
  WHERE ((v.business_id = ledger_entries.business_id) AND (v.document_id = ledger_entries.document_id)))))));

create policy owner on kvit.ledger_entries for all to kvit_owner using (true) with check (true);

create policy staff on kvit.ledger_entries for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.link_shares for all to kvit_owner using (true) with check (true);

create policy staff on kvit.link_shares for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.mail_settings for all to kvit_owner using (true) with check (true);

create policy staff on kvit.mail_settings for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.mail_templates for all to kvit_owner using (true) with check (true);

create policy staff on kvit.mail_templates for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.mails for all to kvit_owner using (true) with check (true);

create policy staff on kvit.mails for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.mobilepay_settings for select to kvit_customer using ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.mobilepay_settings for all to kvit_owner using (true) with check (true);

create policy staff on kvit.mobilepay_settings for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.mobilepay_webhooks for all to kvit_owner using (true) with check (true);

create policy staff on kvit.mobilepay_webhooks for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.open_items for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND ((EXISTS ( SELECT
   FROM kvit.document_viewers v
  WHERE ((v.business_id = open_items.business_id) AND (v.document_id = open_items.document_id)))) OR ((kind = 'credit_note'::text) AND (customer_id = ANY (( SELECT kvit.actor_customers() AS actor_customers)::uuid[])) AND (( SELECT kvit.actor_documents() AS actor_documents) IS NULL) AND ('invoice'::text = ANY (( SELECT kvit.actor_kinds() AS actor_kinds)::text[]))))));

create policy owner on kvit.open_items for all to kvit_owner using (true) with check (true);

create policy staff on kvit.open_items for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.opening_balances for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (( SELECT kvit.actor_documents() AS actor_documents) IS NULL) AND (customer_id = ANY (( SELECT kvit.actor_accounts() AS actor_accounts)::uuid[]))));

create policy owner on kvit.opening_balances for all to kvit_owner using (true) with check (true);

create policy staff on kvit.opening_balances for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy begin_own on kvit.payment_attempt_items for insert to kvit_customer with check (((business_id = ( SELECT kvit.business() AS business)) AND (EXISTS ( SELECT
   FROM kvit.payment_attempts a
  WHERE ((a.business_id = payment_attempt_items.business_id) AND (a.id = payment_attempt_items.attempt_id) AND (a.state = 'starting'::text) AND (a.payer_id = ANY (( SELECT kvit.actor_customers() AS actor_customers)::uuid[]))))) AND (((document_id IS NOT NULL) AND (EXISTS ( SELECT
   FROM kvit.open_items o
  WHERE ((o.business_id = payment_attempt_items.business_id) AND (o.document_id = payment_attempt_items.document_id))))) OR ((payment_id IS NOT NULL) AND (EXISTS ( SELECT
   FROM kvit.payments p
  WHERE ((p.business_id = payment_attempt_items.business_id) AND (p.id = payment_attempt_items.payment_id))))))));

create policy own on kvit.payment_attempt_items for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND ((EXISTS ( SELECT
   FROM kvit.document_viewers v
  WHERE ((v.business_id = payment_attempt_items.business_id) AND (v.document_id = payment_attempt_items.document_id)))) OR (EXISTS ( SELECT
   FROM kvit.payment_attempts a
  WHERE ((a.business_id = payment_attempt_items.business_id) AND (a.id = payment_attempt_items.attempt_id)))))));

create policy owner on kvit.payment_attempt_items for all to kvit_owner using (true) with check (true);

create policy staff on kvit.payment_attempt_items for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy begin_own on kvit.payment_attempts for insert to kvit_customer with check (((business_id = ( SELECT kvit.business() AS business)) AND (state = 'starting'::text) AND (captured_amount = 0) AND (booked_amount = 0) AND (payer_id = ANY (( SELECT kvit.actor_customers() AS actor_customers)::uuid[])) AND (((customer_id = ANY (( SELECT kvit.actor_accounts() AS actor_accounts)::uuid[])) AND (( SELECT kvit.actor_documents() AS actor_documents) IS NULL)) OR (EXISTS ( SELECT
   FROM kvit.documents d
  WHERE ((d.business_id = payment_attempts.business_id) AND (d.id = payment_attempts.document_id) AND (d.bill_to_id = payment_attempts.customer_id)))))));

create policy own on kvit.payment_attempts for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (((customer_id = ANY (( SELECT kvit.actor_accounts() AS actor_accounts)::uuid[])) AND (( SELECT kvit.actor_documents() AS actor_documents) IS NULL)) OR (EXISTS ( SELECT
   FROM kvit.document_viewers v
  WHERE ((v.business_id = payment_attempts.business_id) AND (v.document_id = payment_attempts.document_id)))))));

create policy owner on kvit.payment_attempts for all to kvit_owner using (true) with check (true);

create policy staff on kvit.payment_attempts for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.payment_notices for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (EXISTS ( SELECT
   FROM kvit.document_viewers v
  WHERE ((v.business_id = payment_notices.business_id) AND (v.document_id = payment_notices.document_id))))));

create policy owner on kvit.payment_notices for all to kvit_owner using (true) with check (true);

create policy say_again on kvit.payment_notices for update to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (done_at IS NULL) AND (EXISTS ( SELECT
   FROM kvit.document_viewers v
  WHERE ((v.business_id = payment_notices.business_id) AND (v.document_id = payment_notices.document_id))))));

create policy say_own on kvit.payment_notices for insert to kvit_customer with check (((business_id = ( SELECT kvit.business() AS business)) AND (done_at IS NULL) AND (customer_id = ANY (( SELECT kvit.actor_customers() AS actor_customers)::uuid[])) AND (EXISTS ( SELECT
   FROM kvit.document_viewers v
  WHERE ((v.business_id = payment_notices.business_id) AND (v.document_id = payment_notices.document_id) AND (v.kind = 'invoice'::text))))));

create policy staff on kvit.payment_notices for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.payments for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (( SELECT kvit.actor_documents() AS actor_documents) IS NULL) AND (customer_id = ANY (( SELECT kvit.actor_accounts() AS actor_accounts)::uuid[]))));

create policy owner on kvit.payments for all to kvit_owner using (true) with check (true);

create policy staff on kvit.payments for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.portal_sessions for all to kvit_door using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.portal_sessions for all to kvit_owner using (true) with check (true);

create policy staff on kvit.portal_sessions for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.portal_settings for select to kvit_customer, kvit_door using ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.portal_settings for all to kvit_owner using (true) with check (true);

create policy staff on kvit.portal_settings for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy count_uses on kvit.portal_tokens for update to kvit_door using ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.portal_tokens for select to kvit_door using ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.portal_tokens for all to kvit_owner using (true) with check (true);

create policy staff on kvit.portal_tokens for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.provider_events for all to kvit_owner using (true) with check (true);

create policy staff on kvit.provider_events for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy own on kvit.refunds for select to kvit_customer using (((business_id = ( SELECT kvit.business() AS business)) AND (state = 'completed'::text) AND (EXISTS ( SELECT
   FROM kvit.payments p
  WHERE ((p.business_id = refunds.business_id) AND (p.id = refunds.payment_id))))));

create policy owner on kvit.refunds for all to kvit_owner using (true) with check (true);

create policy staff on kvit.refunds for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.sign_in_accounts for all to kvit_door using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.sign_in_accounts for all to kvit_owner using (true) with check (true);

create policy staff on kvit.sign_in_accounts for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.sign_in_flows for all to kvit_door using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.sign_in_flows for all to kvit_owner using (true) with check (true);

create policy staff on kvit.sign_in_flows for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.sign_in_links for all to kvit_owner using (true) with check (true);

create policy staff on kvit.sign_in_links for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.sign_in_secrets for all to kvit_door using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.sign_in_secrets for all to kvit_owner using (true) with check (true);

create policy staff on kvit.sign_in_secrets for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy known on kvit.staff_members for select to kvit_door using ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.staff_members for all to kvit_owner using (true) with check (true);

create policy staff on kvit.staff_members for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.vehicles for all to kvit_owner using (true) with check (true);

create policy staff on kvit.vehicles for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

create policy owner on kvit.write_offs for all to kvit_owner using (true) with check (true);

create policy staff on kvit.write_offs for all to kvit_staff using ((business_id = ( SELECT kvit.business() AS business))) with check ((business_id = ( SELECT kvit.business() AS business)));

grant insert on kvit.access_requests to kvit_door;

grant select, update on kvit.access_requests to kvit_staff;

grant select on kvit.businesses to kvit_customer;

grant select on kvit.businesses to kvit_door;

grant select, update on kvit.businesses to kvit_staff;

grant insert, select, update on kvit.contacts to kvit_staff;

grant delete, insert, select on kvit.customer_identifiers to kvit_staff;

grant select on kvit.customer_search to kvit_search;

grant select (address_line1, address_line2, business_id, city, company_id, country, email, gln, id, kind, language, name, number, phone, postal_code, vat_id) on kvit.customers to kvit_customer;

grant select (business_id, id, language, merged_into, portal_access) on kvit.customers to kvit_door;

grant insert, select, update on kvit.customers to kvit_staff;

grant delete, insert, select, update on kvit.document_drafts to kvit_staff;

grant select on kvit.document_files to kvit_customer;

grant insert, select on kvit.document_files to kvit_staff;

grant insert, select, update on kvit.document_links to kvit_staff;

grant select on kvit.document_references to kvit_customer;

grant delete, insert, select on kvit.document_references to kvit_staff;

grant select on kvit.document_search to kvit_search;

grant insert, select on kvit.document_session_links to kvit_door;

grant insert, select on kvit.document_session_links to kvit_staff;

grant insert, select, update on kvit.document_sessions to kvit_door;

grant insert, select, update on kvit.document_sessions to kvit_staff;

grant select (business_id, content_sha256, data, document_id, issued_at, version) on kvit.document_versions to kvit_customer;

grant insert, select on kvit.document_versions to kvit_staff;

grant select on kvit.document_viewers to kvit_customer;

grant select on kvit.document_viewers to kvit_search;

grant select on kvit.document_viewers to kvit_staff;

grant select (bill_to_id, business_id, currency, customer_id, due_date, id, issue_date, kind, number, order_reference, payable, registration, seller_key, state, title, total, total_vat, total_without_vat, valid_until, version) on kvit.documents to kvit_customer;

grant insert, select, update on kvit.documents to kvit_staff;

grant insert on kvit.events to kvit_customer;

grant insert on kvit.events to kvit_door;

grant insert, select on kvit.events to kvit_staff;

grant select on kvit.features to kvit_customer;

grant select on kvit.features to kvit_door;

grant insert, select, update on kvit.features to kvit_staff;

grant insert, select, update on kvit.invitations to kvit_staff;

grant insert, select, update on kvit.invited_customers to kvit_staff;

grant select on kvit.ledger_entries to kvit_customer;

grant insert, select on kvit.ledger_entries to kvit_staff;

grant insert, select, update on kvit.link_shares to kvit_staff;

grant delete, insert, select, update on kvit.mail_settings to kvit_staff;

grant delete, insert, select, update on kvit.mail_templates to kvit_staff;

grant insert, select, update on kvit.mails to kvit_staff;

grant select (brand, business_id, card_allowed, currency, enabled, environment, least_part_payment, merchant_serial_number, part_payment_allowed, prepayment_capture, push_allowed, push_refused_at) on kvit.mobilepay_settings to kvit_customer;

grant insert, select, update on kvit.mobilepay_settings to kvit_staff;

grant insert, select, update on kvit.mobilepay_webhooks to kvit_staff;

grant select on kvit.open_items to kvit_customer;

grant select on kvit.open_items to kvit_staff;

grant select (amount, as_of, business_id, currency, customer_id, id) on kvit.opening_balances to kvit_customer;

grant insert, select on kvit.opening_balances to kvit_staff;

grant insert, select on kvit.payment_attempt_items to kvit_customer;

grant insert, select on kvit.payment_attempt_items to kvit_staff;

grant insert, select on kvit.payment_attempts to kvit_customer;

grant insert, select, update on kvit.payment_attempts to kvit_staff;

grant insert, select, update (noted_at, paid_on) on kvit.payment_notices to kvit_customer;

grant insert, select, update on kvit.payment_notices to kvit_staff;

grant select (amount, attempt_id, business_id, currency, customer_id, id, method, received_on) on kvit.payments to kvit_customer;

grant insert, select on kvit.payments to kvit_staff;

grant insert, select, update on kvit.portal_sessions to kvit_door;

grant insert, select, update on kvit.portal_sessions to kvit_staff;

grant select on kvit.portal_settings to kvit_customer;

grant select on kvit.portal_settings to kvit_door;

grant insert, select, update on kvit.portal_settings to kvit_staff;

grant select (business_id, customer_id, expires_at, first_opened_at, first_opened_by_person_at, id, revoked_at, token_sha256, uses), update (first_opened_at, first_opened_by_person_at, last_used_at, uses) on kvit.portal_tokens to kvit_door;

grant insert, select, update on kvit.portal_tokens to kvit_staff;

grant insert, select on kvit.provider_events to kvit_staff;

grant select (amount, business_id, currency, id, method, payment_id, refunded_on, state) on kvit.refunds to kvit_customer;

grant insert, select, update (finished_at, problem, refunded_on, state) on kvit.refunds to kvit_staff;

grant insert, select, update on kvit.sign_in_accounts to kvit_door;

grant insert, select, update on kvit.sign_in_accounts to kvit_staff;

grant insert, select, update on kvit.sign_in_flows to kvit_door;

grant delete, select, update on kvit.sign_in_flows to kvit_staff;

grant insert, select, update on kvit.sign_in_links to kvit_staff;

grant select, update on kvit.sign_in_secrets to kvit_door;

grant insert, select on kvit.sign_in_secrets to kvit_staff;

grant select on kvit.staff_members to kvit_door;

grant insert, select, update on kvit.staff_members to kvit_staff;

grant insert, select, update on kvit.vehicles to kvit_staff;

grant insert, select on kvit.write_offs to kvit_staff;

grant delete, insert, select, update on kvit_auth.credentials to kvit_auth;

grant delete, insert, select, update on kvit_auth.second_factors to kvit_auth;

grant delete, insert, select, update on kvit_auth.sessions to kvit_auth;

grant delete, insert, select, update on kvit_auth.spent_codes to kvit_auth;

grant delete, insert, select, update on kvit_auth.users to kvit_auth;

grant delete, insert, select, update on kvit_auth.verifications to kvit_auth;

grant delete, insert, select, update on kvit_installation.budgets to kvit_auth;

grant delete, insert, select, update on kvit_installation.budgets to kvit_door;

grant select on kvit_installation.hosts to kvit_door;
