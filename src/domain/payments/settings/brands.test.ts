import { expect, test } from "vitest"
import { isPaymentPage } from "./brands.ts"
import { findAddressProblem } from "./webhook-address.ts"

test.each([
  "https://pay.mobilepay.dk/dwo-api-application/v1/deeplink?token=1",
  "https://pay.mobilepay.fi/?token=1",
  "https://pay.vipps.no/?token=1",
  "https://pay.vipps.dk/?token=1",
  "https://pay.vipps.fi/?token=1",
  "https://pay-mt.mobilepay.dk/?token=1",
  "https://pay-mt.vipps.no:443/?token=1",
])("a payer is sent to the provider's page %s", (address) => {
  expect(isPaymentPage(address, null)).toBe(true)
})

test.each([
  "http://pay.mobilepay.dk/?token=1",
  "https://pay.mobilepay.dk.evil.example/",
  "https://evilmobilepay.dk/",
  "https://pay.mobilepay.dk@evil.example/",
  "https://user:word@pay.mobilepay.dk/",
  "https://pay.mobilepay.dk:8443/",
  "https://pay.mobilepay.com/",
  "javascript:alert(1)//pay.mobilepay.dk",
  "//pay.mobilepay.dk/",
  "mobilepay://pay",
  "http://127.0.0.1:9000/pay",
  "",
])("nobody is sent to %s", (address) => {
  expect(isPaymentPage(address, null)).toBe(false)
})

test("the simulator's pages count where it is asked in place of the provider, and nowhere else", () => {
  expect(isPaymentPage("http://127.0.0.1:9000/pay?token=1", "http://127.0.0.1:9000")).toBe(true)
  expect(isPaymentPage("http://127.0.0.1:9001/pay?token=1", "http://127.0.0.1:9000")).toBe(false)
  expect(isPaymentPage("http://127.0.0.1:9000.evil.example/", "http://127.0.0.1:9000")).toBe(false)
})

test.each([
  ["https://portal.nordauto.dk", null],
  ["https://portal.nordauto.dk:8080", null],
  ["https://203.0.113.7", null],
  ["http://portal.nordauto.dk", "not_https"],
  ["https://portal.nordauto.dk:8443", "port"],
  ["http://127.0.0.1:4000", "not_public"],
  ["https://localhost", "not_public"],
  ["https://kvit", "not_public"],
  ["https://kvit.local", "not_public"],
  ["https://192.168.1.20", "not_public"],
  ["https://172.31.0.9", "not_public"],
  ["https://[::1]", "not_public"],
  ["https://[fd00::1]", "not_public"],
])("of the portal's address %s the provider is told, or why not: %s", (origin, problem) => {
  expect(findAddressProblem(origin, null)).toBe(problem)
  expect(findAddressProblem(origin, "http://127.0.0.1:9000")).toBeNull()
})
