-- Search. Text operators are not leakproof, so PostgreSQL will not use their indexes under row
-- security; the functions below read the indexes as their own role, held to the actor's business and
-- customers by lexemes in the query itself, and give back ids only. Whoever calls them reads the
-- rows again under their own row security.

create table document_search (
  business_id uuid not null,
  document_id uuid not null,
  issue_date date not null,
  terms tsvector not null,
  primary key (business_id, document_id),
  foreign key (business_id, document_id) references documents
);
create index document_search_terms on document_search using gin (terms) with (fastupdate = off);
create index document_search_newest on document_search (business_id, issue_date desc, document_id desc);
call protect('document_search');
create policy search on document_search for select to kvit_search using (true);
grant select on document_search to kvit_search;

create table customer_search (
  business_id uuid not null,
  customer_id uuid not null,
  terms tsvector not null,
  primary key (business_id, customer_id),
  foreign key (business_id, customer_id) references customers
);
create index customer_search_terms on customer_search using gin (terms) with (fastupdate = off);
call protect('customer_search');
create policy search on customer_search for select to kvit_search using (true);
grant select on customer_search to kvit_search;

create function keep_document_search() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
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
end $$;
revoke execute on function keep_document_search() from public;
create trigger documents_keep_search_new after insert on documents
  referencing new table as new_documents for each statement execute function keep_document_search();
create trigger documents_keep_search_changed after update on documents
  referencing new table as new_documents for each statement execute function keep_document_search();

create function keep_customer_search() returns trigger language plpgsql security definer set search_path = kvit, pg_temp as $$
begin
  insert into customer_search (business_id, customer_id, terms)
    select c.business_id, c.id, array_to_tsvector(c.search_terms || array['b:' || c.business_id])
    from new_customers c
  on conflict (business_id, customer_id) do update set terms = excluded.terms
    where customer_search.terms is distinct from excluded.terms;
  return null;
end $$;
revoke execute on function keep_customer_search() from public;
create trigger customers_keep_search_new after insert on customers
  referencing new table as new_customers for each statement execute function keep_customer_search();
create trigger customers_keep_search_changed after update on customers
  referencing new table as new_customers for each statement execute function keep_customer_search();

/* The functions below share one way: up to 2,000 hits are taken from the index and sorted; where there
   are more, the newest are found by walking by date. `wanted` is what the person asked for; a page goes
   on below the key (before_date, before_id) where one is given, else from the newest on. They are planned
   anew for each search: a plan for any word and any number of hits is a bad one for nearly all. */

/* For staff: documents of their business, drafts too. */
create function search_documents(wanted tsquery, most integer, before_date date, before_id uuid)
returns table (document_id uuid, issue_date date)
language plpgsql stable security definer rows 50 set search_path = kvit, pg_temp set plan_cache_mode = force_custom_plan as $$
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
end $$;

/* For a customer: documents of the actor's customers, of the kinds the actor may see, never drafts. The
   newest 1,000 of each customer are looked through first: that is all there are for nearly everybody, and
   finds what is common. The index is asked only for customers with more, whose newest held too few hits. */
create function search_own_documents(wanted tsquery, most integer, before_date date, before_id uuid)
returns table (document_id uuid, issue_date date)
language plpgsql stable security definer rows 50 set search_path = kvit, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  here uuid := business();
  start_date date := coalesce(before_date, 'infinity');
  start_id uuid := coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  newest constant integer := 1000;
  one uuid;
  one_ids uuid[];
  one_dates date[];
  ids uuid[] := '{}';
  dates date[] := '{}';
  seen_enough boolean := true;
  held tsquery;
