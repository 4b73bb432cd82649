import { afterAll, beforeAll, expect, test } from "vitest"
import { getPortalSettings } from "../../src/domain/settings/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { pngLogo } from "../logos.ts"

const { staff } = routes
let app: TestApp
let owner: TestBrowser
let reader: TestBrowser
beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  owner = await app.signIn("owner")
  reader = await app.signIn("read_only")
})
afterAll(() => app.close())

/** What a form on a page would send as it stands. */
async function fieldsOf(browser: TestBrowser, path: string): Promise<Record<string, string>> {
  const page = await (await browser.get(path)).text()
  const fields: Record<string, string> = {}
  for (const [tag] of page.matchAll(/<input[^>]*>/g)) {
    const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1]
    const isOff = value("type") === "checkbox" && !/ checked/.test(tag)
    const name = value("name")
    if (name && value("type") !== "file" && !isOff)
      fields[name] = (value("value") ?? "").replaceAll("&amp;", "&")
  }
  for (const [, name = "", inner = ""] of page.matchAll(/<select[^>]*name="(\w+)"[^>]*>(.*?)<\/select>/gs))
    fields[name] = /value="([^"]*)" selected/.exec(inner)?.[1] ?? ""
  for (const [, name = "", inner = ""] of page.matchAll(
    /<textarea[^>]*name="(\w+)"[^>]*>\n?(.*?)<\/textarea>/gs,
  ))
    fields[name] = inner
  return fields
}

const pages = [
  staff.settings,
  staff.businessSettings,
  staff.featureSettings,
  staff.portalSettings,
  staff.staffMembers,
]

test("every page of the settings is there for all staff, and changes for owners only", async () => {
  const colleague = await app.signIn("staff")
  for (const page of pages) expect((await reader.get(page.to())).status).toBe(200)
  for (const page of [staff.businessSettings, staff.featureSettings, staff.portalSettings]) {
    expect(await (await reader.get(page.to())).text()).toContain("Only an owner can change this.")
    expect(await (await reader.get(page.to())).text()).not.toContain(">Save</button>")
    expect((await reader.post(page.to())).status).toBe(403)
    expect((await colleague.post(page.to())).status).toBe(403)
    expect((await app.browser().post(page.to())).status).not.toBe(200)
  }
})

test("the portal's settings have the labels the product promises, in this order", async () => {
  const page = await (await owner.get(staff.portalSettings.to())).text()
  const labels = [
    "<h1>Customer Portal</h1>",
    "Enable Customer Portal",
    "Token Expiry (days)",
    "tokens made from then on",
    "Show Quotes",
    "Show Sales Orders",
    "Show Credit Notes",
    "Show Statement of Account",
    "Show prices including VAT to private customers",
    "Allow Customer Messages",
    "Welcome Message",
    "Manage Portal Access Tokens",
  ]
  const places = labels.map((label) => page.indexOf(label))
  expect(places.filter((place) => place < 0)).toEqual([])
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

test("a wrong expiry is said at its field, what was typed is kept, and nothing is saved", async () => {
  const fields = await fieldsOf(owner, staff.portalSettings.to())
  const answer = await owner.post(staff.portalSettings.to(), {
    ...fields,
    tokenExpiryDays: "366",
    welcomeEn: "Typed <b>before</b>",
  })
  const page = await answer.text()
  expect(answer.status).toBe(422)
  expect(page).toMatch(/name="tokenExpiryDays"[^>]*value="366"|value="366"[^>]*name="tokenExpiryDays"/)
  expect(page).toContain("Write a whole number from 1 to 365.")
  expect(page).toContain("Typed &lt;b&gt;before&lt;/b&gt;")
  expect((await getPortalSettings(app.system)).tokenExpiryDays).toBe(30)
})

test("a welcome over 500 characters is said at its field, also where the browser does not stop it", async () => {
  const fields = await fieldsOf(owner, staff.portalSettings.to())
  const answer = await owner.post(staff.portalSettings.to(), { ...fields, welcomeDa: "x".repeat(501) })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain("At most 500 characters.")
})

test("hiding documents is asked about with the numbers; going back keeps what was typed, saving saves it", async () => {
  const anna = await app.make.customer()
  await app.make.document({ kind: "order", customer: anna })
  await app.make.document({ kind: "order", customer: anna })
  const { showOrders: _, ...fields } = await fieldsOf(owner, staff.portalSettings.to())
  const asked = await (
    await owner.post(staff.portalSettings.to(), { ...fields, welcomeEn: 'Hi "all"\nfriends' })
  ).text()
  expect(asked).toContain("Show Sales Orders off: 2 documents of 1 customer will no longer be seen.")
  expect((await getPortalSettings(app.system)).showOrders).toBe(true)

  const back = await (
    await owner.post(staff.portalSettings.to(), { ...fields, welcomeEn: "Hi\r\nall", answer: "back" })
  ).text()
  expect(back).toContain("Hi\nall</textarea>")
  expect((await getPortalSettings(app.system)).showOrders).toBe(true)

  const saved = await owner.post(staff.portalSettings.to(), {
    ...fields,
    welcomeEn: "Hi\r\nall",
    answer: "save",
  })
  expect(saved.status).toBe(303)
  expect(await getPortalSettings(app.system)).toMatchObject({ showOrders: false, welcome: { en: "Hi\nall" } })
})

test("a form shown before somebody else's change is not saved, and saving it again is", async () => {
  const fields = await fieldsOf(owner, staff.portalSettings.to())
  await owner.post(staff.portalSettings.to(), { ...fields, tokenExpiryDays: "60" })
  const late = await owner.post(staff.portalSettings.to(), { ...fields, tokenExpiryDays: "90" })
  const page = await late.text()
  expect(late.status).toBe(409)
  expect(page).toContain("Somebody else changed these settings")
  expect((await getPortalSettings(app.system)).tokenExpiryDays).toBe(60)
  const revision = /name="revision" value="([^"]*)"/.exec(page)?.[1] ?? ""
  expect(
    (await owner.post(staff.portalSettings.to(), { ...fields, tokenExpiryDays: "90", revision })).status,
  ).toBe(303)
  expect((await getPortalSettings(app.system)).tokenExpiryDays).toBe(90)
})

