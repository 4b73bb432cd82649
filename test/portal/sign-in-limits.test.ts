import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { createApp } from "../../src/app.ts"
import { mintSignIn, setPortalAccess } from "../../src/domain/access/index.ts"
import { budgetsIn } from "../../src/domain/access/sign-in/environment.ts"
import { wrongCodesOfAll } from "../../src/domain/access/sign-in/limits.ts"
import { createDoorActor } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { createBrowser } from "../browser.ts"
import { createTestApp, type TestApp, testOrigin } from "../harness.ts"
import { navigation, useSignIn } from "../sign-in.ts"

let app: TestApp
let mail: ReturnType<typeof useSignIn>
let firm: { id: string; name: string }
let count = 0
let address = ""
beforeAll(async () => {
  app = await createTestApp()
  mail = useSignIn(app)
})
afterAll(() => app.close())
beforeEach(async () => {
  count += 1
  firm = await app.make.customer({ name: `Firma ${count} ApS` })
  address = `anna${count}@firma.example`
  await mail.contact(firm, address)
  await mail.rest()
})

const sessionCookie = (browser: { cookies: Map<string, string> }) => browser.cookies.get("kvit_customer")
const wrong = (code: string) => (code === "111111" ? "222222" : "111111")

describe("limits", () => {
  test("the right code counts for nothing in another browser", async () => {
    const sent = await mail.mailFor(app.browser(), address)
    const stranger = app.browser()
    await mail.ask(stranger, `somebody.else${count}@firma.example`)
    expect((await mail.code(stranger, sent.code)).status).toBe(422)
    expect(sessionCookie(stranger)).toBeUndefined()
  })

  test("a new mail resets no failures: after a hundred in a row only the link signs in, and then codes do again", async () => {
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    await mail.code(browser, wrong(sent.code))
    await mail.query("update sign_in_accounts set failed_in_a_row = 100 where failed_in_a_row = 1")
    await mail.rest()
    const next = await mail.mailFor(browser, address)
    const refused = await mail.code(browser, next.code)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain("Use the link in the mail")
    expect((await browser.get(next.link, navigation)).status).toBe(303)
    await mail.rest()
    const again = app.browser()
    expect((await mail.code(again, (await mail.mailFor(again, address)).code)).status).toBe(303)
  })

  test("ten tries an hour of an account, whichever mails they are for; a known browser has its own", async () => {
    const known = app.browser()
    await mail.code(known, (await mail.mailFor(known, address)).code)
    await mail.rest()
    const attacker = app.browser()
    for (let tries = 0; tries < 10; tries++) {
      if (tries % 5 === 0) {
        await mail.query("delete from kvit_installation.budgets where full_at > now() + interval '2 hours'")
        await mail.query("update sign_in_flows set tries = 0")
        await mail.ask(attacker, address)
      }
      await mail.code(attacker, "000000")
    }
    await mail.query("update sign_in_flows set tries = 0")
    expect(await (await mail.code(attacker, "000000")).text()).toContain("Codes are not taken at the moment")
    await mail.query("delete from sign_in_flows")
    await mail.query("update sign_in_accounts set failed_in_a_row = 0")
    const device = known.cookies.get("kvit_device") ?? ""
    await mail.ask(known, address)
    const [sent] = await mail.deliver()
    expect(device).not.toBe("")
    expect((await mail.code(known, sent?.code ?? "")).status).toBe(303)
  })

  test("too many wrong codes everywhere stop codes of unknown browsers for an hour, and staff are told", async () => {
    const door = createDoorActor(app.kvit, app.businessId)
    for (let times = 0; times < 200; times++)
      await door.transaction((db) => budgetsIn(app.kvit, db).spend([wrongCodesOfAll]))
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    await mail.code(browser, wrong(sent.code))
    const refused = await mail.code(browser, sent.code)
    expect(await refused.text()).toContain("Codes are not taken at the moment")
    expect(await mail.query("select from events where kind = 'sign_in.codes_paused'")).toHaveLength(1)
    expect((await browser.get(sent.link, navigation)).status).toBe(303)
  })

  test("of mails: one a minute and three at first; the answer is the same, also for addresses nobody knows", async () => {
    const answers: unknown[] = []
    for (const email of [address, `nobody${count}@firma.example`]) {
      for (let times = 0; times < 5; times++) {
        const answer = await mail.ask(app.browser(), email)
        answers.push([answer.status, answer.headers.get("location"), await answer.text()])
      }
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await mail.deliver()).toHaveLength(1)
  })

  test("stay used up when the server starts anew", async () => {
    await mail.ask(app.browser(), address)
    await mail.deliver()
    await mail.ask(createBrowser(createApp(app.kvit), testOrigin), address)
    expect(await mail.deliver()).toEqual([])
  })

  test("a link that opens nothing is counted against its network; one that works is not", async () => {
    const sent = await mail.mailFor(app.browser(), address)
    const dead = routes.portal.signInLink.to({ token: "kvl_nothing" })
    const statuses: number[] = []
    for (let times = 0; times < 22; times++) statuses.push((await app.browser().get(dead)).status)
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(403))
    expect(statuses.at(-1)).toBe(429)
    expect((await app.browser().get(sent.link)).status).toBe(200)
    expect((await app.browser().post(sent.link)).status).toBe(303)
  })
})

