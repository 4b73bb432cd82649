import { afterAll, beforeAll, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

async function enter(token: string): Promise<TestBrowser> {
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token }))
  return browser
}

/** Which of what was asked is answered first. */
async function isFirst(wanted: Promise<Response>, others: readonly Promise<Response>[]): Promise<boolean> {
  const first = await Promise.race([wanted.then(() => "wanted"), Promise.all(others).then(() => "others")])
  await Promise.all([wanted, ...others])
  return first === "wanted"
}

test("one customer with many sessions of one link does not close the PDFs to everybody else", async () => {
  const greedy = await app.make.customer()
  const other = await app.make.customer()
  const documents = await Promise.all(
    Array.from({ length: 20 }, () => app.make.document({ customer: greedy })),
  )
  const needed = await app.make.document({ customer: other })
  const token = await app.make.token(greedy)
  const waiting = await enter(await app.make.token(other))
  const sessions = await Promise.all(Array.from({ length: 10 }, () => enter(token)))
  const flood = sessions.flatMap((browser) =>
    documents.slice(0, 4).map((id) => browser.get(routes.portal.documentPdf.to({ id }))),
  )
  const answer = waiting.get(routes.portal.documentPdf.to({ id: needed }))
  expect(await isFirst(answer, flood)).toBe(true)
  expect((await answer).status).toBe(200)
})

test("a long document does not keep everybody else's PDF waiting, and is set once however many ask", async () => {
  const long = await app.make.customer()
  const other = await app.make.customer()
  const one = { name: "Service", quantity: "1", unit: "C62", netPrice: "1.00", net: "100" }
  const lines = Array.from({ length: 2_000 }, (_, index) => ({ ...one, id: String(index + 1) }))
  const asked = await app.make.document({ customer: long, content: { lines } })
  const needed = await app.make.document({ customer: other })
  const [first, second] = await Promise.all([
    enter(await app.make.token(long)),
    enter(await app.make.token(other)),
  ])
  const flood = Array.from({ length: 3 }, () => first.get(routes.portal.documentPdf.to({ id: asked })))
  const answer = second.get(routes.portal.documentPdf.to({ id: needed }))
  expect(await isFirst(answer, flood)).toBe(true)
  const bytes = await Promise.all(
    flood.map(async (response) => Buffer.from(await (await response).arrayBuffer())),
  )
  expect(bytes.every((each) => each.equals(bytes[0] ?? Buffer.alloc(0)))).toBe(true)
})
