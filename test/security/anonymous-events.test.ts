import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { newToken } from "../../src/platform/tokens/index.ts"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

async function count(kind: string): Promise<number> {
  const result = await app.system.transaction((db) =>
    sql<{ count: number }>`select count(*)::int as count from events where kind = ${kind}`.execute(db),
  )
  return result.rows[0]?.count ?? 0
}

test("a stranger cannot fill the log of events with tokens that are not there", async () => {
  const stranger = app.browser()
  for (let i = 0; i < 150; i += 1) await stranger.get(routes.portal.token.to({ token: newToken("kvt") }))
  expect(await count("token.refused")).toBeLessThanOrEqual(40)
})

test("whoever holds a link cannot fill the database with sessions", async () => {
  const customer = await app.make.customer()
  const path = routes.portal.token.to({ token: await app.make.token(customer) })
  for (let i = 0; i < 150; i += 1) await app.browser().get(path)
  const sessions = await app.system.transaction((db) =>
    sql<{ count: number }>`select count(*)::int as count from portal_sessions where ended_at is null`.execute(
      db,
    ),
  )
  expect(sessions.rows[0]?.count).toBeLessThanOrEqual(60)
})