describe("who is asked for", () => {
  test("cannot be told from status, page, headers, cookies or what a wrong code is answered", async () => {
    const blocked = await app.make.customer()
    await mail.contact(blocked, `blocked${count}@firma.example`)
    await setPortalAccess(await app.makeStaff(), blocked.id, false)
    const seen: unknown[] = []
    for (const email of [address, `xnna${count}@firma.example`, `blocked${count}@firma.example`]) {
      const browser = app.browser()
      const asked = await mail.ask(browser, email)
      await mail.deliver()
      const page = await (await browser.get(routes.portal.signInCode.to())).text()
      const answers = []
      for (let tries = 0; tries < 6; tries++) {
        const answer = await mail.code(browser, "000000")
        answers.push([answer.status, (await answer.text()).replaceAll(email, "ADDRESS")])
      }
      const headers = [...asked.headers].map(([name, value]) => [
        name,
        value.replace(/kvit_flow=[^;]+/, "kvit_flow=SECRET"),
      ])
      seen.push([asked.status, headers, page.replaceAll(email, "ADDRESS"), answers])
      await mail.rest()
    }
    const [known, ...others] = seen.map((one) =>
      JSON.stringify(one).replaceAll(/ in \d+ s|seconds=\\"\d+/g, ""),
    )
    for (const other of others) expect(other).toBe(known)
  })

  test("gets the mail at the address in the database, never at what was typed", async () => {
    for (const typed of [
      address.toUpperCase(),
      ` ${address} `,
      address.replace("@", "＠"),
      address.replace("a", "ａ"),
    ]) {
      await mail.rest()
      await mail.query("delete from sign_in_flows")
      await mail.ask(app.browser(), typed)
      const sent = await mail.deliver()
      expect(
        sent.map((one) => one.customerId),
        typed,
      ).toEqual([firm.id])
    }
  })

  test("a blocked customer's mail opens nothing, even when it was sent before", async () => {
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    await setPortalAccess(await app.makeStaff(), firm.id, false)
    expect((await browser.get(sent.link, navigation)).status).toBe(403)
    expect(sessionCookie(browser)).toBeUndefined()
  })

  test("loses what they had in by the next request when contact or customer is taken away", async () => {
    const browser = app.browser()
    await mail.code(browser, (await mail.mailFor(browser, address)).code)
    expect(await mail.isIn(browser)).toBe(true)
    await mail.query("update contacts set removed_at = now() where email = $1", [address])
    expect(await mail.isIn(browser)).toBe(false)
  })
})

describe("secrets", () => {
  test("of mails stand nowhere in the database, nor in the log", async () => {
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    await browser.get(sent.link)
    const flow = browser.cookies.get("kvit_flow") ?? "none"
    const rows = await Promise.all(
      [
        "sign_in_flows",
        "sign_in_secrets",
        "sign_in_accounts",
        "events",
        "kvit_jobs.job",
        "portal_sessions",
      ].map((table) => mail.query(`select to_jsonb(t) as row from ${table} t`)),
    )
    const dump = JSON.stringify(rows) + app.logged()
    for (const secret of [sent.token, sent.code, flow]) expect(dump).not.toContain(secret)
    expect(JSON.stringify(rows[4])).not.toContain(address)
    expect(JSON.stringify(rows)).not.toContain(address)
  })

  test("customer and staff cookies never stand for the other, and a flow is no session", async () => {
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    const flow = browser.cookies.get("kvit_flow") ?? ""
    await mail.code(browser, sent.code)
    const session = sessionCookie(browser) ?? ""
    const device = browser.cookies.get("kvit_device") ?? ""
    for (const value of [flow, session, device]) {
      const staff = app.browser()
      staff.cookies.set("kvit_staff", value)
      expect((await staff.get("/customers")).headers.get("location")).toContain("/sign-in")
    }
    for (const value of [flow, device]) {
      const customer = app.browser()
      customer.cookies.set("kvit_customer", value)
      expect(await mail.isIn(customer)).toBe(false)
    }
  })

  test("sending again makes new ones and leaves those of the first try good", async () => {
    const browser = app.browser()
    const first = await mail.mailFor(browser, address)
    const second = await mintSignIn(app.kvit, app.system, first.flowId, newId())
    expect(second?.token).not.toBe(first.token)
    expect((await mail.code(browser, first.code)).status).toBe(303)
    expect(await mintSignIn(app.kvit, app.system, first.flowId, newId())).toBeNull()
  })
})
