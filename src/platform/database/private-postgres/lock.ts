import { dirname } from "node:path"
import type { DatabaseSync } from "node:sqlite"
import { setTimeout as sleep } from "node:timers/promises"
import { diskFull, notWritable, PrivatePostgresError } from "./error.ts"

/**
 * Locks that the operating system drops the moment their process is gone, however it went, so that no lock is
 * ever stale. Node has no file locks of its own; SQLite, which is part of Node, takes POSIX record locks on
 * Linux and macOS and knows their traps inside one process. The files stay empty: nothing is ever written.
 *
 * One trap is left: a process that opens and closes a lock's file by itself loses the lock (POSIX, fcntl).
 * Nothing but this module may open these files.
 */
export interface Lock {
  release(): void
}

export type LockKind = "exclusive" | "shared"

const sqliteBusy = 5
const sqliteFull = 13

// A handle that is garbage-collected is closed, and its lock with it.
const held = new Set<DatabaseSync>()

/** Takes the lock, or returns null when another holder, in this process or any other, is in the way. */
export function tryLock(file: string, kind: LockKind): Lock | null {
  let handle: DatabaseSync | null = null
  try {
    handle = new (loadSqlite().DatabaseSync)(file, { timeout: 0 })
    // Without this, SQLite would prepare a journal beside the file, which a full disk refuses.
    handle.exec("pragma journal_mode = memory")
    handle.exec(kind === "exclusive" ? "begin exclusive" : "begin; select count(*) from sqlite_schema")
  } catch (error) {
    handle?.close()
    switch (findResultCode(error)) {
      case sqliteBusy:
        return null
      case sqliteFull:
        throw diskFull(dirname(file), error)
      default:
        throw notWritable(dirname(file), error)
    }
  }
  const taken = handle
  held.add(taken)
  return {
    release() {
      if (held.delete(taken)) taken.close()
    },
  }
}

/** Waits for the lock. A holder that keeps it for longer than `withinMs` is named in the error by the file. */
export async function takeLock(file: string, kind: LockKind, withinMs: number): Promise<Lock> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const lock = tryLock(file, kind)
    if (lock) return lock
    if (performance.now() > deadline) {
      throw new PrivatePostgresError(
        `Another Kvit has been starting or stopping the same database for ${Math.round(withinMs / 1000)} seconds ` +
          `(it holds ${file}); look at what it is doing, or stop it, and start again.`,
      )
    }
    await sleep(5)
  }
}

function findResultCode(error: unknown): unknown {
  return error instanceof Error && "errcode" in error ? error.errcode : null
}

let sqlite: typeof import("node:sqlite") | null = null

function loadSqlite(): typeof import("node:sqlite") {
  if (sqlite) return sqlite
  // Node 24 warns on the console that its SQLite is experimental; we only use its locks, and nobody can act on it.
  const emitWarning = process.emitWarning
  process.emitWarning = () => undefined
  try {
    sqlite = process.getBuiltinModule("node:sqlite")
  } finally {
    process.emitWarning = emitWarning
  }
  return sqlite
}
