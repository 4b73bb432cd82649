/** Open pages in a real browser: they keep themselves right, with no reload. */
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { setPortalAccess } from "../../src/domain/access/index.ts"
import { routes } from "../../src/routes.ts"
import { openPageGround, type PageGround } from "../pages/ground.ts"
import { waitFor } from "../workshop.ts"

let ground: PageGround
beforeAll(async () => {
  ground = await openPageGround()
}, 60_000)
afterAll(() => ground.close())

const problems: string[] = []
const { portal, staff } = routes

/** A window of its own, whose page says when it was loaded anew. */
async function openWindow(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()))
  page.on("pageerror", (error) => problems.push(error.message))
  const streams = ground.app.kvit.live.count()
  await page.goto(ground.origin + path)
  await waitFor(() => ground.app.kvit.live.count() > streams)
  await page.evaluate(() => {
    document.title += " (as loaded)"
  })
  return page
}

async function signInStaff(): Promise<BrowserContext> {
  const owner = await ground.app.signIn("owner")
  const context = await ground.browser.newContext()
  const url = ground.origin
  await context.addCookies([...owner.cookies].map(([name, value]) => ({ name, value, url })))
  return context
}

const isAsLoaded = async (page: Page) => (await page.title()).endsWith("(as loaded)")
const textOf = (page: Page, id: string) => page.locator(`#${id}`).innerText()

async function makeAnna() {
  const { make } = ground.app
  const anna = await make.customer({ name: "Anna Vogne ApS" })
  const documentId = await make.document({ customer: anna, total: 125_000n })
  const context = await ground.browser.newContext()
  const enter = await context.newPage()
  await enter.goto(ground.origin + portal.token.to({ token: await make.token(anna) }))
  await enter.close()
  return { anna, documentId, context }
}

test("a payment that staff record is in both portal windows and on the staff pages at once", async () => {
  const { anna, documentId, context } = await makeAnna()
  const byLink = await ground.browser.newContext()
  const link = await ground.app.make.documentLink(documentId)
  const desk = await signInStaff()
  const enter = await byLink.newPage()
  await enter.goto(ground.origin + portal.documentLink.to({ link }))
  await enter.close()
  const windows = {
    home: await openWindow(context, portal.home.to()),
    document: await openWindow(context, portal.document.to({ id: documentId })),
    byLink: await openWindow(byLink, portal.document.to({ id: documentId })),
    staffDocument: await openWindow(desk, staff.document.to({ id: documentId })),
    staffHome: await openWindow(desk, staff.home.to()),
    staffCustomer: await openWindow(desk, staff.customer.to({ id: anna.id })),
  }
  expect(await textOf(windows.home, "live-balances")).toContain("1,250.00")
  const status = await windows.document.locator("#document-first [role=status]").elementHandle()
  await windows.document.locator("#document-first a").first().focus()

  const form = await desk.newPage()
  await form.goto(ground.origin + staff.documentPayments.to({ id: documentId }))
  await form.fill("input[name=amount]", "1000")
  await form.click("main button.btn-primary")
  await form.waitForURL(/done=payment/)

  for (const [page, id] of [
    [windows.home, "live-balances"],
    [windows.document, "document-first"],
    [windows.byLink, "document-first"],
    [windows.staffDocument, "live-first"],
    [windows.staffHome, "live-figures"],
    [windows.staffCustomer, "live-account"],
  ] as const) {
    await waitFor(
      async () =>
        (await textOf(page, id)).includes("250.00") && !(await textOf(page, id)).includes("1,250.00"),
    )
    expect(await isAsLoaded(page)).toBe(true)
  }
  expect(await textOf(windows.home, "live-documents")).toMatch(/partly paid/i)
  expect(await textOf(windows.document, "document-rest")).toContain("1,000.00")
  // The words that changed are in the same element as before, which is what makes them be announced.
  expect(await status?.innerText()).toContain("250.00")
  expect(await status?.evaluate((element) => element.isConnected)).toBe(true)
  expect(await windows.document.evaluate(() => document.activeElement?.getAttribute("href"))).toBe(
    portal.documentPdf.to({ id: documentId }),
  )
  const views = await ground.app.system.transaction((db) =>
    db
      .selectFrom("events")
      .select("id")
      .where("kind", "=", "document.viewed")
      .where("document_id", "=", documentId)
      .execute(),
  )
  // One when the link was opened, and one for each window.
  expect(views).toHaveLength(3)
  for (const each of [context, byLink, desk]) await each.close()
})

