/** Every portal page in a real browser: light and dark, on a phone and on a desk. */
import { gzipSync } from "node:zlib"
import type { BrowserContext } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import {
  enterPortal,
  fillWorkshop,
  openPageGround,
  openWindow,
  type PageGround,
  type Workshop,
} from "./ground.ts"
import { lookAt } from "./look-at.ts"

const { portal } = routes
let ground: PageGround
let workshop: Workshop
const windows = {} as Record<"customer" | "dane" | "stranger" | "waiting", BrowserContext>

beforeAll(async () => {
  ground = await openPageGround()
  workshop = await fillWorkshop(ground.app)
  const cookies = await enterPortal(ground.app, workshop.havensToken)
  windows.customer = await openWindow(ground, cookies)
  windows.dane = await openWindow(ground, new Map([...cookies, ["kvit_language", "da"]]))
  windows.stranger = await openWindow(ground)
  const waiting = ground.app.browser()
  await waiting.post(portal.signIn.to(), { email: "anna@firma.example" })
  windows.waiting = await openWindow(ground, waiting.cookies)
}, 60_000)
afterAll(() => ground.close())

const pages: [string, (of: Workshop) => string, keyof typeof windows][] = [
  ["the first page", () => portal.home.to(), "customer"],
  ["the first page in Danish", () => portal.home.to(), "dane"],
  [
    "the list, filtered",
    () => portal.documents.to({ kind: "invoice", sort: "due", search: "10043" }),
    "customer",
  ],
  ["the list, nothing found", () => portal.documents.to({ search: "findes ikke" }), "customer"],
  ["an invoice that somebody else pays", ({ invoice }) => portal.document.to({ id: invoice }), "customer"],
  ["an invoice in Danish", ({ invoice }) => portal.document.to({ id: invoice }), "dane"],
  ["an invoice partly paid", ({ openInvoice }) => portal.document.to({ id: openInvoice }), "customer"],
  ["a credit note", ({ creditNote }) => portal.document.to({ id: creditNote }), "customer"],
  ["a quote", ({ quote }) => portal.document.to({ id: quote }), "customer"],
  ["the statement of account", () => portal.statement.to(), "customer"],
  ["the statement in Danish, with nothing in it", () => portal.statement.to({ period: "last_year" }), "dane"],
  ["a statement of dates that are none", () => portal.statement.to({ from: "2026-02-30" }), "customer"],
  ["a document that is not there", () => portal.document.to({ id: newId() }), "customer"],
  ["a dead link", () => portal.token.to({ token: "kvt_nothing" }), "stranger"],
  ["the portal without a session", () => portal.home.to(), "stranger"],
  ["the sign-in", () => portal.signIn.to({ email: "anna@firma.example" }), "stranger"],
  ["the page that waits for a code", () => portal.signInCode.to(), "waiting"],
  ["the request of an unknown address", () => portal.accessRequest.to(), "stranger"],
  ["where one is signed in", () => portal.sessions.to(), "customer"],
]

describe.concurrent("in a real browser", () => {
  test.each(pages)("%s is open to everyone, at any width, in any light", async (_, path, who) => {
    await lookAt(ground, windows[who], path(workshop))
  })
})

test("the portal that is switched off is open to everyone, at any width, in any light", async () => {
  const closed = await openPageGround({ portalEnabled: false })
  try {
    await lookAt(closed, await openWindow(closed), portal.home.to())
  } finally {
    await closed.close()
  }
})

test("the list with all it loads is at most 60 KB gzipped, of it 12 KB JavaScript, from this host alone", async () => {
  const page = await windows.customer.newPage()
  const loaded: { url: string; type: string; bytes: number }[] = []
  const reading: Promise<void>[] = []
  page.on("response", (response) => {
    const type = response.request().resourceType()
    // It stays open as long as the page.
    if (type === "eventsource") return
    reading.push(
      response.body().then((body) => {
        loaded.push({
          url: response.url(),
          type,
          bytes: type === "font" ? body.length : gzipSync(body).length,
        })
      }),
    )
  })
  await page.goto(portal.documents.to(), { waitUntil: "networkidle" })
  await Promise.all(reading)
  const sum = (of: typeof loaded) => of.reduce((total, { bytes }) => total + bytes, 0)
  expect(loaded.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["document", "stylesheet", "font", "script"]),
  )
  expect(sum(loaded)).toBeLessThanOrEqual(60 * 1024)
  expect(sum(loaded.filter(({ type }) => type === "script"))).toBeLessThanOrEqual(12 * 1024)
  expect(loaded.filter(({ url }) => !url.startsWith(`${ground.origin}/`))).toEqual([])
  await page.close()
})
