/**
 * Signing in by mail beside better-auth's magic links, on the same PostgreSQL, in the same run: asking for a mail, and
 * redeeming its link. Both are called without HTTP. Ours counts its limits and queues a job; theirs has its limits off
 * and its mail is a function that keeps the token.
 */
import { randomBytes } from "node:crypto"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { betterAuth } from "better-auth"
import { getMigrations } from "better-auth/db/migration"
import { magicLink } from "better-auth/plugins/magic-link"
import pg from "pg"
import { askToSignIn, lookUpFlow, mintSignIn, redeemLink } from "../src/domain/access/index.ts"
import { systemClock } from "../src/platform/clock/index.ts"
import { createSystemActor, migrate, openDatabase, withClient } from "../src/platform/database/index.ts"
import { openPrivatePostgres } from "../src/platform/database/private-postgres/index.ts"
import { newId } from "../src/platform/ids/index.ts"
import { createSecrets } from "../src/platform/secrets/index.ts"
import { type Figure, figure } from "./figure.ts"

const people = 600
const atOnce = 10
/** Fewer than the burst of the limit that counts everybody. */
const askedAtATime = 60

interface Measured {
  asks: number
  redemptions: number
}

export async function run(): Promise<Figure[]> {
  const postgres = await openPrivatePostgres({ folder: join(tmpdir(), "kvit-bench") })
  const name = `kvit_bench_${process.pid}`
  const admin = postgres.connection(postgres.superuser, "postgres")
  await withClient(admin, (client) => client.query(`create database ${name}`))
  await withClient(admin, (client) => client.query(`create database ${name}_other`))
  try {
    const theirs = await measureTheirs(postgres.connection(postgres.superuser, `${name}_other`))
    const ours = await measureOurs(postgres, name)
    return (["asks", "redemptions"] as const).map((what) =>
      figure({
        bench: "sign-in",
        figure: what === "asks" ? "mails asked for" : "links redeemed",
        value: ours[what],
        unit: "/s",
        limit: theirs[what],
        goal: "at least 1 of better-auth",
        ok: ours[what] >= theirs[what],
      }),
    )
  } finally {
    await withClient(admin, (client) => client.query(`drop database if exists ${name} with (force)`))
    await withClient(admin, (client) => client.query(`drop database if exists ${name}_other with (force)`))
    await postgres.release()
  }
}

type Postgres = Awaited<ReturnType<typeof openPrivatePostgres>>

async function measureOurs(postgres: Postgres, name: string): Promise<Measured> {
  const owner = postgres.connection(postgres.superuser, name)
  const folder = new URL("../migrations", import.meta.url).pathname
  await migrate({ connection: owner, folder, appPassword: null })
  const businessId = newId()
  await withClient(owner, (client) => fill(client, businessId))
  const database = openDatabase({ app: postgres.connection("kvit_app", name), owner, max: atOnce })
  const environment = { database, clock: systemClock, secrets: createSecrets(randomBytes(32)) }
  const system = createSystemActor(environment, businessId, "command")
  try {
    let askedMs = 0
    for (let from = 0; from < people; from += askedAtATime) {
      await withClient(owner, (client) => client.query("delete from kvit_installation.budgets"))
      askedMs += await timeOf(askedAtATime, async (at) => {
        await askToSignIn(environment, businessId, {
          address: `person${from + at}@firma.example`,
          network: `192.0.2.${from + at}`,
          browserSecret: null,
          deviceCookie: null,
          browserName: null,
          language: "da",
          nextPath: null,
        })
      })
    }
    const flows = await withClient(owner, (client) =>
      client.query<{ id: string }>("select id from kvit.sign_in_flows where outcome is null"),
    )
    const tokens: string[] = []
    for (const { id } of flows.rows) {
      await lookUpFlow(environment, system, id, async () => undefined)
      const minted = await mintSignIn(environment, system, id, newId())
      if (minted) tokens.push(minted.token)
    }
    const visit = {
      network: "192.0.2.1",
      userAgent: "",
      browserSecret: null,
      sessionSecret: null,
      deviceCookie: null,
    }
    const redeemedMs = await timeOf(tokens.length, async (at) => {
      const signedIn = await redeemLink(environment, businessId, tokens[at] ?? "", visit)
      if (!signedIn) throw new Error("A link did not sign in.")
    })
    return { asks: (people / askedMs) * 1000, redemptions: (tokens.length / redeemedMs) * 1000 }
  } finally {
    await database.close()
  }
}

/** A business whose portal is on, and a customer with a contact for each who asks. */
async function fill(client: pg.Client, businessId: string): Promise<void> {
  const customerId = newId()
  await client.query("set search_path to kvit")
  await client.query("insert into businesses (business_id, name) values ($1, 'NORD Auto')", [businessId])
  await client.query("insert into portal_settings (business_id, enabled) values ($1, true)", [businessId])
  await client.query(
    "insert into features (business_id, feature, enabled) values ($1, 'customer_portal', true)",
    [businessId],
  )
  await client.query(
    "insert into customers (business_id, id, number, kind, name, search_terms) values ($1, $2, '1', 'company', 'Firma', '{}')",
    [businessId, customerId],
  )
  await client.query(
    `insert into contacts (business_id, id, customer_id, name, email)
     select $1, gen_random_uuid(), $2, 'Person', 'person' || n || '@firma.example' from generate_series(0, $3::int) n`,
    [businessId, customerId, people],
  )
}

async function measureTheirs(connection: ReturnType<Postgres["connection"]>): Promise<Measured> {
  const tokens: string[] = []
  const pool = new pg.Pool({ ...connection, max: atOnce })
  const options = {
    baseURL: "https://bench.invalid",
    secret: randomBytes(32).toString("base64"),
    database: pool,
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    plugins: [
      magicLink({ storeToken: "hashed", sendMagicLink: async ({ token }) => void tokens.push(token) }),
    ],
  }
  const auth = betterAuth(options)
  try {
    const { runMigrations } = await getMigrations(options)
    await runMigrations()
    // The people are there already, as ours are.
    await pool.query(
      `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
       select n::text, 'Person', 'person' || n || '@firma.example', true, now(), now() from generate_series(0, ${people}) n`,
    )
    const headers = new Headers()
    const askedMs = await timeOf(people, async (at) => {
      await auth.api.signInMagicLink({ body: { email: `person${at}@firma.example` }, headers })
    })
    const redeemedMs = await timeOf(tokens.length, async (at) => {
      await auth.api.magicLinkVerify({ query: { token: tokens[at] ?? "" }, headers })
    })
    return { asks: (people / askedMs) * 1000, redemptions: (tokens.length / redeemedMs) * 1000 }
  } finally {
    await pool.end()
  }
}

/** Milliseconds for `count` pieces of work, ten at once. */
async function timeOf(count: number, work: (at: number) => Promise<void>): Promise<number> {
  const start = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let at = next++; at < count; at = next++) await work(at)
    }),
  )
  return performance.now() - start
}
