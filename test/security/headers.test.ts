/** The headers and cookies of every answer, as production gives them (ASVS 3.3, 3.4; the table in docs/architecture.md). */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createApp } from "../../src/app.ts"
import { openDatabase } from "../../src/platform/database/index.ts"
import { allRoutes, type Method, routes } from "../../src/routes.ts"
import { asset } from "../../src/web/ui/index.ts"
import { createBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { openVisitors, type Principal, type Visitors } from "./visitors.ts"

const origins = { staff: "https://kontor.nordauto.example", portal: "https://portal.nordauto.example" }

let app: TestApp
let visitors: Visitors
beforeAll(async () => {
  app = await createTestApp({
    secondFactor: false,
    environment: { KVIT_ENV: "production", STAFF_ORIGIN: origins.staff, PORTAL_ORIGIN: origins.portal },
  })
  visitors = await openVisitors(app, origins)
}, 60_000)
afterAll(() => app.close())

const basis =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
const policies = {
  portal: basis,
  staff: `${basis}; trusted-types default`,
  file: "default-src 'none'; frame-ancestors 'none'",
}

/** Asserts what no answer may lack, and answers with the rest, which differs. */
function checkHeaders(answer: Response, what: string): { policy: string | null; cache: string | null } {
  const { headers } = answer
  expect(
    {
      transport: headers.get("strict-transport-security"),
      sniff: headers.get("x-content-type-options"),
      referrer: headers.get("referrer-policy"),
      opener: headers.get("cross-origin-opener-policy"),
      resource: headers.get("cross-origin-resource-policy"),
      robots: headers.get("x-robots-tag"),
      server: headers.get("server"),
      poweredBy: headers.get("x-powered-by"),
      allowOrigin: headers.get("access-control-allow-origin"),
    },
    what,
  ).toEqual({
    transport: "max-age=31536000; includeSubDomains",
    sniff: "nosniff",
    referrer: "same-origin",
    opener: "same-origin",
    resource: "same-origin",
    robots: "noindex",
    server: null,
    poweredBy: null,
    allowOrigin: null,
  })
  for (const feature of ["camera", "geolocation", "microphone", "payment", "usb"]) {
    expect(headers.get("permissions-policy"), what).toContain(`${feature}=()`)
  }
  if (answer.body && answer.status !== 204 && ![301, 302, 303, 304].includes(answer.status)) {
    expect(headers.get("content-type"), what).toMatch(
      /^(text\/(html|plain|css|csv|javascript|event-stream); ?charset=utf-8|application\/(pdf|xml)|image\/svg\+xml)/i,
    )
  }
  return { policy: headers.get("content-security-policy"), cache: headers.get("cache-control") }
}

const cases = allRoutes.flatMap(({ name, route }) =>
  (Object.keys(route.methods) as Method[]).flatMap((method) =>
    (["anyone", "customer", "owner"] as const).map((principal): [Method, string, Principal] => [
      method,
      name,
      principal,
    ]),
  ),
)

describe("every answer has every header", () => {
  const lastOnes = (name: string) => Number(/signOut|Session$/.test(name))
  test.each(cases.sort((a, b) => lastOnes(a[1]) - lastOnes(b[1])))(
    "%s %s as %s",
    async (method, name, principal) => {
      const door = name.startsWith("portal.") ? "portal" : "staff"
      const browser = principal === "anyone" ? app.browser(origins[door]) : visitors.browsers[principal]
      const answer = await browser.send(method, visitors.addressOf(name))
      const { policy, cache } = checkHeaders(answer, `${method} ${name}`)
      const isFile = /(Pdf|Xml|Csv)$/.test(name) && answer.status === 200
      const isBrand = /\.(brand|logo)$/.test(name) && answer.status === 200
      if (!isBrand) expect(cache).toBe("no-store")
      if (isFile) expect(policy).toBe(policies.file)
      else expect([policies.portal, policies.staff]).toContain(policy)
    },
  )
})

test.each([
  ["an address where nothing is", "GET", "/nothing", {}],
  ["a portal address where nothing is", "GET", "/portal/nothing", {}],
  ["a method that is not answered", "PUT", "/customers", { "sec-fetch-site": "same-origin" }],
  ["a form of another site", "POST", "/sign-in", { "sec-fetch-site": "cross-site" }],
  ["a file that is not there", "GET", "/assets/../package.json", {}],
] as const)("%s is answered with every header", async (what, method, path, headers) => {
  for (const origin of [origins.staff, origins.portal]) {
    const answer = await app.browser(origin).send(method, path, { headers })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(checkHeaders(answer, what).cache).toBe("no-store")
  }
})

test("a body that is too large is answered with every header", async () => {
  const answer = await app
    .browser(origins.staff)
    .post("/sign-in", { email: "x".repeat(1_100_000), password: "" })
  expect(answer.status).toBe(413)
  expect(checkHeaders(answer, "413").cache).toBe("no-store")
})

test("a request that fails is answered with every header", async () => {
  const nowhere = { host: "/nonexistent", port: 5432, user: "kvit_app", database: "none" }
  const database = openDatabase({ app: nowhere, owner: nowhere, max: 1 })
  const broken = createApp({ ...app.kvit, database })
  for (const origin of [origins.staff, origins.portal]) {
    const answer = await createBrowser(broken, origin).get(origin === origins.staff ? "/sign-in" : "/portal")
    expect(answer.status).toBe(500)
    expect(checkHeaders(answer, "500").cache).toBe("no-store")
  }
  await database.close()
})

test("built files may be kept by anyone, for they are the same for everyone, and are never guessed at", async () => {
  for (const [name, type] of [
    ["kvit.css", "text/css; charset=utf-8"],
    ["portal.js", "text/javascript; charset=utf-8"],
    ["inter.woff2", "font/woff2"],
    ["icon.svg", "image/svg+xml"],
  ] as const) {
    const answer = await app.browser(origins.portal).get(asset(name))
    expect(answer.headers.get("content-type")).toBe(type)
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff")
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
    expect(answer.headers.get("set-cookie")).toBeNull()
  }
})

describe("every cookie is held to its host, to https and to the server", () => {
  /** Name and attributes, without what differs each time. */
  const shape = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .map((line) =>
        line
          .replace(/=[^;]*/, "")
          .replace(/expires=[^;]*/i, "Expires")
          .split("; ")
          .sort()
          .join("; "),
      )
      .sort()

  test("the customer's", async () => {
    const token = await app.make.token(await app.make.customer())
    const answer = await app.browser(origins.portal).get(routes.portal.token.to({ token }))
    expect(shape(answer)).toEqual(["Expires; HttpOnly; Path=/; SameSite=Lax; Secure; __Host-kvit_customer"])
  })

  test("the chosen language's", async () => {
    const answer = await app.browser(origins.portal).get("/portal?language=da")
    expect(shape(answer)).toEqual([
      "HttpOnly; Max-Age=31536000; Path=/; SameSite=Lax; Secure; __Host-kvit_language",
    ])
  })

  test("those of the staff", async () => {
    const email = "headers@nordauto.example"
    const password = "en lang hemmelig sætning"
    const { businessId, kvit } = app
    await kvit.staffAccounts.addStaff({ businessId, email, name: "Mette", role: "owner", password })
    const answer = await app.browser(origins.staff).post(routes.staff.signIn.to(), { email, password })
    expect(answer.status).toBe(303)
    expect(shape(answer)).toEqual([
      "HttpOnly; Max-Age=15552000; Path=/; SameSite=Lax; Secure; __Host-kvit_staff_device",
      "HttpOnly; Max-Age=86400; Path=/; SameSite=Lax; Secure; __Host-kvit_staff",
    ])
  })
})

test("signing out tells the browser to forget what it kept, on both doors", async () => {
  for (const [door, path] of [
    ["portal", routes.portal.signOut.to()],
    ["staff", routes.staff.signOut.to()],
  ] as const) {
    const answer = await app.browser(origins[door]).post(path)
    expect(answer.headers.get("clear-site-data")).toBe('"cache", "storage"')
  }
})
