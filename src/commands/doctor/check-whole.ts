/** Looks at all there is, however long it takes: for a backup, where nobody waits. */
import { asOwner } from "../../platform/database/index.ts"
import type { Connections } from "../../runtime.ts"
import { type Check, good, wrong } from "./check.ts"

/** Whether entries add up: allocations and transfers to nothing, and what is booked of a document to what it states. */
export async function checkEntries({ owner }: Pick<Connections, "owner">): Promise<Check> {
  const found = await asOwner(owner, async (client) => {
    const result = await client.query<{ entries: number; moves: number; documents: number }>(`
      select (select count(*)::int from ledger_entries) as entries,
        (select count(*)::int from (select from ledger_entries where allocation_id is not null
          group by business_id, allocation_id, case when kind = 'transfer' then document_id end
          having sum(amount) <> 0) as uneven) as moves,
        (select count(*)::int from documents d left join (
            select business_id, document_id, sum(amount) as booked from ledger_entries
            where version is not null group by business_id, document_id) e
            on e.business_id = d.business_id and e.document_id = d.id
          where d.kind in ('invoice', 'credit_note') and d.state = 'issued'
            and coalesce(e.booked, 0) <> case d.kind when 'invoice' then d.payable else -d.payable end) as documents`)
    return result.rows[0] ?? { entries: 0, moves: 0, documents: 0 }
  })
  const isWell = found.moves === 0 && found.documents === 0
  return isWell
    ? good("Entries", `${found.entries} add up to what documents state, and allocations to nothing`)
    : wrong(
        "Entries",
        `${found.moves} allocations do not add up to nothing, and ${found.documents} documents to what they state.`,
        "Somebody wrote into the database by hand. Restore a backup, or tell Kvit's makers with this output.",
      )
}

/** Every stored file against the hash it was stored with, in whatever table it lies. */
export async function checkFiles({ owner }: Pick<Connections, "owner">): Promise<Check> {
  const found = await asOwner(owner, async (client) => {
    const tables = await client.query<{ name: string }>(`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'kvit' and c.relkind = 'r' and 2 = (select count(*) from pg_attribute a
        where a.attrelid = c.oid and not a.attisdropped and a.attname in ('bytes', 'sha256') and a.atttypid = 'bytea'::regtype)`)
    const sum = { count: 0, damaged: 0 }
    for (const { name } of tables.rows) {
      const result = await client.query<{ count: number; damaged: number }>(
        `select count(*)::int as count, count(*) filter (where sha256(bytes) <> sha256)::int as damaged from ${name}`,
      )
      sum.count += result.rows[0]?.count ?? 0
      sum.damaged += result.rows[0]?.damaged ?? 0
    }
    return sum
  })
  return found.damaged === 0
    ? good("Stored files", `${found.count}, each with the SHA-256 it was stored with`)
    : wrong(
        "Stored files",
        `${found.damaged} of ${found.count} are not what was stored.`,
        "The disk may be failing. Restore a backup on another one.",
      )
}
