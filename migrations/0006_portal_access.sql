-- The ways customers come in: portal tokens, and the sessions they are exchanged for.

create table portal_tokens (
  business_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  -- For the look-up; and the token itself, sealed, so that staff can copy it again.
  token_sha256 bytea not null check (length(token_sha256) = 32),
  sealed bytea not null,
  key_id text not null check (length(key_id) between 1 and 8),
  created_at timestamptz not null default now(),
  created_by uuid,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid,
  last_used_at timestamptz,
  uses bigint not null default 0,
  primary key (business_id, id),
  unique (business_id, token_sha256),
  foreign key (business_id, customer_id) references customers,
  check (expires_at > created_at and expires_at <= created_at + interval '366 days')
);
create unique index portal_tokens_one_active on portal_tokens (business_id, customer_id) where revoked_at is null;
create index portal_tokens_newest on portal_tokens (business_id, created_at desc, id desc);
create index portal_tokens_of_customer on portal_tokens (business_id, customer_id, created_at desc);
call protect('portal_tokens');
create policy known on portal_tokens for select to kvit_door using (business_id = (select business()));
create policy count_uses on portal_tokens for update to kvit_door using (business_id = (select business()));
grant select, insert, update on portal_tokens to kvit_staff;
grant select (business_id, id, customer_id, token_sha256, expires_at, revoked_at, uses) on portal_tokens to kvit_door;
grant update (last_used_at, uses) on portal_tokens to kvit_door;

create table portal_sessions (
  business_id uuid not null references businesses,
  id uuid not null,
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  way text not null check (way in ('token', 'preview')),
  customer_id uuid not null,
  token_id uuid,
  -- Of a preview: who looks.
  staff_id uuid,
  language text check (language in ('da', 'en')),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (business_id, id),
  unique (business_id, secret_sha256),
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, token_id) references portal_tokens,
  foreign key (business_id, staff_id) references staff_members,
  check ((way = 'token') = (token_id is not null)),
  check ((way = 'preview') = (staff_id is not null))
);
create index portal_sessions_of_token on portal_sessions (business_id, token_id) where ended_at is null;
create index portal_sessions_of_customer on portal_sessions (business_id, customer_id) where ended_at is null;
call protect('portal_sessions');
create policy known on portal_sessions to kvit_door
  using (business_id = (select business())) with check (business_id = (select business()));
grant select, insert, update on portal_sessions to kvit_staff, kvit_door;

/* Who stands behind a session secret, now: nothing unless the session lives, its token is neither expired
   nor revoked, the customer is let in, and the portal is on. For the rest of the transaction it sets whose
   rows may be seen. Every page of the portal comes through here, on every request. */
create function enter_portal(here uuid, secret_sha256 bytea)
returns table (
  session_id uuid, way text, customer_ids uuid[], kinds text[], staff_id uuid, language text,
  expires_at timestamptz, show_statement boolean)
language plpgsql security definer set search_path = kvit, pg_temp as $$
declare
  entry record;
begin
  select s.id, s.way, s.customer_id, s.staff_id, s.language, s.expires_at, s.last_seen_at, p.show_statement,
      array_remove(array['invoice', case when p.show_quotes then 'quote' end, case when p.show_orders then 'order' end,
        case when p.show_credit_notes then 'credit_note' end], null) as kinds
    into entry
    from portal_sessions s
    join customers c on c.business_id = s.business_id and c.id = s.customer_id
    join portal_settings p on p.business_id = s.business_id
    join features f on f.business_id = s.business_id and f.feature = 'customer_portal'
    left join portal_tokens t on t.business_id = s.business_id and t.id = s.token_id
    left join staff_members m on m.business_id = s.business_id and m.id = s.staff_id
    where s.business_id = here and s.secret_sha256 = enter_portal.secret_sha256
      and s.ended_at is null and s.expires_at > now() and s.last_seen_at > now() - interval '7 days'
      and c.portal_access and c.merged_into is null
      and p.enabled and f.enabled
      and (s.token_id is null or (t.revoked_at is null and t.expires_at > now()))
      and (s.staff_id is null or m.removed_at is null);
  if not found then return; end if;
  perform set_config('kvit.business', here::text, true),
    set_config('kvit.customers', array[entry.customer_id]::text, true),
    set_config('kvit.kinds', entry.kinds::text, true),
    set_config('kvit.documents', '', true),
    set_config('kvit.actor_kind', 'customer', true),
    set_config('kvit.way', entry.way, true),
    set_config('kvit.session', entry.id::text, true),
    set_config('kvit.staff', coalesce(entry.staff_id::text, ''), true);
  if entry.last_seen_at < now() - interval '5 minutes' then
    update portal_sessions s set last_seen_at = now() where s.business_id = here and s.id = entry.id;
  end if;
  return query select entry.id, entry.way, array[entry.customer_id], entry.kinds, entry.staff_id, entry.language,
    entry.expires_at, entry.show_statement;
end $$;
revoke execute on function enter_portal(uuid, bytea) from public;
grant execute on function enter_portal(uuid, bytea) to kvit_customer, kvit_door;
