/* Whose webhook an address names: a callback is told apart by the registration it was made for, not by the host name it
   came to, which businesses may share. Nothing where it counts no longer. */
create function business_of_webhook(webhook_id uuid) returns uuid
language sql stable security definer set search_path = kvit, pg_temp as $$
  select w.business_id from mobilepay_webhooks w
  where w.id = business_of_webhook.webhook_id and w.state in ('registering', 'active')
  -- Ids are made once; were there two all the same, it would be nobody's.
  group by w.business_id having (select count(*) from mobilepay_webhooks o where o.id = business_of_webhook.webhook_id) = 1
$$;
revoke execute on function business_of_webhook(uuid) from public;
grant execute on function business_of_webhook(uuid) to kvit_door;
create index mobilepay_webhooks_by_id on mobilepay_webhooks (id);

/* The host name customers reach the actor's business by, where one installation serves many; nothing where it has none.
   Of several the shortest. */
create function own_host() returns text
language sql stable security definer set search_path = kvit, kvit_installation, pg_temp as $$
  select h.host from hosts h where h.business_id = business() order by length(h.host), h.host limit 1
$$;
revoke execute on function own_host() from public;
grant execute on function own_host() to kvit_staff;
