import { afterAll, beforeAll, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
})
afterAll(() => app.close())

test("a member of staff who signs out leaves no open preview of a customer behind", async () => {
  const customer = await app.make.customer()
  const browser = await app.signIn("staff")
  expect((await browser.post(routes.staff.customerPreview.to({ id: customer.id }))).status).toBe(303)
  expect((await browser.get(routes.portal.home.to())).status).toBe(200)
  await browser.post(routes.staff.signOut.to())
  const after = await browser.get(routes.portal.home.to())
  expect(after.status).toBe(401)
  expect(await after.text()).not.toContain(customer.name)
})
