import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

test("hiding credit notes does not ask a customer for money that was credited", async () => {
  const customer = await app.make.customer()
  await app.make.document({ customer, total: 100_000n })
  await app.make.document({ customer, kind: "credit_note", total: 30_000n })
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token: await app.make.token(customer) }))
  const read = async () => (await browser.get(routes.portal.home.to())).text()
  expect(await read()).toContain("700.00")
  await app.system.transaction((db) => sql`update portal_settings set show_credit_notes = false`.execute(db))
  expect(await read()).toContain("700.00")
})
