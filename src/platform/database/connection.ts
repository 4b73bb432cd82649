import { readFileSync } from "node:fs"
import pg from "pg"

/** How to reach a PostgreSQL database as one login. */
export interface Connection {
  host: string
  port: number
  user: string
  database: string
  password?: string
  ssl?: pg.PoolConfig["ssl"]
}

const { builtins } = pg.types
const int8 = 20
const dateType = 1082

/** Money is `bigint`, dates stay `YYYY-MM-DD`; everything else as `pg` reads it. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (oid === int8 || oid === builtins.INT8) return BigInt
    if (oid === dateType) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  }) as pg.CustomTypesConfig["getTypeParser"],
}

/** Limits on every statement (security page, section 2); long work asks for more in its own transaction. */
const limits = [
  "-c lock_timeout=3s",
  "-c statement_timeout=10s",
  "-c idle_in_transaction_session_timeout=10s",
  "-c jit=off",
]

/** `as` is for the library of the staff sign-in alone, which brings its own queries and knows no actors. */
export function openPool(
  connection: Connection,
  options: { max: number; name: string; as?: { role: "kvit_auth"; schema: "kvit_auth" } },
): pg.Pool {
  const place = options.as
    ? [`-c role=${options.as.role}`, `-c search_path=${options.as.schema}`]
    : ["-c search_path=kvit"]
  const pool = new pg.Pool({
    ...connection,
    types,
    max: options.max,
    application_name: options.name,
    options: [...place, ...limits].join(" "),
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    pipeline: true,
  })
  // A connection that breaks while idle is dropped by the pool; the next query opens another.
  pool.on("error", () => undefined)
  return pool
}

/** One connection, for the time of `work`. */
export async function withClient<T>(
  connection: Connection,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connection, types, application_name: "kvit" })
  // Where the connection breaks, the statement that runs, or the next one, says so.
  client.on("error", () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Reads a `postgres://` address. Throws a plain sentence when it is not one. */
export function parseDatabaseUrl(text: string): Connection {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new Error("DATABASE_URL must look like postgres://user:password@host:5432/database.")
  }
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    throw new Error("DATABASE_URL must begin with postgres://.")
  }
  const database = decodeURIComponent(url.pathname.slice(1))
  if (database === "")
    throw new Error("DATABASE_URL must name a database: postgres://user:password@host:5432/database.")
  const host = url.searchParams.get("host") ?? decodeURIComponent(url.hostname)
  return {
    host,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username) || "postgres",
    database,
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...readTls(url, host),
  }
}

const checkedModes = ["require", "verify-ca", "verify-full"]

/**
 * A database on this machine is reached as it is; one elsewhere by TLS with its certificate checked, unless the
 * address says `sslmode=disable`. `sslrootcert` names a file with the authority to trust.
 */
function readTls(url: URL, host: string): Pick<Connection, "ssl"> {
  const mode = url.searchParams.get("sslmode")
  if (mode !== null && mode !== "disable" && !checkedModes.includes(mode)) {
    throw new Error(`DATABASE_URL: sslmode must be one of disable, ${checkedModes.join(", ")}.`)
  }
  const isHere =
    host === "" || host.startsWith("/") || ["localhost", "127.0.0.1", "::1", "[::1]"].includes(host)
  if (mode === "disable" || (mode === null && isHere)) return {}
  const authority = url.searchParams.get("sslrootcert")
  return { ssl: { rejectUnauthorized: true, ...(authority ? { ca: readFileSync(authority, "utf8") } : {}) } }
}
