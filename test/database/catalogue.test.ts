import { afterAll, beforeAll, expect, test } from "vitest"
import { asOwner } from "../../src/platform/database/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

async function query<Row extends object>(text: string): Promise<Row[]> {
  return asOwner(ground.owner, async (client) => (await client.query<Row>(text)).rows)
}

test("every table has a business, and its keys begin with it", async () => {
  const faults = await query<{ fault: string }>(`
    with tables as (
      select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'kvit' and c.relkind in ('r', 'p')),
    business as (
      select t.oid, a.attnum from tables t join pg_attribute a on a.attrelid = t.oid and a.attname = 'business_id' and a.attnotnull)
    select t.relname || ' has no business_id' as fault from tables t where t.oid not in (select oid from business)
    union all
    select t.relname || ' has no primary key' from tables t
      where not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')
    union all
    select k.conname || ' does not begin with business_id' from pg_constraint k join business b on b.oid = k.conrelid
      where k.contype in ('p', 'u', 'f') and k.conkey[1] <> b.attnum
    union all
    select i.indexrelid::regclass || ' does not begin with business_id' from pg_index i join business b on b.oid = i.indrelid
      where i.indisunique and i.indkey[0] <> b.attnum`)
  expect(faults).toEqual([])
})

test("row security is on and forced on every table, and no policy lets everybody in", async () => {
  const unprotected = await query(`
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'kvit' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`)
  expect(unprotected).toEqual([])
  const open = await query(`
    select tablename, policyname from pg_policies
    where schemaname = 'kvit' and ('public' = any (roles) or (coalesce(qual, with_check) = 'true' and not roles <@ '{kvit_owner,kvit_search}'))`)
  expect(open).toEqual([])
})

test("the server's login owns nothing, bypasses nothing, and has no right to any table by itself", async () => {
  const roles = await query(`
    select rolname from pg_roles where rolname like 'kvit\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolinherit)`)
  expect(roles).toEqual([])
  const rights = await query(`
    select table_name from information_schema.role_table_grants where grantee in ('kvit_app', 'PUBLIC') and table_schema = 'kvit'`)
  expect(rights).toEqual([])
  const callable = await query(`
    select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('kvit', 'kvit_installation') and p.prosecdef and has_function_privilege('kvit_app', p.oid, 'execute')`)
  expect(callable).toEqual([])
})

test("no text column is an enum, and no money is a float", async () => {
  const faults = await query(`
    select table_name, column_name, data_type from information_schema.columns
    where table_schema = 'kvit' and (data_type in ('real', 'double precision', 'money') or data_type = 'USER-DEFINED')`)
  expect(faults.filter((fault) => !JSON.stringify(fault).includes("tsvector"))).toEqual([])
})
