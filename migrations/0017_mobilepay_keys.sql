-- Keys of MobilePay: since when they are there, that nothing is switched on without them, and whose webhooks are looked after.

alter table mobilepay_settings
  add column keys_saved_at timestamptz,
  add constraint mobilepay_settings_on_with_keys check (not enabled or merchant_serial_number is not null
    and client_id is not null and sealed_client_secret is not null and sealed_subscription_key is not null);

/* The businesses whose registration is asked about each day. */
create function businesses_with_webhooks() returns table (webhook_business_id uuid)
language sql stable security definer set search_path = kvit, pg_temp as $$
  select distinct business_id from mobilepay_webhooks where state in ('registering', 'active')
$$;
revoke execute on function businesses_with_webhooks() from public;
grant execute on function businesses_with_webhooks() to kvit_jobs;
