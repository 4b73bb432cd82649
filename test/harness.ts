/** A whole Kvit in a test's hands: a database of its own, a clock that can be set, the app without a socket. */
import { randomBytes } from "node:crypto"
import { createApp } from "../src/app.ts"
import { readConfig } from "../src/config.ts"
import { openStaffAccounts } from "../src/domain/access/index.ts"
import { listKeptMails } from "../src/domain/notifications/index.ts"
import { ensureInstallation } from "../src/domain/settings/index.ts"
import {
  type ActorEnvironment,
  asOwner,
  type Connection,
  createStaffActor,
  createSystemActor,
  openDatabase,
  type StaffActor,
  type StaffRole,
} from "../src/platform/database/index.ts"
import { newId } from "../src/platform/ids/index.ts"
import { openLive } from "../src/platform/live/index.ts"
import { createLog } from "../src/platform/log/index.ts"
import { createSecrets } from "../src/platform/secrets/index.ts"
import { routes } from "../src/routes.ts"
import type { Kvit } from "../src/web/context.ts"
import { createBrowser } from "./browser.ts"
import { createFactories } from "./factories.ts"
import { createTestClock, createTestDatabase, makeBusiness } from "./ground.ts"
import { runJobs } from "./workshop.ts"

export const testOrigin = "http://127.0.0.1:4000"

export interface TestAppOptions {
  environment?: Record<string, string>
  /** Without a business, as on a first start. */
  empty?: boolean
  portalEnabled?: boolean
  /** Asked of staff unless a test says otherwise. */
  secondFactor?: boolean
}

export async function createTestApp(options: TestAppOptions = {}) {
  const connections = await createTestDatabase()
  const database = openDatabase({ app: connections.app, owner: connections.owner, max: 10 })
  const lines: string[] = []
  const clock = createTestClock()
  const secrets = createSecrets(randomBytes(32))
  const config = readConfig({ KVIT_ENV: "development", KVIT_DATA: "/nonexistent", ...options.environment })
  const staffAccounts = openStaffAccounts({
    database,
    secrets,
    clock,
    secureCookies: config.env === "production" || config.staffOrigin?.startsWith("https:") === true,
    requireSecondFactor: options.secondFactor ?? true,
  })
  const log = createLog("info", { write: (line: string) => void lines.push(line) })
  const live = openLive({ connection: connections.app, log })
  const kvit: Kvit = {
    config,
    database,
    secrets,
    clock,
    log,
    staffAccounts,
    live,
    loadSample: async () => undefined,
  }
  await ensureInstallation(database, secrets)
  const businessId = options.empty
    ? ""
    : await makeBusiness(connections.owner, { portalEnabled: options.portalEnabled ?? true })
  const system = createSystemActor(kvit, businessId, "command")
  const app = createApp(kvit)
  return {
    kvit,
    app,
    businessId,
    system,
    clock,
    /** Everything written to the log so far. */
    logged: () => lines.join(""),
    owner: connections.owner,
    make: createFactories(system, secrets),
    makeBusiness: (name: string) => makeBusiness(connections.owner, { name }),
    makeStaff: (role: StaffRole = "owner") => makeStaff(kvit, connections.owner, businessId, role),
    /** A browser in which a member of staff is signed in; for apps that ask no second factor. */
    signIn: async (role: StaffRole, at = businessId, origin = testOrigin) => {
      const email = `${newId()}@nordauto.example`
      const password = "en lang hemmelig sætning"
      await staffAccounts.addStaff({ businessId: at, email, name: `Mette ${role}`, role, password })
      const browser = createBrowser(app, origin)
      const answer = await browser.post(routes.staff.signIn.to(), { email, password })
      if (answer.status !== 303)
        throw new Error(`Signing in answered ${answer.status}: ${await answer.text()}`)
      return browser
    },
    /** Works on everything that is queued and due, as the server's worker does, until nothing is left. */
    runJobs: () => runJobs(kvit, connections.owner),
    /** What was mailed, newest first: without a mail server, mails are kept. */
    mails: async () => (await listKeptMails(system, secrets, 100)).map(({ content }) => content),
    /** A browser of its own, with its own cookies, that follows no redirect by itself. */
    browser: (origin = testOrigin) => createBrowser(app, origin),
    close: async () => {
      await live.close()
      await staffAccounts.close()
      await database.close()
      await connections.drop()
    },
  }
}

export type TestApp = Awaited<ReturnType<typeof createTestApp>>

export async function makeStaff(
  kvit: ActorEnvironment,
  owner: Connection,
  businessId: string,
  role: StaffRole,
): Promise<StaffActor> {
  const staffId = newId()
  const name = `Mette ${role}`
  await asOwner(owner, (client) =>
    client.query(
      "insert into staff_members (business_id, id, account_id, name, email, role) values ($1, $2, $3, $4, $5, $6)",
      [businessId, staffId, `account-${staffId}`, name, `${staffId}@nordauto.example`, role],
    ),
  )
  return createStaffActor(kvit, { businessId, staffId, role, name })
}
