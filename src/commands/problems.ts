/** What a command that cannot do its work says, and the exit code it ends with. */

/** Something the person who typed the command can put right. The message is a plain sentence for them. */
export class UsageError extends Error {
  override name = "UsageError"
}

export interface Problem {
  message: string
  /** 2 for what the person can put right, 1 for what nobody expected. */
  exitCode: 1 | 2
}

/** Errors whose messages were written for people; by name, so that telling them apart loads nothing. */
const written = new Set([
  "UsageError",
  "ConfigError",
  "StartError",
  "MigrationError",
  "WrongSecretError",
  "PrivatePostgresError",
  "StaffAccountError",
  "CsvFileError",
  "BackupError",
])

type Explain = (error: Error & { code: string }) => string

const where = (error: Error) => {
  const { address, port } = error as { address?: string; port?: number }
  return address === undefined ? "" : ` (${address}${port === undefined ? "" : `:${port}`})`
}
const unreachable: Explain = (error) =>
  `The database cannot be reached${where(error)}. Check DATABASE_URL, and that PostgreSQL runs.`
const refusedLogin: Explain = () =>
  "The database refused the user or the password. Check DATABASE_URL, and run `kvit migrate` when KVIT_SECRET is new."

/** System error codes and SQLSTATEs that a person can put right. */
const byCode: Record<string, Explain> = {
  EADDRINUSE: (error) =>
    `Another program listens there already${where(error)}. Stop it, or set PORT to another number.`,
  EADDRNOTAVAIL: (error) => `This machine has no such address${where(error)}. Set HOST to one of its own.`,
  EACCES: (error) => `Kvit may not do that: ${error.message}.`,
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EHOSTUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ENOSPC: () => "The disk is full. Free some space and try again.",
  "28P01": refusedLogin,
  "28000": refusedLogin,
  "3D000": () => "DATABASE_URL names a database that does not exist. Create it first.",
  "42501": (error) =>
    `The database user lacks a right: ${error.message}. DATABASE_URL must be the owner of the database and may create roles.`,
  "53300": () =>
    "The database has no connection left for Kvit. Raise max_connections or stop other programs.",
  "57P03": () => "The database is starting or stopping. Try again in a moment.",
}

/** A sentence for what went wrong. */
export function explainProblem(error: unknown): Problem {
  if (!(error instanceof Error)) return unexpected(String(error))
  // Several addresses of one host name were tried: the last says as much as all.
  if (error instanceof AggregateError && error.errors.length > 0) return explainProblem(error.errors.at(-1))
  if (written.has(error.name) || written.has(error.constructor.name)) {
    return { message: error.message, exitCode: 2 }
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : ""
  const explain = byCode[code]
  if (explain) return { message: explain(Object.assign(error, { code })), exitCode: 2 }
  const cause = error.cause instanceof Error ? ` ${error.cause.message}` : ""
  return unexpected(`${error.message}${cause}`)
}

function unexpected(message: string): Problem {
  return {
    message: `Something unexpected happened: ${message}\nRun it again with LOG_LEVEL=debug to see where. The database's own log lies in the data folder, under postgres.`,
    exitCode: 1,
  }
}
