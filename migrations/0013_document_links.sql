-- Links that are handed to customers: signed ones that open one document, and general ones that lead to the
-- sign-in; every sharing of a link; and the inviting of many customers.

-- Keys are derived from KVIT_SECRET by their id; only the ids are kept. The newest signs. One that was followed
-- by another still verifies until retires_at, when no link it signed can be alive any more.
create table kvit_installation.signing_keys (
  kid text primary key check (kid ~ '^[a-z0-9]{1,8}$'),
  made_at timestamptz not null default now(),
  retires_at timestamptz
);
create unique index signing_keys_one_signs on kvit_installation.signing_keys ((retires_at is null)) where retires_at is null;
insert into kvit_installation.signing_keys (kid) values ('k1');

/* The id of the key that signs and seals now. */
create function signing_key() returns text
language sql stable security definer set search_path = kvit, kvit_installation, pg_temp as $$
  select kid from signing_keys where retires_at is null
$$;
revoke execute on function signing_key() from public;
grant execute on function signing_key() to kvit_staff;

-- Whether whoever opens a document link must sign in before the document is shown.
alter table portal_settings add column sign_in_first boolean not null default false;

-- One row a link. The link itself is not kept: it is written anew, the same, from the row and its key.
create table document_links (
  business_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  -- On whose behalf it opens; the document must still be theirs.
  customer_id uuid not null,
  key_id text not null check (key_id ~ '^[a-z0-9]{1,8}$'),
  -- Whom it was made for: a contact, the customer's own address, or nobody (to be copied).
  recipient text not null check (recipient in ('contact', 'customer', 'nobody')),
  contact_id uuid,
  created_at timestamptz not null default now(),
  created_by uuid,
  -- Whole seconds: the link says them.
  expires_at timestamptz not null check (date_trunc('second', expires_at) = expires_at),
  revoked_at timestamptz,
  revoked_by uuid,
  opens bigint not null default 0,
  first_opened_at timestamptz,
  first_opened_by_person_at timestamptz,
  primary key (business_id, id),
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, contact_id) references contacts,
  check ((recipient = 'contact') = (contact_id is not null)),
  check (expires_at > created_at and expires_at <= created_at + interval '366 days')
);
create index document_links_of_document on document_links (business_id, document_id, id);
create index document_links_of_customer on document_links (business_id, customer_id, id);
call protect('document_links');
grant select, insert, update on document_links to kvit_staff;

-- Links that lead to the sign-in with the address filled in. They sign nobody in.
create table sign_in_links (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  contact_id uuid,
  token_sha256 bytea not null check (length(token_sha256) = 32),
  sealed bytea not null,
  key_id text not null check (key_id ~ '^[a-z0-9]{1,8}$'),
  created_at timestamptz not null default now(),
  created_by uuid,
  expires_at timestamptz not null default now() + interval '30 days',
  revoked_at timestamptz,
  opens bigint not null default 0,
  first_opened_at timestamptz,
  first_opened_by_person_at timestamptz,
  primary key (business_id, id),
  unique (business_id, token_sha256),
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, contact_id) references contacts
);
create index sign_in_links_of_customer on sign_in_links (business_id, customer_id, id);
call protect('sign_in_links');
grant select, insert, update on sign_in_links to kvit_staff;

alter table portal_tokens
  add column first_opened_at timestamptz,
  add column first_opened_by_person_at timestamptz;

-- Inviting many customers to the portal, a batch a minute.
create table invitations (
  business_id uuid not null references businesses,
  id uuid not null,
  created_at timestamptz not null default now(),
  created_by uuid,
  state text not null default 'running' check (state in ('running', 'stopped', 'done')),
  per_minute integer not null default 60 check (per_minute between 1 and 600),
  next_batch_at timestamptz not null,
  ended_at timestamptz,
  primary key (business_id, id),
  check ((state = 'running') = (ended_at is null))
);
create unique index invitations_one_at_a_time on invitations (business_id) where state = 'running';
call protect('invitations');
grant select, insert, update on invitations to kvit_staff;

