import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { TestBrowser } from "../../../test/browser.ts"
import { showCode } from "../../domain/access/staff/test-authenticator.ts"
import { prepareSetUp } from "../../domain/settings/index.ts"
import { createAccessApp } from "./test-access-app.ts"

let app: Awaited<ReturnType<typeof createAccessApp>>
const password = "correct horse battery"

beforeAll(async () => {
  app = await createAccessApp()
})

afterAll(async () => {
  await app.close()
})

async function startBusiness() {
  const businessId = await app.installation.makeBusiness("NORD Auto")
  app.useBusiness(businessId)
  await app.installation.query("delete from budgets")
  const email = "anna@nord.example"
  await app.kvit.staffAccounts.addStaff({ businessId, email, name: "Anna", role: "owner", password })
  return { businessId, email }
}

async function enrol(browser: TestBrowser, email: string) {
  await browser.post("/sign-in", { email, password })
  const begun = await (await browser.post("/account/second-factor", { step: "begin", password })).text()
  const secret = /name="secret" value="([A-Z2-7]+)"/.exec(begun)?.[1] ?? ""
  const confirmed = await browser.post("/account/second-factor", {
    step: "confirm",
    secret,
    code: showCode(secret, -1),
  })
  const codes = [...(await confirmed.text()).matchAll(/<code>([^<]+)<\/code>/g)].map(
    (match) => match[1] ?? "",
  )
  return { secret, begun, codes }
}

const whereTo = (response: Response) => [response.status, response.headers.get("location")]

describe("the sign-in page", () => {
  test("leads a page asked for without a session to the sign-in and back", async () => {
    const { email } = await startBusiness()
    const browser = app.browser()
    expect(whereTo(await browser.get("/account"))).toEqual([303, "/sign-in?next=%2Faccount"])
    const form = await (await browser.get("/sign-in?next=%2Faccount")).text()
    expect(form).toContain('name="next" value="/account"')
    expect(whereTo(await browser.post("/sign-in", { email, password, next: "/account" }))).toEqual([
      303,
      "/account",
    ])
  })

  test.each(["https://evil.example", "//evil.example/account", "/portal", "/sign-in"])(
    "sends nobody to %s",
    async (next) => {
      const { email } = await startBusiness()
      const browser = app.browser()
      expect(await (await browser.get(`/sign-in?next=${encodeURIComponent(next)}`)).text()).toContain(
        'name="next" value="/"',
      )
      expect(whereTo(await browser.post("/sign-in", { email, password, next }))).toEqual([303, "/"])
    },
  )

  test("keeps the address and never the password when something is wrong", async () => {
    const { email } = await startBusiness()
    const browser = app.browser()
    const wrong = await browser.post("/sign-in", { email, password: "wrong horse <battery>" })
    expect(wrong.status).toBe(422)
    const page = await wrong.text()
    expect(page).toContain(`value="${email}"`)
    expect(page).toContain("The e-mail address or the password is wrong.")
    expect(page).not.toContain("horse")
    const unknown = await (
      await browser.post("/sign-in", { email: "nobody@nord.example", password: "x" })
    ).text()
    expect(unknown.replace("nobody@nord.example", email)).toBe(page)
    const empty = await browser.post("/sign-in", { email: " " })
    expect(empty.status).toBe(422)
    expect((await empty.text()).match(/Fill this in\./g)).toHaveLength(2)
  })

  test("answers 429 after too many tries, in the reader's language", async () => {
    const { email } = await startBusiness()
    const browser = app.browser()
    for (let at = 0; at < 10; at += 1) await browser.post("/sign-in", { email, password: "x" })
    const answer = await browser.post("/sign-in?language=da", { email, password })
    expect(answer.status).toBe(429)
    expect(await answer.text()).toContain("For mange forsøg.")
  })
})

