/** Known and unknown addresses take the same time (R18); a small sample here, since a difference of work shows in it. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestApp, type TestApp } from "../harness.ts"
import { useSignIn } from "../sign-in.ts"

let app: TestApp
let mail: ReturnType<typeof useSignIn>
beforeAll(async () => {
  app = await createTestApp()
  mail = useSignIn(app)
  const firm = await app.make.customer()
  for (let number = 0; number < pairs; number++) await mail.contact(firm, `known${number}@firma.example`)
})
afterAll(() => app.close())

const pairs = 60

/** Mann–Whitney: how far, in standard deviations, the ranks of two samples lie apart. */
function rankDistance(one: readonly number[], other: readonly number[]): number {
  const all = [
    ...one.map((value) => ({ value, isOne: true })),
    ...other.map((value) => ({ value, isOne: false })),
  ]
  all.sort((a, b) => a.value - b.value)
  const ranks = all.reduce((sum, { isOne }, at) => sum + (isOne ? at + 1 : 0), 0)
  const [n, m] = [one.length, other.length]
  const mean = (n * (n + m + 1)) / 2
  return (ranks - mean) / Math.sqrt((n * m * (n + m + 1)) / 12)
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

test("asking, and typing a wrong code, take as long for an address nobody has", async () => {
  const asks: Record<"known" | "unknown", number[]> = { known: [], unknown: [] }
  const codes: Record<"known" | "unknown", number[]> = { known: [], unknown: [] }
  for (let number = 0; number < pairs; number++) {
    for (const kind of number % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
      await mail.rest()
      const browser = app.browser()
      asks[kind].push(await timeOf(() => mail.ask(browser, `${kind}${number}@firma.example`)))
      await mail.deliver()
      codes[kind].push(await timeOf(() => mail.code(browser, "000000")))
    }
  }
  // Beyond 3.3 standard deviations chance is less than one in a thousand.
  expect(Math.abs(rankDistance(asks.known, asks.unknown))).toBeLessThan(3.3)
  expect(Math.abs(rankDistance(codes.known, codes.unknown))).toBeLessThan(3.3)
})