begin
  if here is null or actor_customers() is null or wanted is null or numnode(wanted) = 0 then return; end if;
  foreach one in array actor_customers() loop
    select coalesce(array_agg(hit.document_id), '{}'), coalesce(array_agg(hit.issue_date), '{}') into one_ids, one_dates
      from (
        select v.document_id, v.issue_date
        from (
          select v.document_id, v.issue_date, v.kind from document_viewers v
          where v.business_id = here and v.customer_id = one and (v.issue_date, v.document_id) < (start_date, start_id)
          order by v.issue_date desc, v.document_id desc limit newest) as v
        join document_search s on s.business_id = here and s.document_id = v.document_id
        where v.kind = any (actor_kinds()) and (actor_documents() is null or v.document_id = any (actor_documents()))
          and s.terms @@ wanted
        order by v.issue_date desc, v.document_id desc limit most) as hit;
    seen_enough := cardinality(one_ids) = most or not exists (
      select from document_viewers v
      where v.business_id = here and v.customer_id = one and (v.issue_date, v.document_id) < (start_date, start_id)
      order by v.issue_date desc, v.document_id desc offset newest);
    exit when not seen_enough;
    ids := ids || one_ids;
    dates := dates || one_dates;
  end loop;
  if seen_enough then
    return query
      select distinct hit.id, hit.date from unnest(ids, dates) as hit (id, date)
      order by hit.date desc, hit.id desc limit most;
    return;
  end if;

  select string_agg('''c:' || customer || '''', ' | ')::tsquery into held from unnest(actor_customers()) as customer;
  held := ('''b:' || here || '''')::tsquery && held && wanted;
  if (select count(*) from (select from document_search s where s.terms @@ held limit 2001) as hits) <= 2000 then
    return query
      with found as materialized (select s.document_id from document_search s where s.terms @@ held)
      select distinct v.document_id, v.issue_date
      from found f
      -- With an offset, so that each hit is looked up and never all of the customer's gone through.
      cross join lateral (
        select * from document_viewers viewer
        where viewer.business_id = here and viewer.document_id = f.document_id offset 0) as v
      where v.customer_id = any (actor_customers()) and v.kind = any (actor_kinds())
        and (actor_documents() is null or v.document_id = any (actor_documents()))
        and (v.issue_date, v.document_id) < (start_date, start_id)
      order by v.issue_date desc, v.document_id desc limit most;
  else
    return query
      select distinct walked.document_id, walked.issue_date
      from unnest(actor_customers()) as customer
      cross join lateral (
        select v.document_id, v.issue_date
        from document_viewers v join document_search s on s.business_id = here and s.document_id = v.document_id
        where v.business_id = here and v.customer_id = customer and v.kind = any (actor_kinds())
          and (actor_documents() is null or v.document_id = any (actor_documents()))
          and s.terms @@ held
          and (v.issue_date, v.document_id) < (start_date, start_id)
        order by v.issue_date desc, v.document_id desc limit most) as walked
      order by walked.issue_date desc, walked.document_id desc limit most;
  end if;
end $$;

/* For staff: customers of their business. */
create function search_customers(wanted tsquery, most integer)
returns table (customer_id uuid)
language plpgsql stable security definer rows 50 set search_path = kvit, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  here uuid := business();
begin
  if here is null or wanted is null or numnode(wanted) = 0 then return; end if;
  return query
    select s.customer_id from customer_search s
    where s.terms @@ (('''b:' || here || '''')::tsquery && wanted) limit most;
end $$;

create policy search on document_viewers for select to kvit_search using (true);
grant select on document_viewers to kvit_search;
revoke execute on function search_documents(tsquery, integer, date, uuid) from public;
revoke execute on function search_own_documents(tsquery, integer, date, uuid) from public;
revoke execute on function search_customers(tsquery, integer) from public;
grant execute on function search_documents(tsquery, integer, date, uuid) to kvit_staff;
grant execute on function search_own_documents(tsquery, integer, date, uuid) to kvit_customer;
grant execute on function search_customers(tsquery, integer) to kvit_staff;
-- The owner comes last: who gives rights away must still hold them.
grant create on schema kvit to kvit_search;
alter function search_documents(tsquery, integer, date, uuid) owner to kvit_search;
alter function search_own_documents(tsquery, integer, date, uuid) owner to kvit_search;
alter function search_customers(tsquery, integer) owner to kvit_search;
revoke create on schema kvit from kvit_search;