describe("the second factor's pages", () => {
  test("are all there is before it is set up, and lead through it without JavaScript", async () => {
    const { email } = await startBusiness()
    const browser = app.browser()
    await browser.post("/sign-in", { email, password })
    for (const path of ["/", "/account"]) {
      expect(whereTo(await browser.get(path))).toEqual([303, "/account/second-factor"])
    }
    expect(whereTo(await browser.post("/account/password", {}))).toEqual([303, "/account/second-factor"])
    expect(await (await browser.get("/account/second-factor")).text()).toContain('name="step" value="begin"')
    const { begun, secret, codes } = await enrol(browser, email)
    expect(begun).toContain("<svg")
    expect(begun).not.toMatch(/\sstyle=/)
    expect(codes).toHaveLength(10)
    expect(await (await browser.get("/")).text()).toBe("Welcome Anna.")
    expect(await (await browser.get("/account")).text()).not.toContain(secret)
  })

  test("show the same secret again after a wrong code, and begin anew on a form that is not ours", async () => {
    const { email } = await startBusiness()
    const browser = app.browser()
    await browser.post("/sign-in", { email, password })
    const begun = await (await browser.post("/account/second-factor", { step: "begin", password })).text()
    const secret = /name="secret" value="([A-Z2-7]+)"/.exec(begun)?.[1] ?? ""
    const wrong = await browser.post("/account/second-factor", { step: "confirm", secret, code: "abc" })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain(`name="secret" value="${secret}"`)
    const hostile = await browser.post("/account/second-factor", {
      step: "confirm",
      secret: '"><script>',
      code: "1",
    })
    expect(hostile.status).toBe(422)
    expect(await hostile.text()).toContain('name="step" value="begin"')
    const wrongPassword = await browser.post("/account/second-factor", { step: "begin", password: "x" })
    expect(await wrongPassword.text()).toContain("This is not your password.")
  })

  test("ask for a code at the next sign-in, or for a recovery code, and keep the way", async () => {
    const { email } = await startBusiness()
    const { secret, codes } = await enrol(app.browser(), email)
    const browser = app.browser()
    expect(whereTo(await browser.post("/sign-in", { email, password, next: "/account" }))).toEqual([
      303,
      "/sign-in/second-factor?next=%2Faccount",
    ])
    const page = await (await browser.get("/sign-in/second-factor?next=%2Faccount&with=recovery")).text()
    expect(page).toContain('name="kind" value="recovery"')
    const wrong = await browser.post("/sign-in/second-factor", {
      kind: "recovery",
      code: "no-such-code",
      next: "/account",
    })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).not.toContain("no-such-code")
    const right = await browser.post("/sign-in/second-factor", {
      kind: "recovery",
      code: codes[0] ?? "",
      next: "/account",
    })
    expect(whereTo(right)).toEqual([303, "/account"])
    const late = app.browser()
    const answer = await late.post("/sign-in/second-factor", {
      kind: "totp",
      code: showCode(secret),
      next: "/account",
    })
    expect(whereTo(answer)).toEqual([303, "/sign-in?next=%2Faccount&after=again"])
  })
})

