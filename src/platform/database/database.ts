import { Kysely, PostgresDialect, type Transaction } from "kysely"
import type pg from "pg"
import { type Connection, openPool, withClient } from "./connection.ts"
import type { ActingRole } from "./roles.ts"
import type { RowsOf, Statement } from "./statement.ts"
import type { DB } from "./tables.ts"

/** The server's connections, all as `kvit_app`, which sees nothing until an actor's role is taken. */
export interface Database {
  /** For `createActor` and the sign-in of staff alone; everything else goes through an actor. */
  transaction<T>(work: (db: Transaction<DB>) => Promise<T>): Promise<T>
  /**
   * Sends begin, the role, the statements and commit in one go and answers with the rows of each. For the few
   * hottest pages; the statements must not need one another's answers.
   */
  pipeline<const S extends readonly Statement[]>(role: ActingRole, statements: S): Promise<RowsOf<S>>
  /** For better-auth, which brings its own Kysely. */
  pool: pg.Pool
  /** The owner's connection: migrations, set-up, backup, look at the catalogue. Never for a request's data. */
  owner: Connection
  app: Connection
  close(): Promise<void>
}

export function openDatabase(options: { app: Connection; owner: Connection; max?: number }): Database {
  const pool = openPool(options.app, { max: options.max ?? 10, name: "kvit" })
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return {
    pool,
    owner: options.owner,
    app: options.app,
    transaction: (work) => kysely.transaction().execute(work),
    pipeline: (role, statements) => pipeline(pool, role, statements),
    close: () => kysely.destroy(),
  }
}

async function pipeline<const S extends readonly Statement[]>(
  pool: pg.Pool,
  role: ActingRole,
  statements: S,
): Promise<RowsOf<S>> {
  const client = await pool.connect()
  const { stream } = client.connection
  // Held back until all of it is written, so that it leaves as one packet.
  stream.cork()
  const sent = [
    client.query(`begin; set local role ${role}`),
    ...statements.map(({ name, text, values }) => client.query({ ...(name ? { name } : {}), text, values })),
    client.query("commit"),
  ]
  stream.uncork()
  const results = await Promise.allSettled(sent)
  const failed = results.find((result) => result.status === "rejected")
  client.release(failed !== undefined && !isServerError(failed.reason))
  if (failed) throw failed.reason
  return results
    .slice(1, -1)
    .map((result) => (result.status === "fulfilled" ? result.value.rows : [])) as unknown as RowsOf<S>
}

/** An answer of PostgreSQL (it has a five-character code) leaves the connection usable; anything else may not. */
function isServerError(reason: unknown): boolean {
  return (
    reason instanceof Error && "code" in reason && typeof reason.code === "string" && reason.code.length === 5
  )
}

/** Runs `work` with the owner's rights in one transaction. */
export async function asOwner<T>(owner: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(owner, async (client) => {
    await client.query("begin; set local role kvit_owner; set local search_path to kvit, kvit_installation")
    try {
      const result = await work(client)
      await client.query("commit")
      return result
    } catch (error) {
      await client.query("rollback")
      throw error
    }
  })
}
