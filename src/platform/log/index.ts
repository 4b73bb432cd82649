/** The program's log: JSON lines by pino. Secrets never reach it: addresses are redacted before they are logged. */
import { type DestinationStream, type Logger, pino } from "pino"

export type Log = Logger

export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  return destination ? pino(options, destination) : pino(options)
}

const secretPaths = [/^(\/portal\/[pds]\/)[^/?]+/, /^(\/portal\/sign-in\/link\/)[^/?]+/]

/** What a token looks like wherever it stands, such as in an address that was cut or mistyped. */
const tokenShape = /\bkv[a-z]_[0-9A-Za-z]{8,}/g

/** The path of a request without the secrets that some carry, and without its query. */
export function redactPath(path: string): string {
  const plain = path.split("?")[0] ?? path
  const secret = secretPaths.find((pattern) => pattern.test(plain))
  return (secret ? plain.replace(secret, "$1…") : plain).replace(tokenShape, "…")
}
