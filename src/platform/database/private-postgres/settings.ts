import { open, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { getOwnName, isRoot, type ServerUser } from "./server-user.ts"
import { port } from "./socket.ts"

/** The file with our settings, which the last line of postgresql.conf includes. */
export const settingsFile = "kvit.conf"

const fixed: Record<string, string> = {
  listen_addresses: "",
  port: String(port),
  unix_socket_permissions: "0700",
  max_connections: "100",
  cluster_name: "kvit",

  // A commit that was acknowledged survives a power loss.
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  // Bounds the disk that the log of changes takes, and the time a start after a power loss takes.
  max_wal_size: "512MB",
  min_wal_size: "80MB",
  // Nothing is replicated or archived from here.
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",

  shared_buffers: "128MB",
  // Compiling a query costs more than our short ones take.
  jit: "off",
  autovacuum: "on",
  track_counts: "on",

  timezone: "UTC",
  log_timezone: "UTC",
  datestyle: "iso, ymd",

  // One file a weekday, emptied before it is used again: seven at most. No rotation by size, because PostgreSQL
  // never empties a file then, and with these names would only go on in the same one.
  logging_collector: "on",
  log_directory: "log",
  log_filename: "postgresql-%a.log",
  log_rotation_age: "1d",
  log_rotation_size: "0",
  log_truncate_on_rotation: "on",
  log_checkpoints: "off",
  log_line_prefix: "%m [%p] ",
  // The error's own line only: its details and the statement may hold names and addresses of customers.
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
}

/**
 * Writes the settings, who may connect, and who may be which role, as they are to be at the next start.
 * Only the server's user, Kvit's user and root pass, and each of them may be any role.
 */
export async function writeSettings(
  cluster: string,
  user: ServerUser,
  socketFolder: string,
  extra: Record<string, string>,
): Promise<void> {
  const settings = {
    ...fixed,
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    ...extra,
  }
  const people = new Set(["root", isRoot() ? "root" : getOwnName(), user.name ?? "root"])
  const files = {
    [settingsFile]: Object.entries(settings).map(
      ([name, value]) => `${name} = '${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`,
    ),
    "pg_hba.conf": ["local all all peer map=kvit"],
    "pg_ident.conf": [...people].map((name) => `kvit "${name.replaceAll('"', '""')}" all`),
  }
  for (const [name, lines] of Object.entries(files)) {
    const text = `# Written by Kvit at every start; changes here are lost.\n${lines.join("\n")}\n`
    await writeOwnedFile(join(cluster, name), text, user)
  }
}

/** Replaces a file in the server's folder in one step. As root, follows no link that the server's user may have laid. */
export async function writeOwnedFile(path: string, text: string, user: ServerUser): Promise<void> {
  // Only one Kvit writes at a time, behind the gate; what a killed one left here goes first.
  const half = `${path}.new`
  await rm(half, { force: true })
  const file = await open(half, "wx", 0o600)
  try {
    await file.writeFile(text)
    if (user.identity.uid !== undefined) await file.chown(user.uid, user.gid)
    await file.sync()
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  } finally {
    await file.close()
  }
}
