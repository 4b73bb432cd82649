/** Whole errands in a real browser: with no JavaScript, by keys alone, and from set-up to the first page. */
import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { showCode } from "../../src/domain/access/staff/test-authenticator.ts"
import { prepareSetUp } from "../../src/domain/settings/index.ts"
import { routes } from "../../src/routes.ts"
import {
  enterPortal,
  fillWorkshop,
  listenTo,
  openPageGround,
  openWindow,
  type PageGround,
  type Workshop,
} from "./ground.ts"
import { findBarriers, findUnreachable } from "./inspect.ts"

const { portal, staff } = routes
let ground: PageGround
let workshop: Workshop
beforeAll(async () => {
  ground = await openPageGround()
  workshop = await fillWorkshop(ground.app)
}, 60_000)
afterAll(() => ground.close())

const password = "en lang hemmelig sætning"

async function addOwner(email: string): Promise<void> {
  const { kvit, businessId } = ground.app
  await kvit.staffAccounts.addStaff({ businessId, email, name: "Mette Lund", role: "owner", password })
}

describe("without JavaScript", () => {
  test("a customer opens their link, finds a document, reads it and takes its PDF", async () => {
    const window = await openWindow(ground, new Map(), {
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
    })
    const page = await window.newPage()
    const complaints = listenTo(page, ground.origin)
    await page.goto(portal.token.to({ token: workshop.havensToken }))
    expect(new URL(page.url()).pathname).toBe("/portal")
    await page.getByRole("link", { name: "Older" }).click()
    expect(page.url()).toContain("after=")
    await page.getByRole("searchbox").fill("ab12345")
    await page.getByRole("button", { name: "Search" }).click()
    await page.getByRole("link", { name: "Invoice 10042", exact: true }).click()
    await expect(page.getByRole("heading", { level: 1 }).innerText()).resolves.toBe("Invoice 10042")
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download PDF" }).click(),
    ])
    const pdf = await readFile(await download.path())
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-")
    await page.locator("summary").first().click()
    await page.getByRole("button", { name: "Sign out" }).click()
    await expect(page.getByRole("heading", { level: 1 }).innerText()).resolves.not.toContain("Havnens")
    expect(complaints.filter((complaint) => !complaint.includes("/pdf"))).toEqual([])
    await window.close()
  })

  test("staff sign in, hide the orders after being asked, copy and revoke a link, and record a payment", async () => {
    await addOwner("uden-script@nordauto.example")
    const window = await openWindow(ground, new Map(), { javaScriptEnabled: false })
    const page = await window.newPage()
    const complaints = listenTo(page, ground.origin)
    await page.goto(staff.portalSettings.to())
    await page.getByLabel("E-mail").fill("uden-script@nordauto.example")
    await page.getByLabel("Password").fill(password)
    await page.getByRole("button", { name: "Sign in" }).click()
    expect(new URL(page.url()).pathname).toBe("/settings/portal")

    await page.getByLabel("Show Sales Orders").uncheck()
    await page.getByRole("button", { name: "Save" }).click()
    await expect(page.getByRole("heading", { level: 1 }).innerText()).resolves.toBe(
      "Hide this from customers?",
    )
    const customer = ground.app.browser()
    const cookies = await enterPortal(ground.app, workshop.havensToken)
    for (const [name, value] of cookies) customer.cookies.set(name, value)
    expect((await customer.get(portal.document.to({ id: workshop.order }))).status).toBe(200)
    await page.getByRole("button", { name: "Save" }).click()
    await expect(page.getByLabel("Show Sales Orders").isChecked()).resolves.toBe(false)
    expect((await customer.get(portal.document.to({ id: workshop.order }))).status).toBe(404)

    await page.getByRole("link", { name: "Manage Portal Access Tokens" }).click()
    const row = page.getByRole("row").filter({ hasText: "Havnens Kørsel ApS" })
    await row.getByRole("button", { name: /^Copy/ }).click()
    await expect(page.locator("main").innerText()).resolves.toContain(workshop.havensToken)
    await row.getByRole("link", { name: /^Revoke/ }).click()
    await page.getByRole("button", { name: "Revoke" }).click()
    await expect(row.innerText()).resolves.toContain("Revoked")
    expect((await customer.get(portal.home.to())).status).toBe(401)

    await page.goto(staff.document.to({ id: workshop.openInvoice }))
    await page.getByRole("link", { name: "Record a payment" }).click()
    await page.getByLabel("Amount").fill("1,000.50")
    await page.getByRole("button", { name: "Record the payment" }).click()
    await expect(page.locator("main").innerText()).resolves.toContain("The payment is recorded.")
    await expect(page.locator("main").innerText()).resolves.toContain("9,345.00")
    expect(complaints).toEqual([])
    await window.close()
  })
})

