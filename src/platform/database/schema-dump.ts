import type pg from "pg"

const schemas = "('kvit', 'kvit_installation', 'kvit_auth')"

/**
 * The whole schema as SQL text, read from the catalogue in a fixed order: what a reviewer reads, and what tests
 * compare with `schema.sql`, so that no migration changes more than its file says.
 */
export async function dumpSchema(client: pg.ClientBase): Promise<string> {
  const parts = [
    "-- The schema as the migrations leave it. Written by `npm run schema`; not run by anything.",
    ...(await tables(client)),
    ...(await list(client, functionsQuery)),
    ...(await list(client, triggersQuery)),
    ...(await list(client, policiesQuery)),
    ...(await list(client, grantsQuery)),
  ]
  return `${parts.join("\n\n")}\n`
}

async function list(client: pg.ClientBase, query: string): Promise<string[]> {
  const result = await client.query<{ text: string }>(query)
  return result.rows.map((row) => row.text)
}

async function tables(client: pg.ClientBase): Promise<string[]> {
  const columns = await client.query<{ table: string; text: string }>(columnsQuery)
  const constraints = await client.query<{ table: string; text: string }>(constraintsQuery)
  const indexes = await client.query<{ table: string; text: string }>(indexesQuery)
  const names = [...new Set(columns.rows.map((row) => row.table))]
  const of = (rows: { table: string; text: string }[], name: string) =>
    rows.filter((row) => row.table === name).map((row) => row.text)
  return names.map((name) => {
    const inside = [...of(columns.rows, name), ...of(constraints.rows, name)].map((line) => `  ${line}`)
    return [`create table ${name} (\n${inside.join(",\n")}\n);`, ...of(indexes.rows, name)].join("\n")
  })
}

const columnsQuery = `
  select c.oid::regclass::text as table,
    quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attcollation <> t.typcollation then ' collate ' || a.attcollation::regcollation else '' end
      || case when a.attnotnull then ' not null' else '' end
      || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as text
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where n.nspname in ${schemas} and c.relkind = 'r'
  order by n.nspname, c.relname, a.attnum`

const constraintsQuery = `
  select conrelid::regclass::text as table, 'constraint ' || quote_ident(conname) || ' ' || pg_get_constraintdef(k.oid) as text
  from pg_constraint k join pg_namespace n on n.oid = k.connamespace
  where n.nspname in ${schemas} and conrelid <> 0 and contype in ('p', 'u', 'f', 'c')
  order by conrelid::regclass::text, contype, conname`

const indexesQuery = `
  select i.indrelid::regclass::text as table, pg_get_indexdef(i.indexrelid) || ';' as text
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ${schemas} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
  order by c.relname`

const functionsQuery = `
  select rtrim(pg_get_functiondef(p.oid)) || ';' || E'\\n-- owner ' || pg_get_userbyid(p.proowner)
    || ', execute ' || coalesce(p.proacl::text, 'everybody') as text
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ${schemas}
  order by n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)`

const triggersQuery = `
  select pg_get_triggerdef(t.oid) || ';' as text
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ${schemas} and not t.tgisinternal
  order by c.relname, t.tgname`

const policiesQuery = `
  select format('create policy %I on %I.%I for %s to %s%s%s;', policyname, schemaname, tablename, lower(cmd), array_to_string(roles, ', '),
    coalesce(' using (' || qual || ')', ''), coalesce(' with check (' || with_check || ')', '')) as text
  from pg_policies where schemaname in ${schemas}
  order by schemaname, tablename, policyname`

const grantsQuery = `
  select format('grant %s on %I.%I to %s;', string_agg(right_text, ', ' order by right_text), table_schema, table_name, grantee) as text
  from (
    select table_schema, table_name, grantee, lower(privilege_type) as right_text
    from information_schema.role_table_grants where table_schema in ${schemas} and grantee not in ('kvit_owner', 'postgres')
    union all
    select table_schema, table_name, grantee, lower(privilege_type) || ' (' || string_agg(column_name, ', ' order by column_name) || ')'
    from information_schema.column_privileges g
    where table_schema in ${schemas} and grantee not in ('kvit_owner', 'postgres') and not exists (
      select from information_schema.role_table_grants t where t.table_schema = g.table_schema and t.table_name = g.table_name
        and t.grantee = g.grantee and t.privilege_type = g.privilege_type)
    group by table_schema, table_name, grantee, privilege_type) as rights
  group by table_schema, table_name, grantee
  order by table_schema, table_name, grantee`
