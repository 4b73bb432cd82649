import { asOwner } from "../../src/platform/database/index.ts"
import type { TestApp } from "../harness.ts"

/** Every row of every table, as text, by table: to see that nothing changed, or that something is nowhere. */
export async function readEverything(app: TestApp): Promise<Record<string, string[]>> {
  return asOwner(app.owner, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('kvit', 'kvit_auth', 'kvit_installation') and c.relkind = 'r' order by 1`,
    )
    const everything: Record<string, string[]> = {}
    for (const { name } of tables.rows) {
      const rows = await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`)
      everything[name] = rows.rows.map(({ row }) => row)
    }
    return everything
  })
}
