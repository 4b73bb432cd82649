import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"
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

describe("signing in by mail", () => {
  test("the link signs in at once in the browser that asked", async () => {
    const browser = app.browser()
    const asked = await mail.ask(browser, address)
    expect([asked.status, asked.headers.get("location")]).toEqual([303, "/portal/sign-in/code"])
    const [sent] = await mail.deliver()
    const opened = await browser.get(sent?.link ?? "", navigation)
    expect([opened.status, opened.headers.get("location")]).toEqual([303, "/portal"])
    expect(await (await browser.get("/portal")).text()).toContain(firm.name)
    expect(browser.cookies.has("kvit_flow")).toBe(false)
    expect(browser.cookies.has("kvit_device")).toBe(true)
  })

  test("the code signs in in the window that waits, however it is pasted", async () => {
    const browser = app.browser()
    const { code } = await mail.mailFor(browser, address)
    const page = await (await browser.get(routes.portal.signInCode.to())).text()
    expect(page).toContain('autocomplete="one-time-code"')
    expect(page).toContain('inputmode="numeric"')
    expect(page).toContain(address)
    const entered = await mail.code(browser, ` ${code.slice(0, 3)} ${code.slice(3)}\n`)
    expect(entered.status).toBe(303)
    expect(await mail.isIn(browser)).toBe(true)
  })

  test("leads to the page that was asked for, and to none of somebody else", async () => {
    const document = await app.make.document({ customer: firm })
    const there = routes.portal.document.to({ id: document })
    for (const [next, expected] of [
      [there, there],
      ["https://evil.example/", "/portal"],
      ["//evil.example", "/portal"],
      ["/settings", "/portal"],
    ] as const) {
      await mail.rest()
      const browser = app.browser()
      await browser.post(routes.portal.signIn.to(), { email: address, next })
      const [sent] = await mail.deliver()
      expect((await mail.code(browser, sent?.code ?? "")).headers.get("location"), next).toBe(expected)
    }
  })

  test("both work once: using one kills the other, and the account's other mails", async () => {
    const [one, other] = [app.browser(), app.browser()]
    const first = await mail.mailFor(one, address)
    await mail.rest()
    const second = await mail.mailFor(other, address)
    expect((await mail.code(one, first.code)).status).toBe(303)
    expect((await app.browser().post(first.link)).status).toBe(403)
    expect((await mail.code(other, second.code)).status).toBe(422)
    expect((await app.browser().post(second.link)).status).toBe(403)
  })

  test("a later mail leaves the earlier ones good, also where a limit kept it from being sent", async () => {
    const browser = app.browser()
    const first = await mail.mailFor(browser, address)
    await mail.ask(browser, address)
    expect(await mail.deliver()).toEqual([])
    expect((await mail.code(browser, first.code)).status).toBe(303)
  })

  test("a new session is made and the browser's previous one ended", async () => {
    const browser = app.browser()
    await mail.code(browser, (await mail.mailFor(browser, address)).code)
    const before = sessionCookie(browser)
    await mail.rest()
    await mail.code(browser, (await mail.mailFor(browser, address)).code)
    expect(sessionCookie(browser)).not.toBe(before)
    const thief = app.browser()
    thief.cookies.set("kvit_customer", before ?? "")
    expect(await mail.isIn(thief)).toBe(false)
  })

  test("ends after ten minutes by the database's clock, whatever this machine's clock says", async () => {
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    const kept = await mail.query<{ seconds: number }>(
      "select extract(epoch from expires_at - minted_at)::int as seconds from sign_in_secrets order by minted_at desc limit 1",
    )
    expect(kept).toEqual([{ seconds: 600 }])
    app.clock.advance(-3_600_000)
    await mail.query(
      "update sign_in_secrets set minted_at = minted_at - interval '11 minutes', expires_at = expires_at - interval '11 minutes' where business_id = $1",
      [app.businessId],
    )
    expect((await mail.code(browser, sent.code)).status).toBe(422)
    expect((await browser.get(sent.link, navigation)).status).toBe(403)
    expect((await browser.post(sent.link)).status).toBe(403)
    app.clock.advance(3_600_000)
  })

  test("a mail that comes to be sent after five minutes is not sent", async () => {
    await mail.ask(app.browser(), address)
    await mail.query(
      "update sign_in_flows set created_at = created_at - interval '301 seconds' where outcome is null",
    )
    expect(await mail.deliver()).toEqual([])
  })

  test("at most three mails of an account are open at once", async () => {
    for (let times = 0; times < 3; times++) {
      await mail.rest()
      await mail.mailFor(app.browser(), address)
    }
    await mail.rest()
    await mail.ask(app.browser(), address)
    expect(await mail.deliver()).toEqual([])
  })
})

