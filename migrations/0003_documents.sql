-- Quotes, orders, invoices and credit notes; their frozen versions and files; and who may see them.

create table documents (
  business_id uuid not null references businesses,
  id uuid not null,
  kind text not null check (kind in ('quote', 'order', 'invoice', 'credit_note')),
  number text not null check (length(number) between 1 and 100),
  -- Who issued it: empty for the business itself, else the identifier of the seller the file names.
  seller_key text not null default '' check (length(seller_key) <= 300),
  state text not null check (state in ('draft', 'issued', 'cancelled')),
  customer_id uuid not null,
  bill_to_id uuid not null,
  issue_date date not null,
  due_date date,
  valid_until date,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  total_without_vat bigint not null,
  total_vat bigint not null,
  total bigint not null,
  payable bigint not null,
  version integer not null check (version >= 1),
  -- What lists show beside the number.
  title text not null default '' check (length(title) <= 300),
  registration text check (length(registration) <= 20),
  order_reference text check (length(order_reference) <= 200),
  source text not null check (source in ('kvit', 'ubl', 'csv')),
  internal_note text check (length(internal_note) <= 5000),
  search_terms text[] not null,
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  -- A number is used once by a seller for one who owes.
  unique (business_id, kind, number, seller_key, bill_to_id),
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, bill_to_id) references customers
);
-- Our own number is used once, so that an invoice whose payer is corrected stays one invoice. Of other sellers we
-- may not know for certain who they are: there the same number for another is another document.
create unique index documents_own_number on documents (business_id, kind, number) where seller_key = '';
create index documents_newest on documents (business_id, issue_date desc, id desc);
create index documents_newest_of_kind on documents (business_id, kind, issue_date desc, id desc);
create index documents_of_customer on documents (business_id, customer_id, issue_date desc, id desc);
create index documents_of_bill_to on documents (business_id, bill_to_id, issue_date desc, id desc);
call protect('documents');
grant select, insert, update on documents to kvit_staff;

-- One row for each customer a document is for: the recipient and who owes it. The one answer to "what
-- may a customer see": every list, search and policy goes through it. Drafts have no rows here.
create table document_viewers (
  business_id uuid not null,
  customer_id uuid not null,
  document_id uuid not null,
  kind text not null,
  issue_date date not null,
  due_date date not null,
  total bigint not null,
  number text not null,
  primary key (business_id, customer_id, document_id),
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, customer_id) references customers
);
create index document_viewers_newest on document_viewers (business_id, customer_id, issue_date desc, document_id desc);
create index document_viewers_newest_of_kind on document_viewers (business_id, customer_id, kind, issue_date desc, document_id desc);
create index document_viewers_by_due_date on document_viewers (business_id, customer_id, due_date, document_id);
create index document_viewers_by_total on document_viewers (business_id, customer_id, total, document_id);
create index document_viewers_by_number on document_viewers (business_id, customer_id, number, document_id);
create index document_viewers_of_document on document_viewers (business_id, document_id, customer_id);
call protect('document_viewers');
create policy own on document_viewers for select to kvit_customer using (
  business_id = (select business())
  -- Written so that the planner takes none of these for rare: a query mostly asks for the actor's own already,
  -- and where the planner believes in a single row, any index is as good to it as the right one.
  and coalesce(customer_id = any ((select actor_customers())::uuid[]), false)
  and coalesce(kind = any ((select actor_kinds())::text[]), false)
  and coalesce(document_id = any ((select actor_documents())::uuid[]), true));
grant select on document_viewers to kvit_staff, kvit_customer;

create policy own on documents for select to kvit_customer using (
  business_id = (select business()) and exists (
    select from document_viewers v where v.business_id = documents.business_id and v.document_id = documents.id));
grant select (business_id, id, kind, number, state, customer_id, bill_to_id, issue_date, due_date, valid_until,
  currency, total_without_vat, total_vat, total, payable, version, title, registration, order_reference)
  on documents to kvit_customer;