create table invited_customers (
  business_id uuid not null,
  invitation_id uuid not null,
  customer_id uuid not null,
  -- Waiting until its batch; left out where the customer could not be reached any more by then.
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'left_out')),
  primary key (business_id, invitation_id, customer_id),
  foreign key (business_id, invitation_id) references invitations,
  foreign key (business_id, customer_id) references customers
);
create index invited_customers_waiting on invited_customers (business_id, invitation_id, customer_id) where state = 'waiting';
create index invited_customers_of_customer on invited_customers (business_id, customer_id);
call protect('invited_customers');
grant select, insert, update on invited_customers to kvit_staff;

-- Every copying and mailing of a link: who, what, to whom, by which way. A mail waits until send_at, and can be
-- called off until it is handed over.
create table link_shares (
  business_id uuid not null,
  id uuid not null,
  what text not null check (what in ('portal_token', 'document_link', 'sign_in_link')),
  way text not null check (way in ('copy', 'mail', 'sms', 'command', 'api')),
  customer_id uuid not null,
  -- To whom; null with way 'mail' means the customer's own address.
  contact_id uuid,
  document_id uuid,
  document_link_id uuid,
  sign_in_link_id uuid,
  -- Of a mailed portal token: known once the mail goes out, since one may be made then.
  token_id uuid,
  created_at timestamptz not null default now(),
  created_by uuid,
  send_at timestamptz,
  state text not null check (state in ('waiting', 'shared', 'undone', 'failed')),
  mail_id uuid,
  primary key (business_id, id),
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, contact_id) references contacts,
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, document_link_id) references document_links,
  foreign key (business_id, sign_in_link_id) references sign_in_links,
  foreign key (business_id, token_id) references portal_tokens,
  check ((what = 'document_link') = (document_link_id is not null)),
  check ((what = 'document_link') = (document_id is not null)),
  check ((what = 'sign_in_link') = (sign_in_link_id is not null)),
  check (state <> 'waiting' or send_at is not null)
);
create index link_shares_of_document on link_shares (business_id, document_id, id) where document_id is not null;
create index link_shares_of_customer on link_shares (business_id, customer_id, id);
-- Pressing twice sends once.
create unique index link_shares_waiting_once on link_shares (business_id, customer_id, what, contact_id, document_id)
  nulls not distinct where state = 'waiting';
call protect('link_shares');
grant select, insert, update on link_shares to kvit_staff;

-- A browser that opened document links, and which: the session holds the set of them.
create table document_sessions (
  business_id uuid not null references businesses,
  id uuid not null,
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (business_id, id),
  unique (business_id, secret_sha256)
);
call protect('document_sessions');
create policy known on document_sessions to kvit_door
  using (business_id = (select business())) with check (business_id = (select business()));
grant select, insert, update on document_sessions to kvit_staff, kvit_door;

create table document_session_links (
  business_id uuid not null,
  session_id uuid not null,
  link_id uuid not null,
  primary key (business_id, session_id, link_id),
  foreign key (business_id, session_id) references document_sessions,
  foreign key (business_id, link_id) references document_links
);
create index document_session_links_of_link on document_session_links (business_id, link_id);
call protect('document_session_links');
create policy known on document_session_links to kvit_door
  using (business_id = (select business())) with check (business_id = (select business()));
grant select, insert on document_session_links to kvit_staff, kvit_door;

/* Those of the links that open something now: not closed, not expired, their key not retired, the customer let in,
   the portal on, the document of a kind that is shown and still this customer's. A merged customer's links stand
   for the one they were merged into. */
create function living_document_links(here uuid, wanted uuid[])
returns table (link_id uuid, document_id uuid, customer_id uuid, kinds text[], language text, sign_in_first boolean)
language sql stable security definer set search_path = kvit, kvit_installation, pg_temp as $$
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
$$;
revoke execute on function living_document_links(uuid, uuid[]) from public;

/* Opens the link whose signature was good: says what it opens and counts it, or nothing where it is not exactly
   the row's or opens nothing any more. `was_first` and `was_first_person` tell who came first. */
