-- Mail: how it is sent, what it says, and what became of each.

create table mail_settings (
  business_id uuid not null references businesses,
  host text not null check (length(host) between 1 and 253),
  port integer not null check (port between 1 and 65535),
  -- starttls: encrypted before anything is said; tls: encrypted from the first byte; none: on this machine only.
  security text not null check (security in ('starttls', 'tls', 'none')),
  username text check (length(username) <= 254),
  -- The password, sealed; never shown again.
  sealed_password bytea,
  from_name text check (length(from_name) <= 200),
  from_address text not null check (length(from_address) between 3 and 254),
  reply_to text check (length(reply_to) <= 254),
  changed_at timestamptz not null default now(),
  primary key (business_id),
  check (sealed_password is null or username is not null)
);
call protect('mail_settings');
grant select, insert, update, delete on mail_settings to kvit_staff;

-- What staff wrote in place of a built-in template; without a row the built-in one is used.
create table mail_templates (
  business_id uuid not null references businesses,
  template text not null check (length(template) between 1 and 40),
  language text not null check (language in ('da', 'en')),
  subject text not null check (length(subject) between 1 and 300),
  body text not null check (length(body) between 1 and 10000),
  changed_at timestamptz not null default now(),
  primary key (business_id, template, language)
);
call protect('mail_templates');
grant select, insert, update, delete on mail_templates to kvit_staff;

-- One row a mail. Neither links nor codes stand here: the worker makes or unseals them when it sends, and what
-- was sent is kept sealed, for 30 days.
create table mails (
  business_id uuid not null references businesses,
  id uuid not null,
  -- One mail a key, whatever is repeated.
  key text not null check (length(key) between 1 and 200),
  template text not null check (length(template) between 1 and 40),
  -- queued: to be sent. sending: given to the mail server, whose answer is not known yet. uncertain: its answer was
  -- lost, so it is sent again under the same Message-ID. sent, failed, dropped (too old, or nobody to send to), and
  -- kept: only to be read here, as there is no mail server.
  state text not null default 'queued' check (state in ('queued', 'sending', 'uncertain', 'sent', 'kept', 'failed', 'dropped')),
  customer_id uuid not null,
  -- Null: to the customer's own address.
  contact_id uuid,
  document_id uuid,
  payment_id uuid,
  login_flow_id uuid,
  link_id uuid,
  token_id uuid,
  -- What staff wrote for this one mail, in place of the template.
  own_subject text check (length(own_subject) <= 300),
  own_text text check (length(own_text) <= 10000),
  attach_pdf boolean not null default false,
  -- Who had it sent; null for the program.
  staff_id uuid default actor_staff(),
  -- The same whenever it is sent again, so that mail programs show one.
  message_id text check (length(message_id) <= 300),
  -- As it was sent: language, address, subject; and the whole, sealed.
  language text check (language in ('da', 'en')),
  recipient text check (length(recipient) <= 254),
  subject text check (length(subject) <= 1000),
  sealed_content bytea,
  -- Counts every time it is given to the mail server; only the latest may write what became of it.
  attempts integer not null default 0,
  -- What the mail server or the network answered last, and a word for what it means.
  last_error text check (length(last_error) <= 1000),
  problem text check (problem ~ '^[a-z_]+$'),
  queued_at timestamptz not null default now(),
  -- Not sent after this moment: a code that arrives late is no use.
  deadline_at timestamptz,
  sending_at timestamptz,
  finished_at timestamptz,
  primary key (business_id, id),
  unique (business_id, key),
  foreign key (business_id, customer_id) references customers,
  foreign key (business_id, contact_id) references contacts,
  foreign key (business_id, document_id) references documents,
  foreign key (business_id, payment_id) references payments,
  foreign key (business_id, staff_id) references staff_members
);
create index mails_of_state on mails (business_id, state, id desc);
create index mails_of_customer on mails (business_id, customer_id, id desc);
create index mails_of_document on mails (business_id, document_id, id desc) where document_id is not null;
create index mails_with_content on mails (business_id, finished_at) where sealed_content is not null;
call protect('mails');
grant select, insert, update on mails to kvit_staff;

-- What the mail server said when it refused the address; gone when the address changes or takes a mail.
alter table customers add column mail_problem text check (length(mail_problem) <= 1000);
alter table contacts add column mail_problem text check (length(mail_problem) <= 1000);

create function forget_mail_problem() returns trigger language plpgsql as $$
begin
  new.mail_problem := null;
  return new;
end $$;
create trigger customers_forget_mail_problem before update of email on customers
  for each row when (new.email is distinct from old.email) execute function forget_mail_problem();
create trigger contacts_forget_mail_problem before update of email on contacts
  for each row when (new.email is distinct from old.email) execute function forget_mail_problem();

/* Takes away what mails said, 30 days after they were sent or kept; of every business. That they were sent stays. */
create function forget_old_mail_content() returns bigint
language sql security definer set search_path = kvit, pg_temp as $$
  with forgotten as (
    update mails set sealed_content = null, own_text = null
    where sealed_content is not null and finished_at < now() - interval '30 days' returning 1)
  select count(*) from forgotten;
$$;
revoke execute on function forget_old_mail_content() from public;
grant execute on function forget_old_mail_content() to kvit_jobs;