describe("a link that a machine opens", () => {
  test("is not used up, gives no session, and signs the person in afterwards", async () => {
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    const scanner = app.browser()
    await scanner.head(sent.link)
    for (let times = 0; times < 5; times++) {
      const answer = await scanner.get(sent.link)
      expect(answer.status).toBe(200)
      const page = await answer.text()
      expect(page).toContain("an…@firma.example")
      expect(page).not.toContain(address)
      expect(page).not.toContain(firm.name)
    }
    await scanner.get(sent.link, navigation)
    expect(scanner.cookies.size).toBe(0)
    const opened = await browser.get(sent.link, navigation)
    expect(opened.status).toBe(303)
    expect(await mail.isIn(browser)).toBe(true)
  })

  test("in the browser that asked, a prefetch and a frame change nothing", async () => {
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    for (const headers of [
      { ...navigation, "sec-purpose": "prefetch" },
      { ...navigation, "sec-purpose": "prefetch;prerender" },
      { ...navigation, "sec-fetch-dest": "iframe" },
      { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
      undefined,
    ]) {
      expect((await browser.get(sent.link, headers)).status).toBe(200)
    }
    expect(sessionCookie(browser)).toBeUndefined()
    expect((await browser.get(sent.link, navigation)).status).toBe(303)
  })

  test("with the cookie of another ask it waits for the button, which a person presses", async () => {
    const other = app.browser()
    await mail.mailFor(other, address)
    await mail.rest()
    const sent = await mail.mailFor(app.browser(), address)
    expect((await other.get(sent.link, navigation)).status).toBe(200)
    expect(sessionCookie(other)).toBeUndefined()
    const pressed = await other.post(sent.link)
    expect([pressed.status, pressed.headers.get("location")]).toEqual([303, "/portal"])
    expect(await mail.isIn(other)).toBe(true)
  })

  test("the button must be pressed on our own page", async () => {
    const sent = await mail.mailFor(app.browser(), address)
    const answer = await app.browser().post(sent.link, {}, { "sec-fetch-site": "cross-site" })
    expect(answer.status).toBe(403)
    expect((await app.browser().post(sent.link)).status).toBe(303)
  })
})

describe("at the same moment", () => {
  test("fifty redemptions of one mail, by link and by code, make one session", async () => {
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    const flow = browser.cookies.get("kvit_flow") ?? ""
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => {
        const own = app.browser()
        own.cookies.set("kvit_flow", flow)
        return at % 10 === 0 ? mail.code(own, sent.code) : own.post(sent.link)
      }),
    )
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1)
    const sessions = await mail.query(
      "select from portal_sessions s join find_customers_at(s.business_id, s.address_sha256) f on f.customer_id = $1",
      [firm.id],
    )
    expect(sessions).toHaveLength(1)
  })

  test("a hundred wrong codes: at most five are looked at, and the link still works", async () => {
    const browser = app.browser()
    const sent = await mail.mailFor(browser, address)
    const flow = browser.cookies.get("kvit_flow") ?? ""
    await Promise.all(
      Array.from({ length: 100 }, () => {
        const own = app.browser()
        own.cookies.set("kvit_flow", flow)
        return mail.code(own, wrong(sent.code))
      }),
    )
    const failed = await mail.query(
      "select from events where kind = 'sign_in.code_failed' and customer_id = $1",
      [firm.id],
    )
    expect(failed.length).toBeLessThanOrEqual(5)
    await mail.rest()
    expect((await mail.code(browser, sent.code)).status).toBe(422)
    expect((await browser.get(sent.link, navigation)).status).toBe(303)
  })
})
