import { describe, expect, test } from "vitest"
import { password, useTestStaff } from "./test-staff.ts"

const staff = useTestStaff()
const { openBrowser, addAnna, signIn, enrol, whoIs, eventsOf } = staff

describe("passwords and resets", () => {
  test("a password made by Kvit must be changed before anything else, and not to itself", async () => {
    const email = "bo@nord.example"
    const made = await staff.accounts.addStaff({
      businessId: staff.businessId,
      email,
      name: "Bo",
      role: "staff",
    })
    const browser = openBrowser()
    expect(await signIn(browser, email, made.password)).toBe("signed_in")
    expect(await whoIs(browser)).toMatchObject({ role: "staff", pending: "new_password" })
    const change = (newPassword: string) =>
      staff.accounts.changePassword({ ...browser.visit, currentPassword: made.password, newPassword })
    expect(await change(made.password)).toEqual({ outcome: "refused", problem: "unchanged" })
    expect(await change("short")).toEqual({ outcome: "refused", problem: "too_short" })
    expect(await change("nordauto-2026")).toEqual({ outcome: "refused", problem: "contains_name" })
    const changed = await change("a quiet new sentence")
    if (changed.outcome !== "changed") throw new Error(changed.outcome)
    browser.keep(changed.setCookies)
    expect(await whoIs(browser)).toMatchObject({ pending: "second_factor" })
    expect((await eventsOf()).at(-1)?.kind).toBe("staff.password_changed")
  })

  test("a change of password ends the other sessions", async () => {
    const { email } = await addAnna()
    const [browser, other] = [openBrowser(), openBrowser()]
    await signIn(browser, email)
    await signIn(other, email)
    const changed = await staff.accounts.changePassword({
      ...browser.visit,
      currentPassword: password,
      newPassword: "a quiet new sentence",
    })
    if (changed.outcome !== "changed") throw new Error(changed.outcome)
    browser.keep(changed.setCookies)
    expect(await whoIs(other)).toBeNull()
    expect(await whoIs(browser)).not.toBeNull()
    expect(await signIn(openBrowser(), email)).toBe("refused")
  })

  test("a reset gives a new password, no second factor and no sessions", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    await enrol(browser, email)
    const waiting = openBrowser()
    await signIn(waiting, email)
    const reset = await staff.accounts.resetStaff({
      businessId: staff.businessId,
      email: email.toUpperCase(),
    })
    expect(await whoIs(browser)).toBeNull()
    expect(await signIn(openBrowser(), email)).toBe("refused")
    const fresh = openBrowser()
    expect(await signIn(fresh, email, reset.password)).toBe("signed_in")
    expect(await whoIs(fresh)).toMatchObject({ secondFactor: false, pending: "new_password" })
    expect((await eventsOf()).map((event) => event.kind)).toContain("staff.second_factor_reset")
  })

  test("nobody is added twice, with a weak password, or reset without being on the staff", async () => {
    const { email } = await addAnna()
    const add = (more: object) =>
      staff.accounts.addStaff({
        businessId: staff.businessId,
        email: "c@nord.example",
        name: "Carl",
        role: "staff",
        password,
        ...more,
      })
    await expect(add({ email })).rejects.toMatchObject({ reason: "exists" })
    await expect(add({ password: "kort" })).rejects.toMatchObject({ reason: "too_short" })
    await expect(
      staff.accounts.resetStaff({ businessId: staff.businessId, email: "x@nord.example" }),
    ).rejects.toMatchObject({
      reason: "unknown",
    })
    expect(await signIn(openBrowser(), email)).toBe("signed_in")
  })

  test("somebody added again after being removed has their old number and a new password", async () => {
    const { email, staffId } = await addAnna()
    await staff.installation.query("update staff_members set removed_at = now() where id = $1", [staffId])
    const again = await staff.accounts.addStaff({
      businessId: staff.businessId,
      email,
      name: "Anna B.",
      role: "read_only",
      password: "a quiet new sentence",
    })
    expect(again.staffId).toBe(staffId)
    const browser = openBrowser()
    expect(await signIn(browser, email)).toBe("refused")
    expect(await signIn(browser, email, again.password)).toBe("signed_in")
    expect(await whoIs(browser)).toMatchObject({ staffId, name: "Anna B.", role: "read_only" })
  })

  test("nothing that was typed, shown or sent as a cookie can be found in the database", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    const { secret, recoveryCodes } = await enrol(browser, email)
    const tables = [
      "users",
      "credentials",
      "sessions",
      "verifications",
      "second_factors",
      "spent_codes",
      "budgets",
      "events",
    ]
    const rows = await Promise.all(tables.map((table) => staff.installation.query(`select * from ${table}`)))
    const dump = JSON.stringify(rows)
    expect(dump).toContain("$argon2id$")
    for (const shown of [password, secret, recoveryCodes[0], browser.jar.get("__Host-kvit_staff"), email]) {
      expect(dump).not.toContain(shown)
    }
  })
})
