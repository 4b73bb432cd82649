-- Live pages. What changed is told to every server process once the transaction is committed, by NOTIFY on the
-- channel kvit_live. A notice holds ids and nothing else: whoever watches asks anew who they are, and reads again by
-- their own eyes.
--
--   {"business", "customers": [], "documents": [], "attempts": []}   something of these changed
--   {"access": true, …, "sessions": [], "staff": []}                 what these may see may have changed or ended
--
-- A notice that would be too long names the business alone: anything of it. Equal notices of one transaction go out
-- once, so that a large import says it once a transaction.

create function tell_live(here uuid, named jsonb) returns void
language plpgsql set search_path = kvit, pg_temp as $$
declare
  notice text := jsonb_strip_nulls(jsonb_build_object('business', here) || named)::text;
begin
  -- PostgreSQL takes fewer than 8,000 bytes.
  if octet_length(notice) > 7900 then
    notice := jsonb_strip_nulls(jsonb_build_object('business', here, 'access', named -> 'access'))::text;
  end if;
  perform pg_notify('kvit_live', notice);
end $$;
revoke execute on function tell_live(uuid, jsonb) from public;

/* Something of these documents changed: told to whoever received them and whoever owes them, and to the customers and
   attempts to pay that are named besides. More than a notice can name is not looked up. */
create function tell_of_documents(here uuid, changed uuid[], others uuid[], attempts uuid[]) returns void
language plpgsql security definer set search_path = kvit, pg_temp as $$
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
end $$;
revoke execute on function tell_of_documents(uuid, uuid[], uuid[], uuid[]) from public;

create function tell_of_entries() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_of_documents(told.business_id, told.documents, told.customers, null) from (
    select e.business_id, array_agg(distinct e.document_id) filter (where e.document_id is not null) as documents,
        array_agg(distinct e.customer_id) as customers
      from new_entries e group by e.business_id) as told;
  return null;
end $$;
revoke execute on function tell_of_entries() from public;
create trigger ledger_entries_tell after insert on ledger_entries
  referencing new table as new_entries for each statement execute function tell_of_entries();

create function tell_of_new_documents() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_of_documents(told.business_id, told.documents, null, null) from (
    select d.business_id, array_agg(d.id order by d.id) as documents from new_documents d group by d.business_id) as told;
  return null;
end $$;
revoke execute on function tell_of_new_documents() from public;
create trigger documents_tell_new after insert on documents
  referencing new table as new_documents for each statement execute function tell_of_new_documents();

/* A new version may name another recipient or payer: those who were named before are told too. */
create function tell_of_changed_documents() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_of_documents(told.business_id, told.documents, told.customers, null) from (
    select d.business_id, array_agg(distinct d.id) as documents, array_agg(distinct customer) as customers
      from old_documents d cross join lateral unnest(array[d.customer_id, d.bill_to_id]) as customer
      group by d.business_id) as told;
  return null;
end $$;
revoke execute on function tell_of_changed_documents() from public;
create trigger documents_tell_changed after update on documents
  referencing old table as old_documents for each statement execute function tell_of_changed_documents();

create function tell_of_attempt() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_of_documents(new.business_id, array_remove(array[new.document_id], null), array[new.customer_id, new.payer_id], array[new.id]);
  return null;
end $$;
revoke execute on function tell_of_attempt() from public;
create trigger payment_attempts_tell_new after insert on payment_attempts for each row execute function tell_of_attempt();
-- That the provider was asked and nothing was new is no news.
create trigger payment_attempts_tell_changed after update on payment_attempts for each row
  when ((old.state, old.problem, old.redirect_url, old.authorized_amount, old.captured_amount, old.refunded_amount,
      old.cancelled_amount, old.booked_amount, old.cancel_asked_at, old.capture_asked_at)
    is distinct from (new.state, new.problem, new.redirect_url, new.authorized_amount, new.captured_amount, new.refunded_amount,
      new.cancelled_amount, new.booked_amount, new.cancel_asked_at, new.capture_asked_at))
  execute function tell_of_attempt();

