import { describe, expect, test } from "vitest"
import { openStaffAccounts } from "./index.ts"
import { password, useTestStaff } from "./test-staff.ts"

const staff = useTestStaff()
const { openBrowser, addAnna, signIn, whoIs, eventsOf } = staff

describe("signing in", () => {
  test("with the right password gives a session of this business and a record of it", async () => {
    const { email, staffId } = await addAnna()
    const browser = openBrowser()
    expect(await signIn(browser, ` ${email.toUpperCase()}`)).toBe("signed_in")
    expect(await whoIs(browser)).toMatchObject({
      staffId,
      email,
      name: "Anna",
      role: "owner",
      secondFactor: false,
    })
    expect(await eventsOf()).toMatchObject([
      { kind: "staff.added", actor_kind: "system" },
      { kind: "staff.signed_in", actor_kind: "staff", staff_id: staffId },
    ])
  })

  test("sets cookies that no other host, script or plain connection sees", async () => {
    const { email } = await addAnna()
    const { setCookies } = await staff.accounts.signIn({ ...openBrowser().visit, email, password })
    expect(setCookies.map((line) => line.split("=")[0])).toEqual([
      "__Host-kvit_staff",
      "__Host-kvit_staff_device",
    ])
    for (const line of setCookies) {
      const attributes = line
        .split("; ")
        .slice(1)
        .map((attribute) => attribute.replace(/=\d+$/, "="))
      expect(attributes.sort()).toEqual(["HttpOnly", "Max-Age=", "Path=/", "SameSite=Lax", "Secure"])
    }
  })

  test("over plain http on loopback uses the same names without the prefix", async () => {
    const plain = openStaffAccounts({
      ...staff.installation,
      secureCookies: false,
      requireSecondFactor: false,
    })
    const { email } = await addAnna()
    const browser = openBrowser()
    const { setCookies } = await plain.signIn({ ...browser.visit, email, password })
    browser.keep(setCookies)
    expect([...browser.jar.keys()]).toEqual(["kvit_staff", "kvit_staff_device"])
    expect(setCookies.join()).not.toContain("Secure")
    expect(await plain.findSession(browser.request, staff.businessId)).toMatchObject({ pending: null })
    await plain.close()
  })

  test("answers a wrong password, an unknown address and a removed member alike, and gives no cookie", async () => {
    const { email } = await addAnna()
    const removed = await addAnna()
    await staff.installation.query("update staff_members set removed_at = now() where id = $1", [
      removed.staffId,
    ])
    const tries = [
      { email, password: "wrong horse battery" },
      { email: "nobody@nord.example", password },
      { email: removed.email, password },
      { email: "", password: "" },
      { email, password: "x".repeat(5000) },
    ]
    for (const attempt of tries) {
      expect(await staff.accounts.signIn({ ...openBrowser().visit, ...attempt })).toEqual({
        outcome: "refused",
        setCookies: [],
      })
    }
    expect(
      await staff.installation.query(
        "select 1 from sessions s join users u on u.id = s.user_id join staff_members m on m.account_id = u.id where m.business_id = $1",
        [staff.businessId],
      ),
    ).toEqual([])
    const failures = (await eventsOf()).filter((event) => event.kind === "staff.sign_in_failed")
    expect(failures).toHaveLength(5)
    expect(JSON.stringify(failures)).not.toMatch(/@|nord/)
  })

  test("takes about as long for an unknown address as for a wrong password", async () => {
    const { email } = await addAnna()
    const time = async (address: string, at: number) => {
      const began = performance.now()
      await staff.accounts.signIn({
        ...openBrowser(`198.51.100.${at}`).visit,
        email: address,
        password: "wrong horse battery",
      })
      return performance.now() - began
    }
    await time(email, 200)
    const known: number[] = []
    const unknown: number[] = []
    for (let at = 0; at < 12; at += 1) {
      known.push(await time(email, at))
      unknown.push(await time("nobody@nord.example", at))
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[6] ?? 0
    expect(Math.abs(median(known) - median(unknown))).toBeLessThan(0.4 * median(known))
  })

  test("ends the session this browser had before", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    const before = browser.request
    await signIn(browser, email)
    expect(await staff.accounts.findSession(before, staff.businessId)).toBeNull()
    expect(await whoIs(browser)).not.toBeNull()
  })

  test("is slowed after ten failures, recovers by itself, and never slows a browser known for the account", async () => {
    const { email } = await addAnna()
    const known = openBrowser()
    await signIn(known, email)
    const stranger = openBrowser()
    for (let at = 0; at < 10; at += 1) await signIn(stranger, email, "wrong horse battery")
    expect(await signIn(stranger, email)).toBe("too_many")
    expect(await signIn(known, email)).toBe("signed_in")
    staff.installation.clock.pass(3)
    expect(await signIn(stranger, email)).toBe("signed_in")
  })

  test("counts parallel tries one by one, and the same for an address nobody has", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 25 }, () =>
        staff.accounts.signIn({ ...openBrowser().visit, email: "nobody@nord.example", password }),
      ),
    )
    expect(outcomes.filter((answer) => answer.outcome === "refused")).toHaveLength(10)
    expect(outcomes.filter((answer) => answer.outcome === "too_many")).toHaveLength(15)
  })
})