-- What a draft says; gone when it is issued.
create table document_drafts (
  business_id uuid not null,
  document_id uuid not null,
  data jsonb not null,
  changed_at timestamptz not null default now(),
  primary key (business_id, document_id),
  foreign key (business_id, document_id) references documents
);
call protect('document_drafts');
grant select, insert, update, delete on document_drafts to kvit_staff;

-- What an issued document says, frozen.
create table document_versions (
  business_id uuid not null,
  document_id uuid not null,
  version integer not null check (version >= 1),
  data jsonb not null,
  content_sha256 bytea not null check (length(content_sha256) = 32),
  -- Where the stated amounts differ from what the lines add up to, and what else staff should know.
  remarks jsonb not null default '[]',
  issued_at timestamptz not null default now(),
  primary key (business_id, document_id, version),
  foreign key (business_id, document_id) references documents
);
call protect('document_versions');
-- A customer sees the current version: an earlier one may have named somebody else.
create policy own on document_versions for select to kvit_customer using (
  business_id = (select business()) and exists (
    select from documents d
    where d.business_id = document_versions.business_id and d.id = document_versions.document_id
      and d.version = document_versions.version));
grant select, insert on document_versions to kvit_staff;
grant select (business_id, document_id, version, data, content_sha256, issued_at) on document_versions to kvit_customer;
create trigger document_versions_are_kept before update or delete on document_versions
  for each row execute function refuse_change();

-- The files of a version: its PDF (made once, or as it came), its e-invoice XML, and attachments.
create table document_files (
  business_id uuid not null,
  document_id uuid not null,
  version integer not null,
  role text not null check (role in ('pdf', 'xml', 'attachment')),
  position integer not null default 0 check (position >= 0),
  file_name text not null check (length(file_name) between 1 and 255),
  media_type text not null check (length(media_type) <= 100),
  sha256 bytea not null check (length(sha256) = 32),
  bytes bytea not null,
  -- False for what came from outside: such XML and PDF are served as they came.
  made_here boolean not null,
  made_at timestamptz not null default now(),
  primary key (business_id, document_id, version, role, position),
  foreign key (business_id, document_id, version) references document_versions,
  check (role = 'attachment' or position = 0)
);
alter table document_files alter column bytes set storage external;
call protect('document_files');
create policy own on document_files for select to kvit_customer using (
  business_id = (select business()) and exists (
    select from documents d
    where d.business_id = document_files.business_id and d.id = document_files.document_id
      and d.version = document_files.version));
grant select, insert on document_files to kvit_staff;
grant select on document_files to kvit_customer;
create trigger document_files_are_kept before update or delete on document_files
  for each row execute function refuse_change();

-- Which other documents a document names: the order of an invoice, the invoice of a credit note.
create table document_references (
  business_id uuid not null,
  document_id uuid not null,
  kind text not null check (kind in ('quote', 'order', 'invoice')),
  number text not null check (length(number) between 1 and 200),
  primary key (business_id, document_id, kind, number),
  foreign key (business_id, document_id) references documents
);
create index document_references_back on document_references (business_id, kind, number);
call protect('document_references');
create policy own on document_references for select to kvit_customer using (
  business_id = (select business()) and exists (
    select from document_viewers v
    where v.business_id = document_references.business_id and v.document_id = document_references.document_id));
grant select, insert, delete on document_references to kvit_staff;
grant select on document_references to kvit_customer;

/* Keeps document_viewers true after documents were written. Runs as the owner, so that nobody else
   needs the right to write viewers. */
create function keep_viewers() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
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
end $$;
revoke execute on function keep_viewers() from public;
create trigger documents_keep_viewers_new after insert on documents
  referencing new table as new_documents for each statement execute function keep_viewers();
create trigger documents_keep_viewers_changed after update on documents
  referencing new table as new_documents for each statement execute function keep_viewers();
