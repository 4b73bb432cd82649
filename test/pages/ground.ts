/** A workshop with customers, documents of every kind, tokens and events, behind a socket, and a real browser. */
import type { Browser, BrowserContext, Page } from "playwright-core"
import { listTokens, makeToken } from "../../src/domain/access/index.ts"
import { toStored } from "../../src/domain/documents/index.ts"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp, type TestAppOptions } from "../harness.ts"
import { sampleCreditNote, sampleInvoice, sampleQuote } from "../sample-documents.ts"
import { listen, openChromium } from "../serve.ts"

export interface PageGround {
  app: TestApp
  origin: string
  browser: Browser
  close: () => Promise<void>
}

/** The app on a free port, with a browser that shares nothing with another test file. */
export async function openPageGround(options: TestAppOptions = {}): Promise<PageGround> {
  const app = await createTestApp({ secondFactor: false, ...options })
  const [{ origin, stop }, browser] = await Promise.all([listen(app), openChromium()])
  return {
    app,
    origin,
    browser,
    close: async () => {
      await browser.close()
      await stop()
      await app.close()
    },
  }
}

export type Workshop = Awaited<ReturnType<typeof fillWorkshop>>

/** What a customer of some years sees: more than a page of documents, one of each kind with everything in it. */
export async function fillWorkshop(app: TestApp) {
  const haven = await app.make.customer({
    name: "Havnens Kørsel ApS",
    email: "bogholderi@havnen.example",
    phone: "+45 86 55 44 33",
    addressLine1: "Kystvejen 17",
    postalCode: "8000",
    city: "Aarhus C",
  })
  const leasing = await app.make.customer({ name: "Leasing Nord A/S" })
  const kirsten = await app.make.customer({ name: "Kirsten Møller", kind: "person", companyId: undefined })
  const invoice = await app.make.document({
    customer: haven,
    billTo: leasing,
    content: toStored(sampleInvoice()),
  })
  const creditNote = await app.make.document({ customer: haven, content: toStored(sampleCreditNote()) })
  const quote = await app.make.document({ customer: haven, content: toStored(sampleQuote()) })
  const order = await app.make.document({ customer: haven, kind: "order", number: "20117" })
  const openInvoice = await app.make.document({ customer: haven, number: "10043", total: 1_234_550n })
  await app.make.payment(openInvoice, 200_000n)
  for (let count = 0; count < 26; count += 1) {
    await app.make.document({
      customer: haven,
      issueDate: `2026-0${1 + (count % 9)}-14`,
      dueDate: "2026-10-01",
    })
  }
  await app.make.document({ customer: kirsten, number: "10090" })
  await app.make.document({ customer: haven, number: "UDKAST", state: "draft" })
  const havensToken = await app.make.token(haven)
  await makeToken(app.system, app.kvit.secrets, kirsten.id, { replace: true })
  const { tokens } = await listTokens(app.system, { limit: 10 })
  const tokenId = tokens.find((token) => token.customer.id === haven.id)?.id ?? ""
  return { haven, leasing, kirsten, invoice, creditNote, quote, order, openInvoice, havensToken, tokenId }
}

/** A window of somebody whose cookies are given, as from `TestBrowser`. */
export async function openWindow(
  ground: PageGround,
  cookies: ReadonlyMap<string, string> = new Map(),
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<BrowserContext> {
  const context = await ground.browser.newContext({ baseURL: ground.origin, ...options })
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: ground.origin })))
  return context
}

/** The cookies of a customer who opened their portal link. */
export async function enterPortal(app: TestApp, token: string): Promise<ReadonlyMap<string, string>> {
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token }))
  return browser.cookies
}

/** Everything a page complains of while it is open: errors, refusals of the policy, requests to other hosts. */
export function listenTo(page: Page, origin: string): string[] {
  const complaints: string[] = []
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`))
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on("console", (message) => {
    const isOwnStatus = /the server responded with a status of 4\d\d/.test(message.text())
    if (["error", "warning"].includes(message.type()) && !isOwnStatus) complaints.push(message.text())
  })
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:")) {
      complaints.push(`asked ${request.url()}`)
    }
  })
  page.on("requestfailed", (request) => {
    // What the browser gives up itself, as it goes on to the next page, is nobody's fault.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()}`)
  })
  page.on("response", (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== "document") {
      complaints.push(`${response.status()}: ${response.url()}`)
    }
  })
  return complaints
}
