import { expect, test } from "vitest"
import { parseDatabaseUrl } from "../../src/platform/database/connection.ts"

test("a database on another machine is reached by TLS with its certificate checked, unless the address says otherwise", () => {
  const checked = { rejectUnauthorized: true }
  expect(parseDatabaseUrl("postgres://kvit:pw@db.example.com/kvit").ssl).toEqual(checked)
  expect(() => parseDatabaseUrl("postgres://kvit:pw@db.example.com/kvit?sslmode=verify_full")).toThrow()
})
