/** Something a person must put right before the private PostgreSQL can run. The message is a plain sentence for them. */
export class PrivatePostgresError extends Error {
  override name = "PrivatePostgresError"
}

/** The operating system's name for an error ("EACCES"), or null when it has none. */
export function findErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null
  return typeof error.code === "string" ? error.code : null
}

/** The error to throw when working in `folder` failed: a sentence where we know the cause, else the error itself. */
export function explainFileError(error: unknown, folder: string): unknown {
  switch (findErrorCode(error)) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return notWritable(folder, error)
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(folder, error)
    case "ENOTDIR":
    case "EEXIST":
      return new PrivatePostgresError(
        `${folder} cannot hold Kvit's database, because a file lies where a folder is needed; ` +
          "move the file away or set KVIT_DATA to another folder.",
        { cause: error },
      )
    default:
      return error
  }
}

/** Kvit's user has no right to write in the folder. */
export function notWritable(folder: string, cause?: unknown): PrivatePostgresError {
  return new PrivatePostgresError(
    `Kvit may not write in ${folder}, where its database belongs; ` +
      "give its operating-system user that folder, or set KVIT_DATA to another one.",
    { cause },
  )
}

/** The disk has no room left. */
export function diskFull(folder: string, cause?: unknown): PrivatePostgresError {
  return new PrivatePostgresError(
    `The disk that holds ${folder} is full, so Kvit's database cannot run; free some space and start again.`,
    { cause },
  )
}

/** What one of PostgreSQL's programs wrote before it gave up, as a sentence with its last lines. */
export function explainOutput(what: string, folder: string, output: string): PrivatePostgresError {
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(output))
    return diskFull(folder)
  if (/Read-only file system/.test(output)) return notWritable(folder)
  const lines = output.split("\n").filter((line) => line.trim() !== "")
  const last = lines.slice(-8).join("\n")
  return new PrivatePostgresError(`${what} The last it said:\n${last === "" ? "(nothing)" : last}`)
}
