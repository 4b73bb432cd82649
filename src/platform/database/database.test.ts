import { expect, test } from "vitest"
import { parseDatabaseUrl } from "./index.ts"

test("a database on another machine is reached by TLS with its certificate checked, unless the address says otherwise", () => {
  const checked = { rejectUnauthorized: true }
  expect(parseDatabaseUrl("postgres://kvit:pw@db.example.com/kvit").ssl).toEqual(checked)
  expect(parseDatabaseUrl("postgres://kvit:pw@db.example.com/kvit?sslmode=require").ssl).toEqual(checked)
  expect(parseDatabaseUrl("postgres://kvit:pw@db.example.com/kvit?sslmode=disable").ssl).toBeUndefined()
  expect(() => parseDatabaseUrl("postgres://kvit:pw@db.example.com/kvit?sslmode=verify_full")).toThrow(
    "sslmode",
  )
  expect(() => parseDatabaseUrl("postgres://kvit:pw@db.example.com/kvit?sslmode=prefer")).toThrow("sslmode")
})

test("a database on this machine needs no TLS", () => {
  for (const host of ["localhost", "127.0.0.1"]) {
    expect(parseDatabaseUrl(`postgres://kvit:pw@${host}/kvit`).ssl).toBeUndefined()
  }
  expect(parseDatabaseUrl("postgres://kvit@localhost/kvit?host=/run/postgresql").ssl).toBeUndefined()
})
