/** Text that wants to be something else stays text, everywhere it is shown (ASVS 1.2, 1.3; R38, R36). */
import type { BrowserContext } from "playwright-core"
import { SaxesParser } from "saxes"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { listTokens } from "../../src/domain/access/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { listenTo, openPageGround, openWindow, type PageGround } from "../pages/ground.ts"
import { findSideways } from "../pages/inspect.ts"
import { hostile, hostileInvoice, hostileTexts } from "./hostile-texts.ts"

const { portal, staff } = routes
let ground: PageGround
let paths: Record<"portal" | "staff", string[]>
let browsers: Record<"portal" | "staff", TestBrowser>
let windows: Record<"portal" | "staff", BrowserContext>
let documents: string[]

beforeAll(async () => {
  ground = await openPageGround()
  const { app } = ground
  await asOwner(app.owner, async (client) => {
    await client.query(
      `update businesses set name = $1, address_line1 = $2, phone = $3, email = $4, website = $5, letterhead = $6,
         bank_account = $7, iban = $8, terms_url = 'https://example.com/"><script>alert(1)</script>', privacy_url = 'https://example.com/''onfocus=x'`,
      [
        hostile(200),
        hostile(300),
        hostile(60),
        hostile(254),
        hostile(300),
        hostile(1000),
        hostile(40),
        hostile(40),
      ],
    )
    const welcome = `${hostileTexts.filter((text) => text.length < 100).join("\n")}`.slice(0, 500)
    await client.query("update portal_settings set welcome_da = $1, welcome_en = $1", [welcome])
  })
  const customers = []
  for (const text of hostileTexts) {
    customers.push(
      await app.make.customer({
        name: text.slice(0, 300),
        email: hostile(254),
        phone: hostile(60),
        addressLine1: hostile(300),
        addressLine2: hostile(300),
        postalCode: hostile(40),
        city: hostile(200),
        contact: { name: hostile(200), email: hostile(254), phone: hostile(60) },
      }),
    )
  }
  const [customer, billTo] = customers
  if (!customer || !billTo) throw new Error("There are no customers.")
  documents = []
  for (const text of hostileTexts) {
    const content = hostileInvoice(text.slice(0, 100))
    documents.push(await app.make.document({ customer, billTo, content, remarks: [{ text }] }))
  }
  await app.make.payment(documents[0] ?? "", 100n)
  const token = await app.make.token(customer)
  browsers = { portal: app.browser(), staff: await app.signIn("owner") }
  await browsers.portal.get(portal.token.to({ token }))
  windows = {
    portal: await openWindow(ground, browsers.portal.cookies),
    staff: await openWindow(ground, browsers.staff.cookies),
  }
  const { tokens } = await listTokens(app.system, { limit: 1 })
  const id = documents[0] ?? ""
  paths = {
    portal: [
      portal.home.to(),
      portal.documents.to({ search: hostileTexts[0] }),
      portal.documents.to({ search: hostileTexts[1], from: '"><b>', kind: "'x", after: "<x>" }),
      ...documents.map((document) => portal.document.to({ id: document })),
    ],
    staff: [
      staff.home.to(),
      staff.customers.to(),
      staff.customers.to({ search: hostileTexts[1] }),
      ...customers.slice(0, 3).map((one) => staff.customer.to({ id: one.id })),
      staff.customerPortalAccess.to({ id: customer.id }),
      staff.documents.to(),
      ...documents.slice(0, 3).map((document) => staff.document.to({ id: document })),
      staff.documentPayments.to({ id }),
      staff.activity.to(),
      staff.businessSettings.to(),
      staff.portalSettings.to(),
      staff.portalTokens.to({ search: hostileTexts[1] }),
      staff.portalTokens.to(),
      staff.portalTokenRevoke.to({ id: tokens[0]?.id ?? "" }),
    ],
  }
}, 60_000)
afterAll(() => ground.close())

describe.each(["portal", "staff"] as const)("in the %s", (side) => {
  test("nothing written becomes markup", async () => {
    for (const path of paths[side]) {
      const answer = await browsers[side].get(path)
      expect(answer.status, path).toBe(200)
      const html = await answer.text()
      expect(html, path).not.toMatch(/<script>|<img src=x|<svg onload|<iframe|<base|<h1><\/|<!DOCTYPE a|<!--/)
      expect(html, path).not.toMatch(/(href|src|action)="(javascript|data):/i)
      expect(html, path).not.toContain("root:x:")
    }
  })

  test("nothing written runs, reaches out, or pushes the page sideways", async () => {
    const page = await windows[side].newPage()
    const complaints = listenTo(page, ground.origin)
    for (const path of paths[side]) {
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto(path)
      const found = await page.evaluate(() => ({
        harmed: "harmed" in window,
        handlers: document.querySelectorAll("[onerror], [onload], [onfocus], [onmouseover]").length,
        foreign: [...document.querySelectorAll("script, base, iframe, img, link, form")].filter((element) =>
          ["src", "href", "action"].some((name) => {
            const address = element.getAttribute(name)
            return address !== null && new URL(address, location.href).origin !== location.origin
          }),
        ).length,
      }))
      expect(found, path).toEqual({ harmed: false, handlers: 0, foreign: 0 })
      complaints.push(...(await findSideways(page)).map((what) => `${path}: ${what}`))
      await page.setViewportSize({ width: 320, height: 640 })
      complaints.push(...(await findSideways(page)).map((what) => `${path}: ${what}`))
    }
    expect(complaints).toEqual([])
    await page.close()
  })
})

test("each document has its PDF and its XML, well-formed and with safe names", async () => {
  for (const id of documents) {
    const pdf = await browsers.portal.get(portal.documentPdf.to({ id }))
    expect(pdf.status).toBe(200)
    const bytes = Buffer.from(await pdf.arrayBuffer())
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-")
    expect(bytes.includes("root:x:")).toBe(false)
    const xml = await browsers.portal.get(portal.documentXml.to({ id }))
    expect(xml.status).toBe(200)
    const text = await xml.text()
    // XML 1.0, production [2] Char.
    expect(text).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u)
    expect(text).not.toMatch(/<!DOCTYPE|<!ENTITY|<script/)
    new SaxesParser({ xmlns: true }).write(text).close()
    for (const answer of [pdf, xml]) {
      const disposition = answer.headers.get("content-disposition") ?? ""
      expect(disposition).toMatch(
        /^attachment; filename="[ !#-$&-:<-[\]-~]+"; filename\*=UTF-8''[\w!#$&+.^`|~%-]+$/,
      )
      const saved = decodeURIComponent(disposition.split("UTF-8''")[1] ?? "")
      expect(saved).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}]|^\.|\.$/u)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  }
})
