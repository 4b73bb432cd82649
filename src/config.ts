/** What the environment says, read here only. Every variable is described in docs/running.md. */
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { z } from "zod"
import { parseDatabaseUrl } from "./platform/database/index.ts"

export const editions = ["server", "cloud", "desktop"] as const
export type Edition = (typeof editions)[number]
export const environments = ["production", "development", "demo"] as const

/** Everything wrong with the environment, at once, each with what to do. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    const heading = `The configuration has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:`
    super([heading, ...problems.map((problem) => `  - ${problem}`)].join("\n"))
    this.problems = problems
  }
}

const wholeNumber = (least: number, most: number, name: string) =>
  z.coerce
    .number(`${name} must be a whole number from ${least} to ${most}.`)
    .int(`${name} must be a whole number from ${least} to ${most}.`)
    .min(least, `${name} must be a whole number from ${least} to ${most}.`)
    .max(most, `${name} must be a whole number from ${least} to ${most}.`)

const origin = (name: string) =>
  z.string().transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null
    if (!url || !["http:", "https:"].includes(url.protocol) || url.origin !== text.replace(/\/$/, "")) {
      context.addIssue({
        code: "custom",
        message: `${name} must be an origin such as https://portal.example.com, with no path.`,
      })
      return z.NEVER
    }
    return url.origin
  })

const schema = z.object({
  PORT: wholeNumber(0, 65_535, "PORT").default(4000),
  HOST: z.string().min(1).default("127.0.0.1"),
  KVIT_DATA: z.string().min(1).default("./data"),
  DATABASE_URL: z.string().min(1).optional(),
  KVIT_EDITION: z.enum(editions, `KVIT_EDITION must be one of ${editions.join(", ")}.`).default("server"),
  KVIT_ENV: z.enum(environments, `KVIT_ENV must be one of ${environments.join(", ")}.`).default("production"),
  KVIT_SECRET: z.string().optional(),
  STAFF_ORIGIN: origin("STAFF_ORIGIN").optional(),
  PORTAL_ORIGIN: origin("PORTAL_ORIGIN").optional(),
  TRUSTED_PROXIES: wholeNumber(0, 10, "TRUSTED_PROXIES").default(0),
  MOBILEPAY_SIMULATOR: origin("MOBILEPAY_SIMULATOR").optional(),
  LOG_LEVEL: z
    .enum(
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.",
    )
    .default("info"),
})

/** Variables that may also be given as a file's path in `NAME_FILE`. */
const secretNames = ["DATABASE_URL", "KVIT_SECRET"] as const

export type Config = Readonly<{
  port: number
  host: string
  dataFolder: string
  databaseUrl: string | null
  edition: Edition
  env: (typeof environments)[number]
  /** The master secret, or null where the private PostgreSQL's folder keeps it. */
  secret: Buffer | null
  staffOrigin: string | null
  portalOrigin: string | null
  trustedProxies: number
  /** Asked in place of MobilePay; never in production. */
  mobilePaySimulator: string | null
  logLevel: string
}>

const loopbackHosts = ["127.0.0.1", "::1", "localhost", "[::1]"]

export function isLoopback(host: string): boolean {
  return loopbackHosts.includes(host) || host.startsWith("127.")
}

/** Reads the configuration. Throws ConfigError with every problem at once. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const problems: string[] = []
  const given = { ...environment }
  for (const name of secretNames) {
    const file = given[`${name}_FILE`]
    if (!file) continue
    try {
      given[name] = readFileSync(file, "utf8").trim()
    } catch {
      problems.push(`${name}_FILE names ${file}, which cannot be read.`)
    }
  }
  const emptyLeftOut = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""))
  const parsed = schema.safeParse(emptyLeftOut)
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map((issue) => issue.message))
    // What is wrong between the others is said now too, and not only when these are mended.
    const wrongOnes = new Set(parsed.error.issues.map((issue) => issue.path[0]))
    const others = schema.safeParse(
      Object.fromEntries([
        ...(wrongOnes.has("KVIT_ENV") ? [["KVIT_ENV", "development"]] : []),
        ...Object.entries(emptyLeftOut).filter(([name]) => !wrongOnes.has(name)),
      ]),
    )
    if (others.success) problems.push(...findContradictions(others.data))
    throw new ConfigError(problems)
  }
  const values = parsed.data
  problems.push(...findContradictions(values))
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    port: values.PORT,
    host: values.HOST,
    dataFolder: resolve(values.KVIT_DATA),
    databaseUrl: values.DATABASE_URL ?? null,
    edition: values.KVIT_EDITION,
    env: values.KVIT_ENV,
    secret: values.KVIT_SECRET === undefined ? null : Buffer.from(values.KVIT_SECRET, "utf8"),
    staffOrigin: values.STAFF_ORIGIN ?? null,
    portalOrigin: values.PORTAL_ORIGIN ?? null,
    trustedProxies: values.TRUSTED_PROXIES,
    mobilePaySimulator: values.MOBILEPAY_SIMULATOR ?? null,
    logLevel: values.LOG_LEVEL,
  }
}

const weakSecrets = /^(.)\1*$|change|secret|password|example|default/i

function findContradictions(values: z.output<typeof schema>): string[] {
  const problems: string[] = []
  const secret = values.KVIT_SECRET
  if (values.DATABASE_URL && secret === undefined) {
    problems.push(
      "With DATABASE_URL, KVIT_SECRET must be set: at least 32 random bytes, for example from `openssl rand -base64 48`.",
    )
  }
  if (secret !== undefined && Buffer.byteLength(secret) < 32) {
    problems.push("KVIT_SECRET must have at least 32 bytes, for example from `openssl rand -base64 48`.")
  } else if (secret !== undefined && weakSecrets.test(secret)) {
    problems.push("KVIT_SECRET looks like an example. Make one with `openssl rand -base64 48`.")
  }
  if (values.DATABASE_URL) {
    try {
      parseDatabaseUrl(values.DATABASE_URL)
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
  }
  problems.push(...findOriginProblems(values))
  if (values.KVIT_ENV === "production" && values.MOBILEPAY_SIMULATOR) {
    problems.push("MOBILEPAY_SIMULATOR is for trying out: in production payments are real. Unset it.")
  }
  if (values.KVIT_ENV === "demo" && values.DATABASE_URL) {
    problems.push("The demo keeps its data in a folder of its own and takes no DATABASE_URL.")
  }
  return problems
}

function findOriginProblems(values: z.output<typeof schema>): string[] {
  if (values.KVIT_ENV !== "production") return []
  const problems = (["STAFF_ORIGIN", "PORTAL_ORIGIN"] as const).flatMap((name) => {
    const url = values[name] ? new URL(values[name]) : null
    return url?.protocol === "http:" && !isLoopback(url.hostname)
      ? [`${name} must begin with https:// in production; customers' papers do not travel in the clear.`]
      : []
  })
  if (!isLoopback(values.HOST) && (!values.STAFF_ORIGIN || !values.PORTAL_ORIGIN)) {
    problems.push(
      "HOST lets others in, so STAFF_ORIGIN and PORTAL_ORIGIN must be set to the https addresses people use.",
    )
  }
  return problems
}
