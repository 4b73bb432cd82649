import { createHash, type Hash } from "node:crypto"
import type pg from "pg"
import { type CopyIn, copyIn } from "../database/index.ts"
import { BackupError } from "./error.ts"
import { type BackupCounts, type BackupHead, lastMember, readCounts, type TableCount } from "./manifest.ts"
import { type Backup, readText } from "./read-backup.ts"
import { suspendRules } from "./suspend-rules.ts"
import { listTables } from "./tables.ts"
import type { Member } from "./tar.ts"

/**
 * Fills the tables of a backup in the caller's transaction, as the owner, in a schema of the backup's version. What
 * migrations had put into them is replaced. Every table must come to the count and the SHA-256 it was written with.
 */
export async function loadBackup(client: pg.Client, backup: Backup): Promise<BackupCounts> {
  await checkTables(client, backup.head)
  const restoreRules = await suspendRules(client)
  const names = backup.head.tables.map(({ name }) => name)
  if (names.length > 0) await client.query(`truncate ${names.join(", ")}`)
  const counts = await backup.read((members) => loadTables(client, backup.head, members))
  await restoreRules()
  return counts
}

/** The names in a backup become SQL, so they must be those of the catalogue, column by column. */
async function checkTables(client: pg.Client, head: BackupHead): Promise<void> {
  const there = new Map((await listTables(client)).map(({ name, columns }) => [name, columns.join(", ")]))
  const strange = head.tables.filter(({ name, columns }) => there.get(name) !== columns.join(", "))
  if (strange.length > 0) {
    const list = strange.map(({ name }) => name).join(", ")
    throw new BackupError(`The backup has tables that its version of Kvit does not make: ${list}.`)
  }
}

interface Loading {
  name: string
  copy: CopyIn
  hash: Hash
  bytes: number
}

async function loadTables(
  client: pg.Client,
  head: BackupHead,
  members: AsyncIterable<Member>,
): Promise<BackupCounts> {
  const columnsOf = new Map(head.tables.map(({ name, columns }) => [name, columns]))
  const loaded: Record<string, TableCount> = {}
  let loading: Loading | null = null
  for await (const member of members) {
    const name = /^tables\/(.+)\/\d+$/.exec(member.name)?.[1] ?? null
    if (loading && name !== loading.name) {
      loaded[loading.name] = await finish(loading)
      loading = null
    }
    if (member.name === lastMember) return check(head, loaded, readCounts(await readText(member)))
    const columns = name === null ? undefined : columnsOf.get(name)
    if (name === null || !columns) continue
    loading ??= begin(client, name, columns)
    for await (const piece of member.body) await send(loading, piece)
  }
  throw new BackupError("The backup ends too soon.")
}

function begin(client: pg.Client, name: string, columns: readonly string[]): Loading {
  const copy = copyIn(client, `copy ${name} (${columns.join(", ")}) from stdin`)
  return { name, copy, hash: createHash("sha256"), bytes: 0 }
}

async function send(loading: Loading, piece: Buffer): Promise<void> {
  loading.hash.update(piece)
  loading.bytes += piece.length
  await loading.copy.write(piece)
}

async function finish({ copy, hash, bytes }: Loading): Promise<TableCount> {
  return { rows: await copy.end(), bytes, sha256: hash.digest("hex") }
}

const nothing: TableCount = { rows: 0, bytes: 0, sha256: createHash("sha256").digest("hex") }

function check(head: BackupHead, loaded: Record<string, TableCount>, counts: BackupCounts): BackupCounts {
  const wrong = head.tables.filter(({ name }) => {
    const [is, was] = [loaded[name] ?? nothing, counts.tables[name]]
    return is.rows !== was?.rows || is.bytes !== was.bytes || is.sha256 !== was.sha256
  })
  if (wrong.length > 0) {
    throw new BackupError(
      `${wrong.map(({ name }) => name).join(", ")}: not what was backed up. Nothing was restored.`,
    )
  }
  return counts
}
