import type pg from "pg"
import { schemas } from "./tables.ts"

/**
 * Lets go of what would stand in the way of loading whole tables: foreign keys and indexes, which are quicker made
 * anew than kept; triggers, whose work is in the data already; and row security that holds the owner too, under which
 * PostgreSQL refuses COPY. It needs no more than the owner's rights, and is seen by nobody else where the transaction
 * makes the tables too. Returns what puts all of it back, and by that checks every foreign key.
 */
export async function suspendRules(client: pg.Client): Promise<() => Promise<void>> {
  // Names come with their schemas only where these are not looked in anyway.
  await client.query("set local search_path to pg_catalog")
  const result = await client.query<{ off: string; back: string }>(rulesQuery, [schemas])
  for (const { off } of result.rows) await client.query(off)
  return async () => {
    for (const { back } of result.rows.toReversed()) await client.query(back)
  }
}

/** Foreign keys first: they stand on indexes that others need. What belongs to a partition follows its parent's. */
const rulesQuery = `
  with tables as (
    select c.oid, c.relforcerowsecurity, format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any ($1) and c.relkind in ('r', 'p'))
  select off, back from (
    select 1 as step, t.name, k.conname as of, format('alter table %s drop constraint %I', t.name, k.conname) as off,
      format('alter table %s add constraint %I %s', t.name, k.conname, pg_get_constraintdef(k.oid)) as back
    from tables t join pg_constraint k on k.conrelid = t.oid where k.contype = 'f' and k.conparentid = 0
    union all
    select 2, t.name, c.relname, format('drop index %s', c.oid::regclass), pg_get_indexdef(c.oid)
    from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid
    where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
      and not c.relispartition
    union all
    select 3, t.name, g.tgname, format('alter table %s disable trigger %I', t.name, g.tgname),
      format('alter table %s enable trigger %I', t.name, g.tgname)
    from tables t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal and g.tgenabled = 'O' and g.tgparentid = 0
    union all
    select 4, t.name, '', format('alter table %s no force row level security', t.name),
      format('alter table %s force row level security', t.name)
    from tables t where t.relforcerowsecurity) as rules
  order by step, name, of`
