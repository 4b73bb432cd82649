import { describe, expect, test } from "vitest"
import { showCode, showWrongCode } from "./test-authenticator.ts"
import { password, useTestStaff } from "./test-staff.ts"

const staff = useTestStaff()
const { openBrowser, addAnna, signIn, enrol, whoIs, eventsOf } = staff

describe("the second factor", () => {
  test("is asked for at the next sign-in, and each of its codes works once", async () => {
    const { email } = await addAnna()
    const { secret, enrolment } = await enrol(openBrowser(), email)
    expect(enrolment.uri).toMatch(/^otpauth:\/\/totp\/NORD%20Auto:anna\d+%40nord\.example\?secret=/)
    expect(enrolment.qrSvg).not.toContain("style")
    const browser = openBrowser()
    const first = await staff.accounts.signIn({ ...browser.visit, email, password })
    expect(first.outcome).toBe("second_factor")
    browser.keep(first.setCookies)
    expect([...browser.jar.keys()]).toEqual(["__Host-kvit_staff_flow"])
    expect(first.setCookies.join()).not.toContain("session_data")
    expect(await whoIs(browser)).toBeNull()
    const wrong = await staff.accounts.verifySecondFactor({
      ...browser.visit,
      kind: "totp",
      code: showWrongCode(secret),
    })
    expect(wrong).toEqual({ outcome: "refused", setCookies: [] })
    const again = await staff.accounts.verifySecondFactor({
      ...browser.visit,
      kind: "totp",
      code: showCode(secret, -1),
    })
    expect(again.outcome).toBe("refused")
    const code = showCode(secret)
    const right = await staff.accounts.verifySecondFactor({
      ...browser.visit,
      kind: "totp",
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
    })
    expect(right.outcome).toBe("signed_in")
    browser.keep(right.setCookies)
    expect([...browser.jar.keys()]).toEqual(["__Host-kvit_staff", "__Host-kvit_staff_device"])
    expect(await whoIs(browser)).toMatchObject({ secondFactor: true, pending: null })
  })

  test("is not passed by the password step's cookie of another browser or a used one", async () => {
    const { email } = await addAnna()
    const { secret, recoveryCodes } = await enrol(openBrowser(), email)
    const code = recoveryCodes[0] ?? ""
    expect(
      (await staff.accounts.verifySecondFactor({ ...openBrowser().visit, kind: "recovery", code })).outcome,
    ).toBe("expired")
    const browser = openBrowser()
    await signIn(browser, email)
    const used = browser.visit
    expect((await staff.accounts.verifySecondFactor({ ...used, kind: "recovery", code })).outcome).toBe(
      "signed_in",
    )
    expect(
      (await staff.accounts.verifySecondFactor({ ...used, kind: "totp", code: showCode(secret) })).outcome,
    ).toBe("expired")
  })

  test("gives one session for one code, however many ask at once", async () => {
    const { email } = await addAnna()
    const { secret } = await enrol(openBrowser(), email)
    const browser = openBrowser()
    await signIn(browser, email)
    const code = showCode(secret)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        staff.accounts.verifySecondFactor({ ...browser.visit, kind: "totp", code }),
      ),
    )
    expect(answers.filter((answer) => answer.outcome === "signed_in")).toHaveLength(1)
  })

  test("can be replaced by a recovery code, once", async () => {
    const { email } = await addAnna()
    const { recoveryCodes } = await enrol(openBrowser(), email)
    expect(new Set(recoveryCodes).size).toBe(10)
    const code = ` ${recoveryCodes[3]?.toUpperCase().replaceAll("-", " ")}`
    const outcomes: string[] = []
    for (const browser of [openBrowser(), openBrowser()]) {
      await signIn(browser, email)
      const answer = await staff.accounts.verifySecondFactor({ ...browser.visit, kind: "recovery", code })
      outcomes.push(answer.outcome)
    }
    expect(outcomes).toEqual(["signed_in", "refused"])
  })

  test("allows five tries a password and is slowed for a while after ten", async () => {
    const { email } = await addAnna()
    const { secret } = await enrol(openBrowser(), email)
    const outcomes: string[] = []
    for (const browser of [openBrowser(), openBrowser(), openBrowser()]) {
      await signIn(browser, email)
      for (let at = 0; at < 5; at += 1) {
        const answer = await staff.accounts.verifySecondFactor({
          ...browser.visit,
          kind: "totp",
          code: showWrongCode(secret),
        })
        outcomes.push(answer.outcome)
      }
    }
    expect(outcomes).toEqual([...Array(10).fill("refused"), ...Array(5).fill("too_many")])
    const failed = (await eventsOf()).filter((event) => event.kind === "staff.sign_in_failed")
    expect(failed.at(0)?.data).toMatchObject({ reason: "second_factor" })
    expect(failed.at(-1)?.data).toMatchObject({ reason: "limit" })
  })

  test("switched on ends the sessions that had none, and nothing else is allowed before", async () => {
    const { email } = await addAnna()
    const other = openBrowser()
    await signIn(other, email)
    expect(await whoIs(other)).toMatchObject({ pending: "second_factor" })
    const browser = openBrowser()
    await enrol(browser, email)
    expect(await whoIs(browser)).toMatchObject({ secondFactor: true, pending: null })
    expect(await whoIs(other)).toBeNull()
  })

  test("needs the password to be switched on, taken away, or given new recovery codes", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    const wrong = { password: "wrong horse battery", issuer: "NORD Auto" }
    expect(await staff.accounts.beginSecondFactor({ ...browser.visit, ...wrong })).toEqual({
      outcome: "wrong_password",
    })
    const { recoveryCodes } = await enrol(browser, email)
    expect(await staff.accounts.newRecoveryCodes({ ...browser.visit, ...wrong })).toEqual({
      outcome: "wrong_password",
    })
    expect(await staff.accounts.removeSecondFactor({ ...browser.visit, ...wrong })).toEqual({
      outcome: "wrong_password",
    })
    const made = await staff.accounts.newRecoveryCodes({ ...browser.visit, password })
    if (made.outcome !== "made") throw new Error(made.outcome)
    expect(made.recoveryCodes).not.toContain(recoveryCodes[0])
    const elsewhere = openBrowser()
    await signIn(elsewhere, email)
    const old = await staff.accounts.verifySecondFactor({
      ...elsewhere.visit,
      kind: "recovery",
      code: recoveryCodes[0] ?? "",
    })
    expect(old.outcome).toBe("refused")
    const removed = await staff.accounts.removeSecondFactor({ ...browser.visit, password })
    if (removed.outcome !== "removed") throw new Error(removed.outcome)
    browser.keep(removed.setCookies)
    expect(await whoIs(browser)).toMatchObject({ secondFactor: false, pending: "second_factor" })
  })

  test("cannot be guessed out of its owner's password by way of an open session", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    const outcomes: string[] = []
    for (let at = 0; at < 12; at += 1) {
      const answer = await staff.accounts.changePassword({
        ...browser.visit,
        currentPassword: `guess number ${at}`,
        newPassword: "a quiet new sentence",
      })
      outcomes.push(answer.outcome)
    }
    expect(outcomes).toEqual([...Array(10).fill("wrong_password"), "too_many", "too_many"])
  })

  test("gives no tries back for a new password that was refused before the old one was asked", async () => {
    const { email } = await addAnna()
    const browser = openBrowser()
    await signIn(browser, email)
    const outcomes: string[] = []
    for (let at = 0; at < 11; at += 1) {
      const change = {
        currentPassword: `guess number ${at}`,
        newPassword: at % 2 ? "short" : "a quiet new sentence",
      }
      const answer = await staff.accounts.changePassword({ ...browser.visit, ...change })
      outcomes.push(answer.outcome)
    }
    expect(outcomes.at(-1)).toBe("too_many")
  })
})
