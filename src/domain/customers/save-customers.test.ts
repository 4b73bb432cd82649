import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestApp, type TestApp } from "../../../test/harness.ts"
import { routes } from "../../routes.ts"
import { saveCustomers } from "./index.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

test("a customer signs in by their link while a list of customers is being imported", async () => {
  const customer = await app.make.customer({ number: "7001", name: "Vester ApS" })
  const token = await app.make.token(customer)
  const answer = await app.system.transaction(async (db) => {
    await saveCustomers(db, app.system, [
      { number: "7001", kind: "company", name: "Vester ApS", city: "Aarhus" },
    ])
    return app.browser().get(routes.portal.token.to({ token }))
  })
  expect(answer.status).toBe(303)
})
