import { afterAll, beforeAll, beforeEach } from "vitest"
import { openStaffAccounts, type StaffAccounts } from "./index.ts"
import { showCode } from "./test-authenticator.ts"
import { createTestDatabase } from "./test-database.ts"

export const password = "correct horse battery"

type Installation = Awaited<ReturnType<typeof createTestDatabase>>

interface Opened {
  installation: Installation
  accounts: StaffAccounts
}

/** One database for a test file, one business for each test, and the steps tests are made of. */
export function useTestStaff() {
  let opened: Opened | null = null
  let businessId = ""
  let count = 0
  const accounts = () => getOpened(opened).accounts
  const installation = () => getOpened(opened).installation

  beforeAll(async () => {
    const installation = await createTestDatabase()
    opened = {
      installation,
      accounts: openStaffAccounts({ ...installation, secureCookies: true, requireSecondFactor: true }),
    }
  })
  beforeEach(async () => {
    businessId = await installation().makeBusiness("NORD Auto")
    await installation().query("delete from budgets")
  })
  afterAll(async () => {
    await accounts().close()
    await installation().close()
  })

  async function addAnna() {
    count += 1
    const email = `anna${count}@nord.example`
    const added = await accounts().addStaff({ businessId, email, name: "Anna", role: "owner", password })
    return { email, staffId: added.staffId }
  }
  async function signIn(browser: Browser, email: string, typed = password) {
    const answer = await accounts().signIn({ ...browser.visit, email, password: typed })
    browser.keep(answer.setCookies)
    return answer.outcome
  }
  /** Signed in with a second factor that was just switched on. */
  async function enrol(browser: Browser, email: string) {
    await signIn(browser, email)
    const begun = await accounts().beginSecondFactor({ ...browser.visit, password, issuer: "NORD Auto" })
    if (begun.outcome !== "begun") throw new Error(begun.outcome)
    const { secret } = begun.enrolment
    const confirm = () => accounts().confirmSecondFactor({ ...browser.visit, code: showCode(secret, -1) })
    let confirmed = await confirm()
    // The period may have ended between making the code and its check; then that of the period before is two old.
    if (confirmed.outcome === "wrong_code") confirmed = await confirm()
    if (confirmed.outcome !== "enabled") throw new Error(confirmed.outcome)
    browser.keep(confirmed.setCookies)
    return { secret, recoveryCodes: confirmed.recoveryCodes, enrolment: begun.enrolment }
  }
  return {
    get installation() {
      return installation()
    },
    get accounts() {
      return accounts()
    },
    get businessId() {
      return businessId
    },
    set businessId(other: string) {
      businessId = other
    },
    openBrowser: (network = "192.0.2.7") => openBrowser(network, () => businessId),
    addAnna,
    signIn,
    enrol,
    whoIs: (browser: Browser, business = businessId) => accounts().findSession(browser.request, business),
    eventsOf: () =>
      installation().query<{ kind: string; actor_kind: string; staff_id: string | null; data: object }>(
        "select kind, actor_kind, staff_id, data from events where business_id = $1 order by id",
        [businessId],
      ),
  }
}

function getOpened(opened: Opened | null): Opened {
  if (!opened) throw new Error("The test's database is not open yet.")
  return opened
}

export type Browser = ReturnType<typeof openBrowser>

/** A browser that keeps its cookies. */
function openBrowser(network: string, businessId: () => string) {
  const jar = new Map<string, string>()
  return {
    jar,
    keep(setCookies: readonly string[]) {
      for (const line of setCookies) {
        const [pair = ""] = line.split(";")
        const at = pair.indexOf("=")
        if (/Max-Age=0/.test(line)) jar.delete(pair.slice(0, at))
        else jar.set(pair.slice(0, at), pair.slice(at + 1))
      }
    },
    get request() {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ")
      return new Headers({ cookie, "user-agent": "Firefox" })
    },
    get visit() {
      return { businessId: businessId(), network, request: this.request }
    },
  }
}