/* What an attempt pays is shown as being paid, and as open again when it comes to nothing. */
create function tell_of_attempt_items() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_of_documents(told.business_id, told.documents, null, told.attempts) from (
    select i.business_id, array_agg(distinct i.document_id) filter (where i.document_id is not null) as documents,
        array_agg(distinct i.attempt_id) as attempts
      from new_items i group by i.business_id) as told;
  return null;
end $$;
revoke execute on function tell_of_attempt_items() from public;
create trigger payment_attempt_items_tell_new after insert on payment_attempt_items
  referencing new table as new_items for each statement execute function tell_of_attempt_items();
create trigger payment_attempt_items_tell_changed after update on payment_attempt_items
  referencing new table as new_items for each statement execute function tell_of_attempt_items();

create function tell_of_refund() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_of_documents(p.business_id,
      array(select distinct e.document_id from ledger_entries e
        where e.business_id = p.business_id and e.payment_id = p.id and e.document_id is not null),
      array[p.customer_id], array_remove(array[p.attempt_id], null))
    from payments p where p.business_id = new.business_id and p.id = new.payment_id;
  return null;
end $$;
revoke execute on function tell_of_refund() from public;
create trigger refunds_tell after insert or update on refunds for each row execute function tell_of_refund();

create function tell_of_payment_notice() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_of_documents(new.business_id, array[new.document_id], array[new.customer_id], null);
  return null;
end $$;
revoke execute on function tell_of_payment_notice() from public;
create trigger payment_notices_tell after insert or update on payment_notices for each row execute function tell_of_payment_notice();

-- What ends or changes what somebody may see. Streams of those named ask at once whether they still may.

create function tell_of_portal() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_live(new.business_id, '{"access": true}');
  return null;
end $$;
revoke execute on function tell_of_portal() from public;
create trigger portal_settings_tell after insert or update on portal_settings for each row execute function tell_of_portal();
create trigger features_tell after insert or update on features for each row execute function tell_of_portal();

create function tell_of_session() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_live(new.business_id, jsonb_build_object('access', true, 'sessions', array[new.id]));
  return null;
end $$;
revoke execute on function tell_of_session() from public;
create trigger portal_sessions_tell after update on portal_sessions for each row
  when ((old.ended_at, old.expires_at) is distinct from (new.ended_at, new.expires_at)) execute function tell_of_session();
create trigger document_sessions_tell after update on document_sessions for each row
  when (old.ended_at is distinct from new.ended_at) execute function tell_of_session();

create function tell_of_tokens() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_live(told.business_id, jsonb_build_object('access', true, 'customers', told.customers)) from (
    select n.business_id, array_agg(distinct n.customer_id) as customers
      from new_tokens n join old_tokens o on o.business_id = n.business_id and o.id = n.id
      where (n.revoked_at, n.expires_at) is distinct from (o.revoked_at, o.expires_at)
      group by n.business_id) as told;
  return null;
end $$;
revoke execute on function tell_of_tokens() from public;
create trigger portal_tokens_tell after update on portal_tokens
  referencing old table as old_tokens new table as new_tokens for each statement execute function tell_of_tokens();

create function tell_of_links() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_live(told.business_id, jsonb_build_object('access', true, 'documents', told.documents)) from (
    select n.business_id, array_agg(distinct n.document_id) as documents
      from new_links n join old_links o on o.business_id = n.business_id and o.id = n.id
      where (n.revoked_at, n.expires_at) is distinct from (o.revoked_at, o.expires_at)
      group by n.business_id) as told;
  return null;
end $$;
revoke execute on function tell_of_links() from public;
create trigger document_links_tell after update on document_links
  referencing old table as old_links new table as new_links for each statement execute function tell_of_links();

/* A customer was blocked, let in again or merged into another; or their address changed, by which a person may be
   signed in for them. */
