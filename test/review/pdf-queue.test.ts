import { afterAll, beforeAll, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

test("one customer with many sessions of one link does not close the PDFs to everybody else", async () => {
  const greedy = await app.make.customer()
  const other = await app.make.customer()
  const asked = await app.make.document({ customer: greedy })
  const needed = await app.make.document({ customer: other })
  const token = await app.make.token(greedy)
  const enter = async (secret: string) => {
    const browser = app.browser()
    await browser.get(routes.portal.token.to({ token: secret }))
    return browser
  }
  const waiting = await enter(await app.make.token(other))
  const sessions = await Promise.all(Array.from({ length: 60 }, () => enter(token)))
  const path = routes.portal.documentPdf.to({ id: asked })
  const flood = sessions.flatMap((browser) => Array.from({ length: 4 }, () => browser.get(path)))
  await new Promise((resolve) => setTimeout(resolve, 400))
  const started = performance.now()
  const answer = await waiting.get(routes.portal.documentPdf.to({ id: needed }))
  const ms = performance.now() - started
  await Promise.all(flood)
  expect(answer.status).toBe(200)
  expect(ms).toBeLessThan(2000)
}, 120_000)

test("a long document does not keep everybody else's PDF waiting", async () => {
  const long = await app.make.customer()
  const other = await app.make.customer()
  const one = { name: "Service", quantity: "1", unit: "C62", netPrice: "1.00", net: "100" }
  const lines = Array.from({ length: 10_000 }, (_, index) => ({ ...one, id: String(index + 1) }))
  const asked = await app.make.document({ customer: long, content: { lines } })
  const needed = await app.make.document({ customer: other })
  const [first, second] = [app.browser(), app.browser()]
  await first.get(routes.portal.token.to({ token: await app.make.token(long) }))
  await second.get(routes.portal.token.to({ token: await app.make.token(other) }))
  const path = routes.portal.documentPdf.to({ id: asked })
  const flood = [first.get(path), first.get(path), first.get(path)]
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const started = performance.now()
  const answer = await second.get(routes.portal.documentPdf.to({ id: needed }))
  const ms = Math.round(performance.now() - started)
  await Promise.all(flood)
  expect(answer.status).toBe(200)
  expect(ms).toBeLessThan(5000)
}, 120_000)