describe("by keys alone", () => {
  async function press(page: Page, times: number, key: string) {
    for (let count = 0; count < times; count += 1) await page.keyboard.press(key)
  }

  test.each([
    ["portal", 360],
    ["portal", 1280],
    ["staff", 360],
    ["staff", 1280],
  ] as const)(
    "everything on the %s pages is reached and shows where one is, %i px wide",
    async (door, width) => {
      const token = await ground.app.make.token(workshop.haven)
      const cookies =
        door === "portal" ? await enterPortal(ground.app, token) : (await ground.app.signIn("owner")).cookies
      const window = await openWindow(ground, cookies, { viewport: { width, height: 900 } })
      const page = await window.newPage()
      const paths =
        door === "portal"
          ? [portal.documents.to(), portal.document.to({ id: workshop.invoice })]
          : [
              staff.home.to(),
              staff.customer.to({ id: workshop.haven.id }),
              staff.documentPayments.to({ id: workshop.openInvoice }),
              staff.businessSettings.to(),
              staff.portalSettings.to(),
              staff.portalTokens.to(),
            ]
      for (const path of paths) {
        await page.goto(path)
        expect(await findUnreachable(page), path).toEqual([])
      }
      await window.close()
    },
  )

  test("the first stop leads past the navigation, and menus open by Enter and close by Escape", async () => {
    const window = await openWindow(ground, (await ground.app.signIn("owner")).cookies, {
      viewport: { width: 360, height: 740 },
    })
    const page = await window.newPage()
    await page.goto(staff.documents.to())
    await press(page, 1, "Tab")
    await expect(page.evaluate(() => document.activeElement?.textContent)).resolves.toBe("Skip to content")
    const box = await page.locator(".skip").boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual(0)
    await press(page, 1, "Enter")
    await expect(page.evaluate(() => document.activeElement?.id)).resolves.toBe("main")
    await press(page, 1, "Tab")
    await expect(
      page.evaluate(() => document.querySelector("main")?.contains(document.activeElement)),
    ).resolves.toBe(true)
    const menu = page.locator(".desk-phone details.menu")
    await menu.locator("summary").focus()
    await press(page, 1, "Enter")
    await expect(menu.getByRole("link", { name: "Customers" }).isVisible()).resolves.toBe(true)
    await press(page, 1, "Escape")
    await expect(menu.getByRole("link", { name: "Customers" }).isVisible()).resolves.toBe(false)
    await expect(page.evaluate(() => document.activeElement?.tagName)).resolves.toBe("SUMMARY")
    await window.close()
  })
})

test("a new installation is set up, its owner signs in and gets a second factor, and set-up is closed", async () => {
  const fresh = await openPageGround({ empty: true, secondFactor: true })
  const code = (await prepareSetUp(fresh.app.kvit.database)) ?? ""
  const window = await openWindow(fresh, new Map(), { locale: "en-GB" })
  const page = await window.newPage()
  const complaints = listenTo(page, fresh.origin)
  const noBarriers = async () => expect(await findBarriers(page), page.url()).toEqual([])
  await page.goto("/")
  expect(new URL(page.url()).pathname).toBe(staff.setUp.path)
  await noBarriers()
  await page.getByLabel("Set-up code").fill(code)
  await page.locator("[name=businessName]").fill("NORD Auto")
  await page.locator("[name=businessLanguage]").selectOption("en")
  await page.locator("[name=ownerName]").fill("Mette Lund")
  await page.locator("[name=ownerEmail]").fill("mette@nordauto.example")
  await page.locator("[name=password]").fill(password)
  await page.getByRole("button").last().click()
  await noBarriers()
  await page.getByLabel("E-mail").fill("mette@nordauto.example")
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  expect(new URL(page.url()).pathname).toBe(staff.accountSecondFactor.path)
  await noBarriers()
  await page.locator("[name=password]").fill(password)
  await page.locator("main button").first().click()
  await noBarriers()
  const secret = await page.locator("[name=secret]").inputValue()
  await page.locator("[name=code]").fill(showCode(secret, -1))
  await page.locator("main button").first().click()
  await noBarriers()
  expect(await page.locator("main li code").count()).toBe(10)
  await page.goto(staff.customers.to())
  expect(new URL(page.url()).pathname).toBe("/customers")
  await window.clearCookies()
  await page.goto(staff.customers.to())
  await page.getByLabel("E-mail").fill("mette@nordauto.example")
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  expect(new URL(page.url()).pathname).toBe(staff.signInSecondFactor.path)
  await page.locator("[name=code]").fill(showCode(secret))
  await page.getByRole("button", { name: "Sign in" }).click()
  expect(new URL(page.url()).pathname).toBe("/customers")
  const again = await page.goto(staff.setUp.to())
  expect(again?.status()).toBe(404)
  expect(complaints).toEqual([])
  await fresh.close()
})
