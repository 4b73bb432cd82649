import { expect, test } from "vitest"
import { createTurnstile } from "./turnstile.ts"

/** Work that ends when it is told, and counts how much of it runs at once. */
function createWork() {
  const ends: (() => void)[] = []
  let running = 0
  let most = 0
  return {
    most: () => most,
    endAll: async () => {
      do {
        await new Promise((resolve) => setImmediate(resolve))
        ends.shift()?.()
        await new Promise((resolve) => setImmediate(resolve))
      } while (ends.length > 0)
    },
    run: async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((resolve) => ends.push(resolve))
      running -= 1
      return "done"
    },
  }
}

test("one visitor has a few at a time, the rest wait their turn, and too many are turned away", async () => {
  const turnstile = createTurnstile({ inside: 2, waiting: 3 })
  const work = createWork()
  const all = Array.from({ length: 7 }, () => turnstile.pass("anna", work.run))
  await work.endAll()
  expect((await Promise.all(all)).sort()).toEqual(["done", "done", "done", "done", "done", null, null])
  expect(work.most()).toBe(2)
})

test("one visitor's queue does not hold up another", async () => {
  const turnstile = createTurnstile({ inside: 1, waiting: 1 })
  const annas = createWork()
  const waiting = turnstile.pass("anna", annas.run)
  expect(await turnstile.pass("bo", async () => "at once")).toBe("at once")
  await annas.endAll()
  expect(await waiting).toBe("done")
})

test("work that fails gives its place free", async () => {
  const turnstile = createTurnstile({ inside: 1, waiting: 1 })
  await expect(turnstile.pass("anna", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken")
  expect(await turnstile.pass("anna", async () => "next")).toBe("next")
})
