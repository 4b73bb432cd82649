import { Hono } from "hono"
import { createBrowser } from "../../../test/browser.ts"
import { readConfig } from "../../config.ts"
import { openStaffAccounts } from "../../domain/access/index.ts"
import { createTestDatabase } from "../../domain/access/staff/test-database.ts"
import { ensureInstallation, findBusinessFace } from "../../domain/settings/index.ts"
import { createDoorActor } from "../../platform/database/index.ts"
import { openLive } from "../../platform/live/index.ts"
import { createLog } from "../../platform/log/index.ts"
import { routes } from "../../routes.ts"
import type { AnyContext, BaseVariables, Kvit, StaffContext } from "../context.ts"
import { mount } from "../guards/mount.ts"
import { changePassword, endSession, makeRecoveryCodes, showAccount } from "./account/actions.tsx"
import { changeSecondFactor, showSecondFactor as showEnrolment } from "./account/second-factor.tsx"
import { setUp, showSetUp } from "./set-up/actions.tsx"
import { showSecondFactor, showSignIn, signIn, signOut, verifySecondFactor } from "./sign-in/actions.tsx"

/** The pages of set-up, sign-in and account behind the real guards, and one page of the workplace. */
export async function createAccessApp() {
  const installation = await createTestDatabase()
  const { database, secrets, clock } = installation
  await ensureInstallation(database, secrets)
  const staffAccounts = openStaffAccounts({
    ...installation,
    secureCookies: false,
    requireSecondFactor: true,
  })
  const logged: string[] = []
  const samples: string[] = []
  const log = createLog("info", { write: (line: string) => void logged.push(line) })
  const kvit: Kvit = {
    config: readConfig({ KVIT_ENV: "development", KVIT_DATA: "/nonexistent" }),
    database,
    secrets,
    clock,
    log,
    staffAccounts,
    live: openLive({ connection: database.app, log }),
    loadSample: async (businessId) => void samples.push(businessId),
  }
  const app = new Hono<{ Variables: BaseVariables }>()
  let businessId = ""
  app.use(async (c, next) => {
    c.set("kvit", kvit)
    c.set("requestId", "request")
    c.set("clientNetwork", "192.0.2.7")
    c.set("language", c.req.query("language") === "da" ? "da" : "en")
    c.set("businessId", businessId)
    const face = businessId === "" ? null : await findBusinessFace(createDoorActor(kvit, businessId))
    if (face) c.set("business", face)
    await next()
  })
  mountPages(app)
  return {
    kvit,
    installation,
    logged,
    samples,
    useBusiness: (id: string) => {
      businessId = id
    },
    browser: () => createBrowser(app, "http://127.0.0.1:4000"),
    async close() {
      await kvit.live.close()
      await staffAccounts.close()
      await installation.close()
    },
  }
}

function mountPages(app: Hono<{ Variables: BaseVariables }>): void {
  const { staff } = routes
  const refusals = {
    noSession: (c: AnyContext) => c.redirect(staff.signIn.to({ next: c.req.path }), 303),
    notAllowed: (c: StaffContext) => c.text("Not allowed.", 403),
  }
  mount(app, staff.home, { GET: (c) => c.text(`Welcome ${c.var.actor.name}.`) }, refusals)
  mount(app, staff.setUp, { GET: showSetUp, POST: setUp }, refusals)
  mount(app, staff.signIn, { GET: showSignIn, POST: signIn }, refusals)
  mount(app, staff.signInSecondFactor, { GET: showSecondFactor, POST: verifySecondFactor }, refusals)
  mount(app, staff.signOut, { POST: signOut }, refusals)
  mount(app, staff.account, { GET: showAccount }, refusals)
  mount(app, staff.accountPassword, { POST: changePassword }, refusals)
  mount(app, staff.accountSecondFactor, { GET: showEnrolment, POST: changeSecondFactor }, refusals)
  mount(app, staff.accountRecoveryCodes, { POST: makeRecoveryCodes }, refusals)
  mount(app, staff.accountSession, { POST: endSession }, refusals)
}
