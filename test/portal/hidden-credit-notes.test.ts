import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

test("hiding credit notes asks no customer for money that was credited, and names no credit note", async () => {
  const customer = await app.make.customer()
  const stranger = await app.make.customer()
  await app.make.document({ customer, total: 100_000n })
  await app.make.document({ customer, kind: "credit_note", number: "KREDIT-77", total: 30_000n })
  await app.make.document({ customer: stranger, kind: "credit_note", total: 20_000n })
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token: await app.make.token(customer) }))
  const read = async () => (await browser.get(routes.portal.home.to())).text()
  const shown = await read()
  expect(shown).toContain("700.00")
  expect(shown).toContain("KREDIT-77")
  await app.system.transaction((db) => sql`update portal_settings set show_credit_notes = false`.execute(db))
  const hidden = await read()
  expect(hidden).toContain("700.00")
  expect(hidden).not.toContain("KREDIT-77")
})
