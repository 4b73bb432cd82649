import { expect, test } from "vitest"
import { safeNext } from "./next-path.ts"

test.each([
  "/customers",
  "/documents?kind=invoice&before=01a1-ff",
  "/customers/01a1fff3-72d3-7000-b427-67e75843f2de",
  "/settings/portal/tokens",
  "/account",
])("after signing in one goes on to %s", (path) => {
  expect(safeNext(path)).toBe(path)
})

test.each([
  "",
  "https://evil.example",
  "https://evil.example/customers",
  "HTTPS:evil.example",
  "http:/evil.example",
  "//evil.example",
  "///evil.example",
  "////evil.example/customers",
  "/\\evil.example",
  "\\/evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "/%5cevil.example",
  "/%2fevil.example",
  "/%2e%2e/customers",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  " /customers",
  "/customers ",
  "/customers\r\nSet-Cookie: a=b",
  "/customers\u0000",
  "/customers#//evil.example",
  "/customers?next=//evil.example",
  "/customers?next=https://evil.example",
  "/customers;@evil.example",
  "/@evil.example",
  "@evil.example",
  "evil.example",
  ".evil.example",
  "customers",
  "./customers",
  "../customers",
  "/../customers",
  "/./customers",
  "/customers/..//evil.example",
  "/customers/../../evil.example",
  "/customers//x",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "/javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:https://evil.example/1",
  "file:///etc/passwd",
  "/sign-in",
  "/sign-in?next=/customers",
  "/sign-out",
  "/set-up",
  "/portal",
  "/portal/documents",
  "/portal/p/kvt_x",
  "/assets/kvit.css",
  "/settings/portal/tokens/1/copy",
  "/account/password",
  "/unknown",
  "/／evil.example",
  "/。evil.example",
  "／／evil.example",
  `/customers?q=${"a".repeat(600)}`,
])("after signing in nobody is sent to %j", (text) => {
  expect(safeNext(text)).toBe("/")
})

test("nothing asked leads home", () => {
  expect([safeNext(null), safeNext(undefined)]).toEqual(["/", "/"])
})
