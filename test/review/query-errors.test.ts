import { afterAll, beforeAll, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
})
afterAll(() => app.close())

const hostile = [
  "?after=%00~019b0000-0000-7000-8000-000000000000&sort=number",
  `?after=2026-01-01~${"-".repeat(36)}`,
  "?from=0000-01-01",
  "?after=0000-01-01~019b0000-0000-7000-8000-000000000000",
  "?search=%00",
  "?search=%F0%90%80%80a'%5C:*%26",
  "?after=999999999999999999~019b0000-0000-7000-8000-000000000000&sort=amount",
  "?search=\uD800",
]

test("no address of the customer's list is answered by an error of ours", async () => {
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token: await app.make.token(await app.make.customer()) }))
  const answers: [string, number][] = []
  for (const query of hostile)
    answers.push([query, (await browser.get(routes.portal.documents.path + query)).status])
  expect(answers.filter(([, status]) => status >= 500)).toEqual([])
})

test("no address of the staff's lists is answered by an error of ours", async () => {
  const browser = await app.signIn("read_only")
  const answers: [string, number][] = []
  const lists = [
    routes.staff.documents.path,
    routes.staff.customers.path,
    routes.staff.activity.path,
    routes.staff.portalTokens.path,
  ]
  for (const list of lists)
    for (const query of [...hostile, "?before=%00", "?before=x", "?after=x", "?customer=%00", "?state=x"])
      answers.push([list + query, (await browser.get(list + query)).status])
  expect(answers.filter(([, status]) => status >= 500)).toEqual([])
})