create function open_document_link(here uuid, link uuid, document uuid, customer uuid, expires timestamptz, kid text, by_person boolean)
returns table (document_id uuid, customer_id uuid, sign_in_first boolean, was_first boolean, was_first_person boolean)
language plpgsql security definer set search_path = kvit, pg_temp as $$
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
end $$;
revoke execute on function open_document_link(uuid, uuid, uuid, uuid, timestamptz, text, boolean) from public;
grant execute on function open_document_link(uuid, uuid, uuid, uuid, timestamptz, text, boolean) to kvit_door;

/* Who stands behind a document session, now: the documents whose links live, and the customers they are read for.
   With `document`, only that one; nothing where the session does not hold it. A session ends an hour after it was
   last used. Every page that a document link opens comes through here, on every request. */
create function enter_documents(here uuid, secret_sha256 bytea, document uuid)
returns table (session_id uuid, customer_ids uuid[], document_ids uuid[], kinds text[], language text)
language plpgsql security definer set search_path = kvit, pg_temp as $$
declare
  entry record;
  held record;
begin
  select s.id, s.last_seen_at into entry from document_sessions s
    where s.business_id = here and s.secret_sha256 = enter_documents.secret_sha256
      and s.ended_at is null and s.last_seen_at > now() - interval '60 minutes';
  if not found then return; end if;
  select array_agg(distinct l.customer_id) as customers, array_agg(distinct l.document_id) as documents,
      min(l.kinds) as kinds, min(l.language) as language
    into held
    from living_document_links(here, array(
      select o.link_id from document_session_links o where o.business_id = here and o.session_id = entry.id)) l
    where not l.sign_in_first and (document is null or l.document_id = document);
  if held.documents is null then return; end if;
  if entry.last_seen_at < now() - interval '1 minute' then
    update document_sessions s set last_seen_at = now() where s.business_id = here and s.id = entry.id;
  end if;
  return query select entry.id, held.customers, held.documents, held.kinds, held.language;
end $$;
revoke execute on function enter_documents(uuid, bytea, uuid) from public;
grant execute on function enter_documents(uuid, bytea, uuid) to kvit_door;

/* The address a sign-in link fills in, counting the opening; nothing where the link leads nowhere any more. */
create function open_sign_in_link(here uuid, token_sha256 bytea, by_person boolean)
returns table (link_id uuid, customer_id uuid, was_first boolean, was_first_person boolean)
language sql security definer set search_path = kvit, pg_temp as $$
  update sign_in_links l
    set opens = l.opens + 1, first_opened_at = coalesce(l.first_opened_at, now()),
      first_opened_by_person_at = case when by_person then coalesce(l.first_opened_by_person_at, now()) else l.first_opened_by_person_at end
    where l.business_id = here and l.token_sha256 = open_sign_in_link.token_sha256
      and l.revoked_at is null and l.expires_at > now()
    returning l.id, l.customer_id, l.opens = 1, coalesce(l.first_opened_by_person_at = now(), false)
$$;
revoke execute on function open_sign_in_link(uuid, bytea, boolean) from public;
grant execute on function open_sign_in_link(uuid, bytea, boolean) to kvit_door;

/* The address staff sent a link to, for the field of the sign-in page: of a sign-in link, or of the newest document
   link a session holds. Null where it was sent to nobody, or leads nowhere any more. */
create function filled_address(here uuid, sign_in_sha256 bytea, session_sha256 bytea) returns text
language sql stable security definer set search_path = kvit, pg_temp as $$
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
$$;
revoke execute on function filled_address(uuid, bytea, bytea) from public;
grant execute on function filled_address(uuid, bytea, bytea) to kvit_door;

grant select (first_opened_at, first_opened_by_person_at), update (first_opened_at, first_opened_by_person_at)
  on portal_tokens to kvit_door;

-- Whoever is held to single documents sees what was paid on these (the ledger's entries), and no other payment.
alter policy own on payments using (
  business_id = (select business()) and (select actor_documents()) is null
  and customer_id = any ((select actor_accounts())::uuid[]));
