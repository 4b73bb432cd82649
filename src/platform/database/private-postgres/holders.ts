import { closeSync, openSync } from "node:fs"
import { chown, stat } from "node:fs/promises"
import { join } from "node:path"
import { findErrorCode, PrivatePostgresError } from "./error.ts"
import { type Lock, takeLock, tryLock } from "./lock.ts"

// Long enough for another Kvit's initdb and a recovery after a power loss.
const gateWithinMs = 11 * 60_000

/**
 * Who uses one private PostgreSQL. Every Kvit holds a shared lock on the file `holders` for as long as it lives.
 * Starting, adopting and stopping happen behind the exclusive lock `gate`, one Kvit at a time, so that
 * "am I the last?" and "is it running?" keep their answers while somebody acts on them.
 */
export interface Holders {
  /** Runs the work while no other Kvit starts or stops this PostgreSQL. */
  behindGate<T>(work: () => Promise<T>): Promise<T>
  /** Counts this Kvit in until the lock is released or the process is gone. Call behind the gate. */
  join(): Lock
  /** True when no living Kvit is counted in. Call behind the gate. */
  isEmpty(): boolean
}

/** The holders of the PostgreSQL in `folder`, which exists. */
export async function openHolders(folder: string): Promise<Holders> {
  const gate = await ensureFile(folder, "gate")
  const holders = await ensureFile(folder, "holders")
  return {
    async behindGate(work) {
      const lock = await takeLock(gate, "exclusive", gateWithinMs)
      try {
        return await work()
      } finally {
        lock.release()
      }
    },
    join() {
      const lock = tryLock(holders, "shared")
      if (!lock) {
        throw new PrivatePostgresError(
          `Another program holds ${holders}, which is only for Kvit; close it and start again.`,
        )
      }
      return lock
    },
    isEmpty() {
      const lock = tryLock(holders, "exclusive")
      lock?.release()
      return lock !== null
    },
  }
}

async function ensureFile(folder: string, name: string): Promise<string> {
  const file = join(folder, name)
  try {
    // In one breath: closing it later would drop a lock this process had taken on it meanwhile (see lock.ts).
    closeSync(openSync(file, "wx", 0o600))
  } catch (error) {
    if (findErrorCode(error) !== "EEXIST") throw error
    return file
  }
  if (process.getuid?.() === 0) {
    // Root may start Kvit once on a folder that another user starts it on every day.
    const owner = await stat(folder)
    await chown(file, owner.uid, owner.gid)
  }
  return file
}