test("with the feature off its pages say so and lead to the switch", async () => {
  await app.make.document({ customer: await app.make.customer() })
  const asked = await (await owner.post(staff.featureSettings.to(), {})).text()
  expect(asked).toMatch(/Customer Portal off: \d+ documents? of 1 customer will no longer be seen\./)
  await owner.post(staff.featureSettings.to(), { answer: "save" })
  for (const page of [staff.portalSettings, staff.portalTokens]) {
    const text = await (await owner.get(page.to())).text()
    expect(text).toContain("The feature “Customer Portal” is off")
    expect(text).toContain(`href="${staff.featureSettings.to()}"`)
    expect(text).not.toContain("Enable Customer Portal")
    expect(text).not.toContain("Generate")
  }
  await owner.post(staff.featureSettings.to(), { customer_portal: "on", answer: "save" })
  expect(await (await owner.get(staff.portalSettings.to())).text()).toContain("Enable Customer Portal")
})

test("the desktop edition says that the portal is not part of it", async () => {
  const desktop = await createTestApp({ secondFactor: false, environment: { KVIT_EDITION: "desktop" } })
  const visitor = await desktop.signIn("owner")
  for (const page of [staff.portalSettings, staff.portalTokens, staff.featureSettings]) {
    const text = await (await visitor.get(page.to())).text()
    expect(text).toContain("The customer portal is not part of this edition of Kvit.")
    expect(text).not.toContain("Enable Customer Portal")
    expect(text).not.toContain(">Save</button>")
  }
  expect(await (await visitor.get(staff.settings.to())).text()).not.toContain(staff.portalTokens.to())
  expect((await visitor.post(staff.portalTokensMissing.to())).status).toBe(200)
  await desktop.close()
})

test("the business's form keeps what was typed, says what is wrong, and shows hostile text as text", async () => {
  const fields = await fieldsOf(owner, staff.businessSettings.to())
  const hostile = '"><script>alert(1)</script>'
  const answer = await owner.post(staff.businessSettings.to(), {
    ...fields,
    name: hostile,
    termsUrl: "javascript:alert(1)",
    accent: "#ffee00",
  })
  const page = await answer.text()
  expect(answer.status).toBe(422)
  expect(page).not.toContain("<script>alert(1)")
  expect(page).toContain('value="javascript:alert(1)"')
  expect(page).not.toContain('href="javascript:')
  expect(page).toContain("Write an address that begins with https://.")
  expect(page).toMatch(/Too pale to be read on white\. The nearest colour that can be: #[0-9a-f]{6}/)
})

test("the accent and a logo that were saved are served to anyone, by both doors", async () => {
  const fields = await fieldsOf(owner, staff.businessSettings.to())
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...fields, accent: "#8a2be2" })) form.append(name, value)
  form.append("logo", new File([new Uint8Array(pngLogo())], "../../logo.svg", { type: "image/svg+xml" }))
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
  const saved = await app.app.request(`http://127.0.0.1:4000${staff.businessSettings.to()}`, {
    method: "POST",
    body: form,
    headers: { cookie, "sec-fetch-site": "same-origin" },
  })
  expect(saved.status).toBe(303)
  const anyone = app.browser()
  for (const door of [routes.staff, routes.portal]) {
    const brand = await anyone.get(door.brand.to())
    expect(brand.headers.get("content-type")).toBe("text/css; charset=utf-8")
    expect(await brand.text()).toContain(":root{--accent:#8a2be2;--accent-ink:#ffffff}")
    const logo = await anyone.get(door.logo.to())
    expect(logo.headers.get("content-type")).toBe("image/png")
    expect(logo.headers.get("content-security-policy")).toContain("default-src 'none'")
    expect(Buffer.from(await logo.arrayBuffer())).toEqual(pngLogo())
  }
})

test("members of staff are listed with their role, and nobody else's are", async () => {
  const page = await (await reader.get(staff.staffMembers.to())).text()
  expect(page).toContain("Mette read_only")
  expect(page).toContain("Read-only")
  expect(page).toContain("kvit staff add")
  await app.makeBusiness("Another workshop")
  expect(page).not.toContain("Another workshop")
})