describe("an open page", () => {
  test("leaves alone what is being typed, and is right once it is not", async () => {
    const { documentId, context } = await makeAnna()
    const page = await openWindow(context, portal.document.to({ id: documentId }))
    await page.evaluate(() => {
      const field = document.createElement("input")
      document.querySelector("#document-first")?.append(field)
      field.focus()
    })
    await page.keyboard.type("half a wo")
    await ground.app.make.payment(documentId, 100_000n)
    await waitFor(async () => (await textOf(page, "document-rest")).includes("1,000.00"))
    expect(await textOf(page, "document-first")).toContain("1,250.00")
    await page.keyboard.type("rd")
    expect(await page.locator("#document-first input").inputValue()).toBe("half a word")
    await page.locator("#document-first input").fill("")
    await page.locator("h1").first().click()
    await waitFor(async () => !(await textOf(page, "document-first")).includes("1,250.00"))
    await context.close()
  })

  test("takes a new document into its list, and leaves the others as they are", async () => {
    const { anna, context } = await makeAnna()
    const page = await openWindow(context, portal.documents.to())
    const row = await page.locator("#live-documents .row").first().elementHandle()
    await page.locator("#live-documents .row a").first().focus()
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("href"))
    await ground.app.make.document({ customer: anna, number: "77001", issueDate: "2026-11-20" })
    await page.waitForSelector("#live-documents :text('77001')")
    expect(await page.locator("#live-documents .row").count()).toBe(2)
    expect(await page.locator("#live-documents .row").first().innerText()).toContain("77001")
    expect(await row?.evaluate((element) => element.isConnected && element.textContent)).not.toContain(
      "77001",
    )
    expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe(focused)
    await context.close()
  })

  test("that is hidden holds no stream, and is right again when it is shown", async () => {
    const { documentId, context } = await makeAnna()
    const page = await openWindow(context, portal.document.to({ id: documentId }))
    const before = ground.app.kvit.live.count()
    const setHidden = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, "hidden", { value, configurable: true })
        document.dispatchEvent(new Event("visibilitychange"))
      }, hidden)
    await setHidden(true)
    await waitFor(() => ground.app.kvit.live.count() === before - 1)
    await ground.app.make.payment(documentId, 100_000n)
    await setHidden(false)
    await waitFor(async () => !(await textOf(page, "document-first")).includes("1,250.00"))
    expect(await isAsLoaded(page)).toBe(true)
    await context.close()
  })

  test("leads to the sign-in at once when the customer is blocked, and shows nothing any more", async () => {
    const { anna, documentId, context } = await makeAnna()
    const page = await openWindow(context, portal.document.to({ id: documentId }))
    await setPortalAccess(await ground.app.makeStaff(), anna.id, false)
    await page.waitForSelector("input[name=email]")
    expect(await page.content()).not.toContain("1,250.00")
    expect(page.url()).toBe(ground.origin + portal.document.to({ id: documentId }))
    await context.close()
  })

  test("of staff leads to the sign-in when the session ends in another window", async () => {
    const { documentId, context } = await makeAnna()
    const desk = await signInStaff()
    const page = await openWindow(desk, staff.document.to({ id: documentId }))
    const other = await desk.newPage()
    await other.goto(ground.origin + staff.account.to())
    await other.evaluate((action) => {
      const form = document.createElement("form")
      form.method = "post"
      form.action = action
      document.body.append(form)
      form.submit()
    }, staff.signOut.to())
    await page.waitForURL(/sign-in/)
    await Promise.all([context.close(), desk.close()])
  })
})

test("nothing of it breaks the pages' policy or fails on the way", () => {
  // The browser itself reports the 401 of a page whose session has ended.
  expect(problems.filter((problem) => !/status of 401/.test(problem))).toEqual([])
})
