import { describe, expect, test } from "vitest"
import { password, useTestStaff } from "./test-staff.ts"

const staff = useTestStaff()
const { openBrowser, addAnna, signIn, whoIs, eventsOf } = staff

describe("a session", () => {
  test("ends after one hour without a page, and not while pages are opened", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    for (let at = 0; at < 3; at += 1) {
      staff.installation.clock.pass(59)
      expect(await whoIs(browser)).not.toBeNull()
    }
    staff.installation.clock.pass(60)
    expect(await whoIs(browser)).toBeNull()
    staff.installation.clock.pass(-60)
    expect(await whoIs(browser)).toBeNull()
  })

  test("ends 24 hours after the sign-in, however busy, and a change of password does not renew it", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    for (let minutes = 0; minutes < 23 * 60; minutes += 30) {
      staff.installation.clock.pass(30)
      expect(await whoIs(browser)).not.toBeNull()
    }
    const changed = await staff.accounts.changePassword({
      ...browser.visit,
      currentPassword: password,
      newPassword: "another horse battery",
    })
    expect(changed.outcome).toBe("changed")
    if (changed.outcome === "changed") browser.keep(changed.setCookies)
    expect(await whoIs(browser)).not.toBeNull()
    staff.installation.clock.pass(30)
    expect(await whoIs(browser)).not.toBeNull()
    staff.installation.clock.pass(30)
    expect(await whoIs(browser)).toBeNull()
  })

  test("of one business is nobody at another, though the same person works there", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    const here = staff.businessId
    staff.businessId = await staff.installation.makeBusiness("SYD Auto")
    expect(await whoIs(browser)).toBeNull()
    await staff.accounts.addStaff({
      businessId: staff.businessId,
      email,
      name: "Anna",
      role: "owner",
      password: "syd is another story",
    })
    expect(await whoIs(browser)).toBeNull()
    expect(await whoIs(browser, here)).not.toBeNull()
    expect(await signIn(openBrowser(), email)).toBe("refused")
    await staff.accounts.resetStaff({ businessId: staff.businessId, email })
    expect(await whoIs(browser, here)).not.toBeNull()
  })

  test("of a removed member is nobody at the next page", async () => {
    const { email, staffId } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    await staff.installation.query("update staff_members set removed_at = now() where id = $1", [staffId])
    expect(await whoIs(browser)).toBeNull()
  })

  test("has the role its member has now", async () => {
    const { email, staffId } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    await staff.installation.query("update staff_members set role = 'read_only' where id = $1", [staffId])
    expect(await whoIs(browser)).toMatchObject({ role: "read_only" })
  })

  test("is listed, and ended one by one or all but this", async () => {
    const { email } = await addAnna()
    const [here, there, elsewhere] = [
      openBrowser(),
      openBrowser("198.51.100.9"),
      openBrowser("2001:db8:0:0::/64"),
    ]
    for (const browser of [here, there, elsewhere]) await signIn(browser, email)
    const session = await whoIs(here)
    if (!session) throw new Error("Nobody is signed in.")
    const lines = await staff.accounts.listSessions(session)
    expect(lines.map((line) => line.network)).toEqual(["2001:db8:0:0::/64", "198.51.100.9", "192.0.2.7"])
    expect(lines.map((line) => line.current)).toEqual([false, false, true])
    expect(await staff.accounts.endSession(staff.businessId, session, lines[1]?.id ?? "")).toBe(true)
    expect(await whoIs(there)).toBeNull()
    expect(await staff.accounts.endOtherSessions(staff.businessId, session)).toBe(1)
    expect(await whoIs(elsewhere)).toBeNull()
    expect(await whoIs(here)).not.toBeNull()
  })

  test("of somebody else cannot be ended", async () => {
    const [anna, bo] = [await addAnna(), await addAnna()]
    const [annas, bos] = [openBrowser(), openBrowser()]
    await signIn(annas, anna.email)
    await signIn(bos, bo.email)
    const [session, other] = [await whoIs(annas), await whoIs(bos)]
    if (!session || !other) throw new Error("Nobody is signed in.")
    expect(await staff.accounts.endSession(staff.businessId, session, other.sessionId)).toBe(false)
    expect(await whoIs(bos)).not.toBeNull()
  })

  test("is ended by signing out, also for those who kept the cookie", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    const kept = browser.request
    browser.keep(await staff.accounts.signOut(browser.request, staff.businessId))
    expect([...browser.jar.keys()]).toEqual(["__Host-kvit_staff_device"])
    expect(await staff.accounts.findSession(kept, staff.businessId)).toBeNull()
    expect((await eventsOf()).at(-1)?.kind).toBe("staff.signed_out")
  })

  test.each(["", "x", "x.y", "%", "%00.%00", `${"a".repeat(32)}.${"b".repeat(44)}`])(
    "is not opened by the cookie %j",
    async (value) => {
      const request = new Headers({ cookie: `__Host-kvit_staff=${value}` })
      expect(await staff.accounts.findSession(request, staff.businessId)).toBeNull()
    },
  )
})
