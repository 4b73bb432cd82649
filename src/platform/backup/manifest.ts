/** What a backup says of itself: at its beginning what it is, at its end how much there was. docs/backup.md describes it. */
import { z } from "zod"
import { BackupError } from "./error.ts"

export const formatVersion = 1
export const firstMember = "backup.json"
export const lastMember = "counts.json"

const firstSchema = z.object({
  format: z.literal("kvit-backup"),
  formatVersion: z.number().int(),
  /** The version of Kvit that made it. */
  program: z.string(),
  /** The moment whose data it holds. */
  takenAt: z.iso.datetime(),
  postgres: z.string(),
  /** HMAC of a fixed text by the master secret, in hex: which secret belongs to it, without being it. */
  secretCheck: z.string().regex(/^[0-9a-f]{64}$/),
  /** The version of the schema: the migrations that made it. */
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
})

const lastSchema = z.object({
  tables: z.record(
    z.string(),
    z.object({ rows: z.number().int(), bytes: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
})

export type BackupHead = z.output<typeof firstSchema>
export type BackupCounts = z.output<typeof lastSchema>
export type TableCount = BackupCounts["tables"][string]

export function countRows({ tables }: BackupCounts): number {
  return Object.values(tables).reduce((sum, { rows }) => sum + rows, 0)
}

/** Refuses (BackupError) what is no head, and a format that came after this program. */
export function readHead(text: string): BackupHead {
  const found = z
    .object({ format: z.literal("kvit-backup"), formatVersion: z.number().int() })
    .safeParse(parse(text))
  if (!found.success) throw new BackupError("The file is no backup of Kvit.")
  if (found.data.formatVersion !== formatVersion) {
    throw new BackupError(
      `The backup is of format ${found.data.formatVersion}, and this program reads format ${formatVersion}. Use a newer Kvit.`,
    )
  }
  return check(firstSchema, text)
}

export function readCounts(text: string): BackupCounts {
  return check(lastSchema, text)
}

function check<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  const found = schema.safeParse(parse(text))
  if (found.success) return found.data
  throw new BackupError("The backup cannot be read: what it says of itself makes no sense.")
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