describe("the account page", () => {
  test("changes the password, ends sessions, and makes new recovery codes", async () => {
    const { email } = await startBusiness()
    const browser = app.browser()
    const { codes } = await enrol(browser, email)
    const wrong = await browser.post("/account/password", { currentPassword: password, newPassword: "short" })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain("At least 12 characters.")
    const changed = await browser.post("/account/password", {
      currentPassword: password,
      newPassword: "a quiet new sentence",
    })
    expect(whereTo(changed)).toEqual([303, "/account?done=password"])
    expect(await (await browser.get("/account?done=password")).text()).toContain("Your password is changed.")
    expect(await (await browser.get("/account?done=constructor")).text()).not.toContain("function")
    const made = await (
      await browser.post("/account/recovery-codes", { password: "a quiet new sentence" })
    ).text()
    expect(made).toContain("<code>")
    expect(made).not.toContain(codes[0])
    expect(whereTo(await browser.post("/account/sessions/others/end"))).toEqual([
      303,
      "/account?done=sessions",
    ])
    expect((await browser.post("/account/sessions/01a1fff3-72d3-7000-b427-67e75843f2de/end")).status).toBe(
      404,
    )
    const moved = await browser.post("/account/second-factor", {
      step: "remove",
      password: "a quiet new sentence",
    })
    expect(whereTo(moved)).toEqual([303, "/account/second-factor"])
    expect(whereTo(await browser.get("/"))).toEqual([303, "/account/second-factor"])
  })

  test("is only a new password for somebody who has one made by Kvit", async () => {
    const { businessId } = await startBusiness()
    const bo = { businessId, email: "bo@nord.example", name: "Bo", role: "staff" } as const
    const made = await app.kvit.staffAccounts.addStaff(bo)
    const browser = app.browser()
    await browser.post("/sign-in", { email: bo.email, password: made.password })
    for (const path of ["/", "/account/second-factor"]) {
      expect(whereTo(await browser.get(path))).toEqual([303, "/account"])
    }
    const page = await (await browser.get("/account")).text()
    expect(page).toContain("Your password was made for you.")
    expect(page).not.toContain('href="/customers"')
    const form = { currentPassword: made.password, newPassword: "a quiet new sentence" }
    await browser.post("/account/password", form)
    expect(whereTo(await browser.get("/"))).toEqual([303, "/account/second-factor"])
  })

  test("is left by signing out, which clears what the browser kept", async () => {
    const { email } = await startBusiness()
    const browser = app.browser()
    await enrol(browser, email)
    const answer = await browser.post("/sign-out")
    expect(whereTo(answer)).toEqual([303, "/sign-in?after=signed-out"])
    expect(answer.headers.get("clear-site-data")).toBe('"cache", "storage"')
    expect(whereTo(await browser.get("/"))).toEqual([303, "/sign-in?next=%2F"])
  })
})

describe("the set-up page", () => {
  const form = {
    businessName: "NORD Auto",
    ownerName: "Anna",
    ownerEmail: "anna@nord.example",
    businessLanguage: "da",
    password,
    portalEnabled: "on",
    sample: "on",
  }

  test("keeps what was typed but code and password, makes everything once, and is gone", async () => {
    const fresh = await createAccessApp()
    const browser = fresh.browser()
    const code = (await prepareSetUp(fresh.kvit.database)) ?? ""
    expect((await browser.get("/set-up")).status).toBe(200)
    const wrong = await browser.post("/set-up", { ...form, code: "not-the-code", ownerEmail: "anna" })
    expect(wrong.status).toBe(422)
    const page = await wrong.text()
    expect(page).toContain('value="NORD Auto"')
    expect(page).toContain("This is not an e-mail address.")
    expect(page).not.toMatch(/correct horse|not-the-code/)
    const refused = await browser.post("/set-up", { ...form, code: "not-the-code" })
    expect(await refused.text()).toContain("This is not the code of the latest start.")
    const weak = await browser.post("/set-up", { ...form, code, password: "nordauto2026" })
    expect(await weak.text()).toContain("is easily guessed")
    expect(whereTo(await browser.post("/set-up", { ...form, code }))).toEqual([303, "/sign-in?after=set-up"])
    const [business] = await fresh.installation.query<{ business_id: string; language: string }>(
      "select * from businesses",
    )
    expect(business?.language).toBe("da")
    expect(fresh.samples).toEqual([business?.business_id])
    fresh.useBusiness(business?.business_id ?? "")
    expect((await browser.get("/set-up")).status).toBe(404)
    expect((await browser.post("/set-up", { ...form, code })).status).toBe(404)
    const signedIn = await browser.post("/sign-in", { email: form.ownerEmail, password })
    expect(whereTo(signedIn)).toEqual([303, "/"])
    expect(fresh.logged.join("")).not.toMatch(/correct horse|anna@/)
    await fresh.close()
  })
})
