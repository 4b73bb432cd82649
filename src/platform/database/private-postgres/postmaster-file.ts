import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { findErrorCode } from "./error.ts"
import { isPostmaster } from "./postmaster-process.ts"
import type { ServerUser } from "./server-user.ts"
import { writeOwnedFile } from "./settings.ts"
import { socketIn } from "./socket.ts"

/**
 * postmaster.pid, in which a server says where it is: process, data folder, start, port, socket folder,
 * listen address, shared memory, state; one a line (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_…).
 */
export interface PostmasterFile {
  pid: number
  /** Null while the server has only just begun to start. */
  socketFolder: string | null
  isReady: boolean
}

/** What the server of this cluster says, or null when none has said anything. */
export async function findPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const text = await findText(join(cluster, "postmaster.pid"))
  const lines = text?.split("\n") ?? []
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return {
    pid,
    socketFolder: lines[4] ? lines[4] : null,
    isReady: lines[7]?.trim() === "ready",
  }
}

/**
 * Makes the lock files that a dead server left behind, its postmaster.pid and the one beside its socket, ones that
 * PostgreSQL knows to be dead. It would refuse to start over a number that now belongs to some other program,
 * and over an empty file, which a power loss can leave. The file of a living server of this cluster stays as it is.
 *
 * The files stay, with this process's number: a server never takes its own parent for a rival (CreateLockFile in
 * miscinit.c). So PostgreSQL still reads the shared memory's key in postmaster.pid, and still waits for backends
 * that outlived their postmaster; without the file, two servers could write the same data.
 */
export async function disownLockFiles(
  cluster: string,
  socketFolder: string,
  user: ServerUser,
): Promise<void> {
  for (const path of [join(cluster, "postmaster.pid"), `${socketIn(socketFolder)}.lock`]) {
    const text = await findText(path)
    if (text === null) continue
    if (text.trim() === "") {
      // A server writes its lines at once after making the file: give one that is just starting that moment.
      await sleep(200)
      if ((await findText(path))?.trim() === "") await rm(path, { force: true })
      continue
    }
    const [first, ...rest] = text.split("\n")
    if (await isPostmaster(Number(first), cluster)) continue
    await writeOwnedFile(path, [process.pid, ...rest].join("\n"), user)
  }
}

async function findText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if (findErrorCode(error) === "ENOENT") return null
    throw error
  }
}
