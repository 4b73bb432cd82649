/** Staff pages and portal on host names of their own, the desktop edition without a portal, and many businesses. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asOwner } from "../../src/platform/database/index.ts"
import { allRoutes, routes } from "../../src/routes.ts"
import { createTestApp, type TestApp, testOrigin } from "../harness.ts"
import { openVisitors, type Visitors } from "./visitors.ts"

describe("with a host name each", () => {
  const origins = { staff: "https://kontor.nordauto.example", portal: "https://portal.nordauto.example" }
  let app: TestApp
  let visitors: Visitors
  beforeAll(async () => {
    app = await createTestApp({
      secondFactor: false,
      environment: { STAFF_ORIGIN: origins.staff, PORTAL_ORIGIN: origins.portal },
    })
    visitors = await openVisitors(app, origins)
  })
  afterAll(() => app.close())

  const pages = allRoutes.filter(({ route }) => route.methods.GET && route.door !== "any")

  test.each(pages)("$name is found on its own host name only", async ({ name, route }) => {
    const browser = visitors.browsers[route.door === "portal" ? "customer" : "owner"]
    const [own, wrong] =
      route.door === "portal" ? [origins.portal, origins.staff] : [origins.staff, origins.portal]
    const isLogo = name.endsWith(".logo") || name === "staff.setUp"
    const path = visitors.addressOf(name)
    const ask = async (origin: string) => {
      const visitor = app.browser(origin)
      for (const [cookie, value] of browser.cookies) visitor.cookies.set(cookie, value)
      return visitor.get(path)
    }
    // The demo's mailbox is the demo's alone, and the mail asked for was not written yet.
    const isNowhere = ["portal.demoMailbox", "staff.mailHtml"].includes(name)
    if (!isLogo && !isNowhere && !name.endsWith("Attachment")) expect((await ask(own)).status).not.toBe(404)
    for (const origin of [wrong, "https://elsewhere.example", "https://192.0.2.1"]) {
      const answer = await ask(origin)
      expect(answer.status, origin).toBe(404)
      expect(await answer.text(), origin).not.toMatch(/Anna|NORD Auto/)
    }
  })

  test("a form of the portal's is not taken by the staff pages, whatever an old browser says", async () => {
    const { cookies } = visitors.browsers.owner
    const visitor = app.browser(origins.staff)
    for (const [name, value] of cookies) visitor.cookies.set(name, value)
    const path = routes.staff.featureSettings.to()
    const send = (headers: Record<string, string>) =>
      app.app.request(`${origins.staff}${path}`, {
        method: "POST",
        headers: {
          host: new URL(origins.staff).host,
          cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
          "content-type": "application/x-www-form-urlencoded",
          ...headers,
        },
        body: "answer=save",
      })
    expect((await send({ origin: origins.portal })).status).toBe(403)
    expect((await send({ origin: origins.portal, "sec-fetch-site": "same-site" })).status).toBe(403)
    expect(await (await visitor.get(path)).text()).toMatch(/name="customer_portal"[^>]* checked/)
  })

  test("health is told on any host name, for whoever watches the machine", async () => {
    for (const origin of [origins.staff, origins.portal, "http://10.0.0.7:4000"]) {
      expect((await app.browser(origin).get(routes.system.ready.to())).status).toBe(200)
    }
  })

  test("neither session opens the other door", async () => {
    const { customer, owner } = visitors.browsers
    for (const [of, origin, path, status] of [
      [customer, origins.staff, "/customers", 303],
      [owner, origins.portal, "/portal", 401],
    ] as const) {
      const visitor = app.browser(origin)
      for (const [, value] of of.cookies) {
        for (const name of ["__Host-kvit_customer", "__Host-kvit_staff"]) visitor.cookies.set(name, value)
        const answer = await visitor.get(path)
        expect(answer.status).toBe(status)
        expect(await answer.text()).not.toContain("Anna Vogne")
      }
    }
  })
})

describe("the desktop edition", () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp({ secondFactor: false, environment: { KVIT_EDITION: "desktop" } })
  })
  afterAll(() => app.close())

  test("answers at no portal address, not even to a token that was good before", async () => {
    const token = await app.make.token(await app.make.customer())
    const paths = allRoutes
      .filter(({ route }) => route.door === "portal")
      .map(({ route }) => route.path.replace(":token", token).replace(/:\w+/g, "1"))
    for (const path of [...paths, "/portal/", "/portal/anything"]) {
      for (const method of ["GET", "POST"]) {
        const answer = await app.browser().send(method, path)
        expect(answer.status, `${method} ${path}`).toBe(404)
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    }
  })

  test("says in its settings that it has no portal, and offers no link into one", async () => {
    const owner = await app.signIn("owner")
    for (const path of [
      routes.staff.portalSettings.to(),
      routes.staff.portalTokens.to(),
      routes.staff.featureSettings.to(),
    ]) {
      expect(await (await owner.get(path)).text()).toContain(
        "The customer portal is not part of this edition of Kvit.",
      )
    }
    const customer = await app.make.customer()
    const card = await (await owner.get(routes.staff.customer.to({ id: customer.id }))).text()
    expect(card).not.toMatch(/Copy portal link|Make portal link|See as this customer/)
  })
})

describe("the cloud edition", () => {
  const here = "https://nord.kvit.example"
  const there = "https://syd.kvit.example"
  let app: TestApp
  let otherBusiness: string
  beforeAll(async () => {
    app = await createTestApp({ secondFactor: false, environment: { KVIT_EDITION: "cloud" } })
    otherBusiness = await app.makeBusiness("SYD Auto")
    await asOwner(app.owner, (client) =>
      client.query("insert into kvit_installation.hosts (host, business_id) values ($1, $2), ($3, $4)", [
        new URL(here).hostname,
        app.businessId,
        new URL(there).hostname,
        otherBusiness,
      ]),
    )
  })
  afterAll(() => app.close())

  test("knows a business by its host name, and nothing at any other", async () => {
    expect(await (await app.browser(here).get("/sign-in")).text()).toContain("NORD Auto")
    const other = await (await app.browser(there).get("/sign-in")).text()
    expect(other).toContain("SYD Auto")
    expect(other).not.toContain("NORD Auto")
    for (const path of ["/", "/sign-in", "/set-up", "/portal", "/customers"]) {
      for (const origin of ["https://ost.kvit.example", testOrigin]) {
        const answer = await app.browser(origin).get(path)
        expect(answer.status, `${origin}${path}`).toBe(404)
        expect(await answer.text()).not.toMatch(/NORD|SYD/)
      }
    }
  })

  test("opens a portal link at its own business only", async () => {
    const anna = await app.make.customer({ name: "Anna Vogne ApS" })
    const token = await app.make.token(anna)
    const path = routes.portal.token.to({ token })
    const refused = await app.browser(there).get(path)
    expect(refused.status).toBe(403)
    expect(refused.headers.getSetCookie()).toEqual([])
    const browser = app.browser(here)
    expect((await browser.get(path)).status).toBe(303)
    const abroad = app.browser(there)
    for (const [name, value] of browser.cookies) abroad.cookies.set(name, value)
    const answer = await abroad.get("/portal")
    expect(answer.status).toBe(401)
    expect(await answer.text()).not.toContain("Anna Vogne")
    expect((await browser.get("/portal")).status).toBe(200)
  })

  test("shows staff of one business nothing of the other's, and lets them in nowhere else", async () => {
    const bo = await app.make.customer({ name: "Bo-Canary-Transport" })
    const document = await app.make.document({ customer: bo, number: "BO-CANARY-1" })
    const frederik = await app.signIn("owner", otherBusiness, there)
    for (const path of [
      "/",
      "/customers",
      "/customers?search=Bo-Canary",
      "/documents",
      "/documents?search=BO-CANARY-1",
      "/activity",
      "/settings/staff",
      "/settings/portal/tokens",
    ]) {
      const answer = await frederik.get(path)
      expect(answer.status, path).toBe(200)
      expect(
        (await answer.text()).replaceAll(/(?<=search[^>]*)(BO-CANARY-1|Bo-Canary)/g, ""),
        path,
      ).not.toMatch(/canary/i)
    }
    for (const path of [
      routes.staff.customer.to({ id: bo.id }),
      routes.staff.document.to({ id: document }),
      routes.staff.documentPdf.to({ id: document }),
      routes.staff.documentXml.to({ id: document }),
      routes.staff.documentPayments.to({ id: document }),
      routes.staff.customerPortalAccess.to({ id: bo.id }),
    ]) {
      const answer = await frederik.get(path)
      expect(answer.status, path).toBe(404)
      expect(await answer.text()).not.toMatch(/canary/i)
    }
    const stray = app.browser(here)
    for (const [name, value] of frederik.cookies) stray.cookies.set(name, value)
    expect((await stray.get("/customers")).status).toBe(303)
  })
})
