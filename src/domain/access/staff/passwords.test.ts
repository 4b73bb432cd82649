import { describe, expect, test } from "vitest"
import { findPasswordProblem, hashPassword, makePassword, verifyPassword } from "./passwords.ts"

const key = Buffer.alloc(32, 7)

describe("a staff password", () => {
  test("is kept as Argon2id and known again in either Unicode form", async () => {
    const hash = await hashPassword("rødgrød med fløde å", key)
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(await verifyPassword("rødgrød med fløde å".normalize("NFD"), hash, key)).toBe(true)
    expect(await verifyPassword("rødgrød med fløde Å", hash, key)).toBe(false)
  })

  test("is hashed differently each time, and says nothing without the key", async () => {
    const hash = await hashPassword("correct horse battery", key)
    expect(await hashPassword("correct horse battery", key)).not.toBe(hash)
    expect(await verifyPassword("correct horse battery", hash, Buffer.alloc(32, 8))).toBe(false)
  })

  test.each([
    ["elevenchars", "too_short"],
    ["x".repeat(129), "too_long"],
    ["aaaaaaaaaaaaaaaa", "too_common"],
    ["ababcababcababc", "too_common"],
    ["Password123456!", "too_common"],
    ["P@ssw0rd!!!!2024", "too_common"],
    ["!!Adgangskode2026", "too_common"],
    ["sommersommer2026", "too_common"],
    ["velkommen-password", "too_common"],
    ["1234567890123", "too_common"],
    ["qwertyuiopasdf", "too_common"],
    ["1qaz2wsx3edc4rfv", "too_common"],
    ["Kødbollerne2026", "contains_name"],
    ["nordauto-2026-!", "contains_name"],
    ["karenmargrethe1", "contains_name"],
  ])("%s is refused: %s", (password, problem) => {
    expect(findPasswordProblem(password, ["NORD Auto", "karen.margrethe", "Kødbollerne"])).toBe(problem)
  })

  test.each([
    "correct horse battery staple",
    "tre små fisk i en spand",
    "vi mødes hos Nord Auto på en tirsdag",
    makePassword(),
  ])("%s is accepted", (password) => {
    expect(findPasswordProblem(password, ["NORD Auto", "karen.margrethe"])).toBeNull()
  })

  test("made by Kvit is never the same twice", () => {
    const made = new Set(Array.from({ length: 200 }, makePassword))
    expect(made.size).toBe(200)
    expect(makePassword()).toMatch(/^([2-9a-z]{4}-){3}[2-9a-z]{4}$/)
  })
})
