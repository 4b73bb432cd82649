-- The accounts of staff, in a schema of their own that only the role kvit_auth reaches. The tables are those
-- of better-auth 1.7 under our names; the columns it does not know are marked. Who a member of staff is, and
-- what they may do, stands in kvit.staff_members and nowhere here.

create table kvit_auth.users (
  id text primary key,
  name text not null,
  -- Made from business and address, so that one person's accounts at two businesses are two accounts; never
  -- an address mail could reach.
  email text not null unique check (email = lower(email)),
  email_verified boolean not null,
  image text,
  two_factor_enabled boolean default false,
  -- Ours: the password was made by Kvit and must be changed before anything else.
  password_is_temporary boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table kvit_auth.credentials (
  id text primary key,
  account_id text not null,
  provider_id text not null check (provider_id = 'credential'),
  user_id text not null references kvit_auth.users on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- Argon2id with a key that is not in the database.
  password text not null check (password like '$argon2id$%'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, provider_id)
);

create table kvit_auth.sessions (
  id text primary key,
  -- The cookie holds it with a signature by a key that is not in the database.
  token text not null unique,
  user_id text not null references kvit_auth.users on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Ours: the limits of 24 hours and one hour are counted from these.
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  network text
);
create index sessions_of_user on kvit_auth.sessions (user_id);

create table kvit_auth.verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verifications_by_identifier on kvit_auth.verifications (identifier);

create table kvit_auth.second_factors (
  id text primary key,
  user_id text not null unique references kvit_auth.users on delete cascade,
  -- Both encrypted with a key that is not in the database.
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamptz
);

-- Ours: codes of the second factor that were used, so that none works twice (RFC 6238, section 5.2).
create table kvit_auth.spent_codes (
  user_id text not null references kvit_auth.users on delete cascade,
  code_hmac bytea not null,
  spent_at timestamptz not null default now(),
  primary key (user_id, code_hmac)
);

-- Ours: how much may be tried, as a leaky bucket (GCRA): `full_at` is when the budget is whole again.
create table kvit_auth.budgets (
  -- HMAC of what is counted: an address, a network, a browser.
  key bytea primary key,
  full_at timestamptz not null,
  refused boolean not null
);
create index budgets_by_time on kvit_auth.budgets (full_at);

grant select, insert, update, delete on all tables in schema kvit_auth to kvit_auth;
