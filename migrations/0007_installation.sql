-- What is the installation's and no business's: which business answers to which host name, whether set-up
-- was done, and a check of the master secret. In a schema of its own, since it has no business_id to begin with.

create table kvit_installation.hosts (
  host text primary key check (host = lower(host) and length(host) between 1 and 253),
  business_id uuid not null references kvit.businesses
);
grant select on kvit_installation.hosts to kvit_door;

create table kvit_installation.installation (
  only_row boolean primary key default true check (only_row),
  -- HMAC of a fixed text by the master secret: a different secret is refused at the start.
  secret_check bytea not null,
  -- Of the one-time secret that opens set-up; null once set-up is done, for ever.
  setup_secret_sha256 bytea check (length(setup_secret_sha256) = 32),
  created_at timestamptz not null default now()
);

/* The only business of an installation, or, where one serves many (by_host), the one a host name belongs to. */
create function kvit_installation.find_business(host text, by_host boolean) returns uuid
language plpgsql stable security definer set search_path = kvit, kvit_installation, pg_temp as $$
begin
  if by_host then
    return (select h.business_id from hosts h where h.host = lower(find_business.host));
  end if;
  return (select b.business_id from businesses b order by b.created_at, b.business_id limit 1);
end $$;
revoke execute on function kvit_installation.find_business(text, boolean) from public;
grant execute on function kvit_installation.find_business(text, boolean) to kvit_door;
