/** Which tables a backup holds: all there are, but for those named here. */
import type pg from "pg"
import { BackupError } from "./error.ts"

export const schemas = ["kvit", "kvit_installation", "kvit_auth", "kvit_jobs"] as const

/** Tables that are left out, and why nothing is lost. */
export const leftOut: Readonly<Record<string, string>> = {
  "kvit_installation.migrations": "is the backup's version of the schema, and written by migrating to it",
  "kvit_jobs.version": "belongs to the queue's schema, and is written by the migration that makes it",
  "kvit_jobs.bam": "holds commands that change the queue's own tables, which only migrations do",
  "kvit_jobs.schedule": "is written anew by every worker that starts",
  "kvit_jobs.warning": "is a log of the queue's own, about a machine that may be gone",
  "kvit_jobs.queue_stats": "holds measurements, which are off",
}

export interface Table {
  /** With its schema, both quoted where SQL asks for it. */
  name: string
  columns: string[]
}

/** The tables to back up. Refuses (BackupError) where row security would hide rows of one from the tables' owner. */
export async function listTablesToBackUp(client: pg.Client): Promise<Table[]> {
  const tables = (await listTables(client)).filter((table) => leftOut[table.name] === undefined)
  const hidden = tables.filter((table) => !table.readable).map((table) => table.name)
  if (hidden.length > 0)
    throw new BackupError(`Row security hides ${hidden.join(", ")} from the tables' owner.`)
  return tables.map(({ name, columns }) => ({ name, columns }))
}

/**
 * All tables, from the catalogue, so that a new one is never forgotten. A partitioned table stands for its parts.
 * Columns that PostgreSQL makes from others are left to it.
 */
export async function listTables(client: pg.Client): Promise<(Table & { readable: boolean })[]> {
  const result = await client.query<Table & { readable: boolean }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
      array(select quote_ident(a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      not c.relforcerowsecurity or exists (select from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname
        and 'kvit_owner' = any (p.roles) and p.permissive = 'PERMISSIVE' and p.cmd = 'ALL' and p.qual = 'true') as readable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition
    order by n.nspname, c.relname`,
    [schemas],
  )
  return result.rows
}