create function tell_of_customers() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_live(told.business_id, jsonb_build_object('access', true, 'customers', told.customers)) from (
    select n.business_id, array_agg(n.id order by n.id) as customers
      from new_customers n join old_customers o on o.business_id = n.business_id and o.id = n.id
      where (n.portal_access, n.merged_into, n.email) is distinct from (o.portal_access, o.merged_into, o.email)
      group by n.business_id) as told;
  return null;
end $$;
revoke execute on function tell_of_customers() from public;
create trigger customers_tell after update on customers
  referencing old table as old_customers new table as new_customers for each statement execute function tell_of_customers();

/* The sessions of people at these addresses: they may see more, less or nothing now. Most addresses have none. */
create function tell_of_addresses(here uuid, emails text[]) returns void
language plpgsql security definer set search_path = kvit, pg_temp as $$
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
end $$;
revoke execute on function tell_of_addresses(uuid, text[]) from public;

create function tell_of_new_contacts() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_of_addresses(told.business_id, told.emails) from (
    select n.business_id, array_agg(distinct n.email) as emails from new_contacts n group by n.business_id) as told;
  return null;
end $$;
revoke execute on function tell_of_new_contacts() from public;
create trigger contacts_tell_new after insert on contacts
  referencing new table as new_contacts for each statement execute function tell_of_new_contacts();

create function tell_of_changed_contacts() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_of_addresses(told.business_id, told.emails) from (
    select n.business_id, array_agg(distinct address) as emails
      from new_contacts n join old_contacts o on o.business_id = n.business_id and o.id = n.id
      cross join lateral unnest(array[o.email, n.email]) as address
      where (n.email, n.may_see, n.removed_at) is distinct from (o.email, o.may_see, o.removed_at)
      group by n.business_id) as told;
  return null;
end $$;
revoke execute on function tell_of_changed_contacts() from public;
create trigger contacts_tell_changed after update on contacts
  referencing old table as old_contacts new table as new_contacts for each statement execute function tell_of_changed_contacts();

create function tell_of_member() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_live(new.business_id, jsonb_build_object('access', true, 'staff', array[new.id]));
  return null;
end $$;
revoke execute on function tell_of_member() from public;
create trigger staff_members_tell after update on staff_members for each row
  when ((old.role, old.removed_at, old.account_id) is distinct from (new.role, new.removed_at, new.account_id))
  execute function tell_of_member();

/* Staff sessions end by being deleted, and know no business. */
create function tell_of_staff_session() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  perform tell_live(null, jsonb_build_object('access', true, 'sessions', array[old.id]));
  return null;
end $$;
revoke execute on function tell_of_staff_session() from public;
create trigger sessions_tell after delete on kvit_auth.sessions for each row execute function tell_of_staff_session();

-- Whoever watches asks who they are without using their session: an open page does not keep it alive. Both answers
-- say for how long it lasts if it is not used any more.

drop function enter_portal(uuid, bytea);
create function enter_portal(here uuid, secret_sha256 bytea, is_use boolean default true)
returns table (
  session_id uuid, way text, customer_ids uuid[], kinds text[], customer_kinds text[], account_ids uuid[],
  staff_id uuid, language text, expires_at timestamptz, show_statement boolean, seconds_left double precision)
language plpgsql security definer set search_path = kvit, pg_temp as $$
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
end $$;
revoke execute on function enter_portal(uuid, bytea, boolean) from public;
grant execute on function enter_portal(uuid, bytea, boolean) to kvit_customer, kvit_door;

drop function enter_documents(uuid, bytea, uuid);
create function enter_documents(here uuid, secret_sha256 bytea, document uuid, is_use boolean default true)
returns table (session_id uuid, customer_ids uuid[], document_ids uuid[], kinds text[], language text, seconds_left double precision)
language plpgsql security definer set search_path = kvit, kvit_installation, pg_temp as $$
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
end $$;
revoke execute on function enter_documents(uuid, bytea, uuid, boolean) from public;
grant execute on function enter_documents(uuid, bytea, uuid, boolean) to kvit_door;
