-- A job is queued by one statement, in the transaction of its cause, by whatever actor: the function has the rights on
-- the queue, the actor has none. The queue is made with `options` where it is not there yet. A job whose id was used
-- before is left as it is. Workers are told when the transaction commits.
create function kvit.queue_job(job_id uuid, queue_name text, payload jsonb, wait_seconds double precision, keep_seconds integer, options jsonb)
returns void language plpgsql security definer set search_path = kvit_jobs, pg_temp as $$
declare
  starts timestamptz := now() + wait_seconds * interval '1 second';
begin
  for attempt in 1..2 loop
    insert into job (id, name, data, start_after, created_on, keep_until, expire_seconds, deletion_seconds,
        retry_limit, retry_delay, retry_backoff, policy, dead_letter, heartbeat_seconds)
      select job_id, queue_name, payload, starts, now(),
        starts + coalesce(keep_seconds, q.retention_seconds) * interval '1 second',
        q.expire_seconds, q.deletion_seconds, q.retry_limit, q.retry_delay, q.retry_backoff, q.policy, q.dead_letter, q.heartbeat_seconds
      from queue q where q.name = queue_name
      on conflict do nothing;
    if found then
      if starts <= now() then
        perform pg_notify('pgboss_' || left(encode(sha224('kvit_jobs'::bytea), 'hex'), 24), queue_name);
      end if;
      return;
    end if;
    exit when exists (select from queue q where q.name = queue_name);
    perform create_queue(queue_name, options);
  end loop;
end $$;
revoke execute on function kvit.queue_job(uuid, text, jsonb, double precision, integer, jsonb) from public;
grant execute on function kvit.queue_job(uuid, text, jsonb, double precision, integer, jsonb) to kvit_staff, kvit_customer, kvit_door, kvit_jobs;
