/** Requests nobody's browser sends by itself: forged, bent, oversized, or made to a machine that is half broken. */
import { request as httpRequest } from "node:http"
import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createApp } from "../../src/app.ts"
import { asOwner, openDatabase } from "../../src/platform/database/index.ts"
import { type Access, allRoutes, type Method, routes } from "../../src/routes.ts"
import { createBrowser, type TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp, testOrigin } from "../harness.ts"
import { listen } from "../serve.ts"
import { readEverything } from "./everything.ts"
import { openVisitors, type Visitors } from "./visitors.ts"

let app: TestApp
let visitors: Visitors
let server: { origin: string; stop: () => Promise<void> }
beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  visitors = await openVisitors(app)
  server = await listen(app)
  // Files are made when they are first asked for; that is not what is looked for here.
  for (const name of ["portal.documentPdf", "portal.documentXml"]) {
    await visitors.browsers.customer.get(visitors.addressOf(name))
  }
}, 60_000)
afterAll(async () => {
  await server.stop()
  await app.close()
})

const visitorFor: Record<Access, "anyone" | "customer" | "owner"> = {
  anyone: "owner",
  customer: "customer",
  document: "customer",
  payment: "customer",
  staff: "owner",
  staff_write: "owner",
  owner: "owner",
}

function cookieHeader(browser: TestBrowser): Record<string, string> {
  return { cookie: [...browser.cookies].map((pair) => pair.join("=")).join("; ") }
}

describe("a form sent from elsewhere", () => {
  const foreign: [string, Record<string, string>][] = [
    ["of another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["of a neighbouring host", { "sec-fetch-site": "same-site", origin: "http://127.0.0.1:5000" }],
    ["of no page at all", { "sec-fetch-site": "none" }],
    ["of another origin, by an old browser", { origin: "https://evil.example" }],
    ["of a page in a sandbox", { origin: "null" }],
    ["of nobody", {}],
  ]
  // What other systems send is no form: it comes with a signature of its own (test/payments/webhooks.test.ts).
  const posts = allRoutes.filter(({ name, route }) => route.methods.POST && !name.startsWith("callbacks."))

  test.each(foreign)("%s is refused by every route, and nothing changes", async (_, headers) => {
    const before = await readEverything(app)
    for (const { name, route } of posts) {
      const browser = visitors.browsers[visitorFor[route.methods.POST ?? "anyone"]]
      const answer = await app.app.request(testOrigin + visitors.addressOf(name), {
        method: "POST",
        headers: {
          host: new URL(testOrigin).host,
          "content-type": "application/x-www-form-urlencoded",
          ...cookieHeader(browser),
          ...headers,
        },
        body: "answer=save&what=customer&access=off&customer=Anna",
      })
      expect(answer.status, name).toBe(403)
      expect(answer.headers.getSetCookie(), name).toEqual([])
    }
    expect(await readEverything(app)).toEqual(before)
  })
})

test.each(["PUT", "PATCH", "DELETE", "PROPFIND"])("%s is answered by no route", async (method) => {
  for (const { name, route } of allRoutes) {
    const browser = visitors.browsers[route.door === "portal" ? "customer" : "owner"]
    const answer = await browser.send(method, visitors.addressOf(name))
    expect(answer.status, name).toBe(404)
  }
})

test("POST is answered by no route that only shows", async () => {
  for (const { name, route } of allRoutes.filter((entry) => !entry.route.methods.POST)) {
    const browser = visitors.browsers[route.door === "portal" ? "customer" : "owner"]
    expect((await browser.post(visitors.addressOf(name))).status, name).toBe(404)
  }
})

test("HEAD answers as GET does, without a body, and changes nothing on any route", async () => {
  /** When a session was last used is kept, whoever uses it. */
  const withoutLastSeen = (everything: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(everything).filter(([name]) => !/sessions$/.test(name)))
  const shown = allRoutes.filter(({ route }) => route.methods.GET)
  const before = withoutLastSeen(await readEverything(app))
  for (const { name, route } of shown) {
    const browser = visitors.browsers[visitorFor[route.methods.GET ?? "anyone"]]
    const answer = await browser.head(visitors.addressOf(name))
    expect(answer.status, name).toBeLessThan(500)
    expect(await answer.text(), name).toBe("")
  }
  const token = await app.app.request(testOrigin + routes.portal.token.to({ token: visitors.token }), {
    method: "HEAD",
    headers: { host: new URL(testOrigin).host },
  })
  expect(token.headers.getSetCookie()).toEqual([])
  expect(withoutLastSeen(await readEverything(app))).toEqual(before)
})

/** Sends a request exactly as written; what a browser would tidy stays. */
function sendRaw(
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(server.origin)
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method, headers, agent: false }, (answer) => {
      let text = ""
      answer.setEncoding("utf8")
      answer.on("data", (part) => {
        text += part
        // An event stream goes on; how it begins is enough.
        if (answer.headers["content-type"]?.startsWith("text/event-stream")) {
          resolve({ status: answer.statusCode ?? 0, text })
          sent.destroy()
        }
      })
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    sent.on("error", reject)
    sent.end()
  })
}

describe("a bent address", () => {
  const id = "01a20018-6d89-7000-95f9-caa34d9a0a36"
  const bent = [
    "/assets/../package.json",
    "/assets/..%2f..%2fpackage.json",
    "/assets/%2e%2e/%2e%2e/package.json",
    "/assets/....//package.json",
    "/assets/kvit.css%00.png",
    "/assets/%c0%ae%c0%ae/package.json",
    "/assets/%",
    "/assets/%zz",
    "/portal/documents/%",
    "/portal/documents/%00",
    "/portal/documents/..%2f..",
    "/portal/documents/' or 1=1--",
    "/portal/documents/%27%20or%201%3D1--",
    `/portal/documents/${id}%00`,
    `/portal/documents/${id}/pdf%00`,
    `/portal/documents/${id}/attachments/-1`,
    `/portal/documents/${id}/attachments/99999999999999999999`,
    `/portal/documents/${id}/attachments/1e3`,
    `/portal/documents/{${id}}`,
    `/portal/documents/${"9".repeat(4000)}`,
    "/portal/documents?after=%00&sort=__proto__&kind=constructor&from=0000-00-00&to=%F0%9F%98%80",
    "/portal/documents?after=W10%3D&direction=sideways",
    "/portal/documents?after=%7B%7D&search=%00",
    `/portal/documents?search=${"a%20".repeat(3000)}`,
    `/portal/documents?search=${encodeURIComponent("' ) | & ! <-> :* \\ %_".repeat(20))}`,
    "/portal/documents?search=%ED%A0%80&from=2026-02-31",
    "/portal?language=../../etc/passwd",
    "/portal//documents",
    "/portal/..;/customers",
    "//evil.example/portal",
    "/customers/%00",
    "/customers/%ff",
    "/customers?search=%00&after=%00",
    "/documents?customer=%00&after=x&status=__proto__",
    "/documents?customer=not-an-id",
    "/activity?customer=%00&after=%00&document=1",
    "/settings/portal/tokens?state=__proto__&search=%00&after=%00",
    "/settings/portal/tokens/%00/revoke",
    "/sign-in?next=%00&after=__proto__",
    "/sign-in?after=constructor",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%",
    "/\u007f",
  ]

  test.each(bent)("%s gives no error and nothing away", async (path) => {
    const written = path.replaceAll(" ", "%20")
    for (const who of ["anyone", "customer", "owner"] as const) {
      const answer = await sendRaw(written, cookieHeader(visitors.browsers[who]))
      expect(answer.status, who).toBeLessThan(500)
      expect(answer.text, who).not.toMatch(/"devDependencies"|root:|\n +at |node_modules|\/src\//)
      if (who !== "owner") expect(answer.text, who).not.toContain("Bo-Canary")
    }
  })

  test("that is longer than a server should read is refused, and the next request is answered", async () => {
    const answer = await sendRaw(`/portal?x=${"y".repeat(100_000)}`)
    expect([414, 431]).toContain(answer.status)
    expect((await sendRaw("/healthz")).status).toBe(200)
  })
})

test.each([
  ["none", ""],
  ["only separators", ";;;===;"],
  ["bad escapes", "kvit_customer=%E0%A4%A; kvit_staff=%"],
  ["another's name many times", Array.from({ length: 300 }, () => "kvit_customer=x").join("; ")],
  ["control characters", "kvit_customer=\u0001\u0002; kvit_language=\u0003"],
  ["names of every object", "__proto__=1; constructor=2; kvit_language=__proto__"],
  ["a long value", `kvit_customer=${"a".repeat(8000)}; kvit_staff=${"b".repeat(3000)}`],
])("cookies with %s open nothing and break nothing", async (_, cookie) => {
  for (const [path, status] of [
    ["/portal", 401],
    ["/customers", 303],
    ["/sign-in", 200],
  ] as const) {
    const { hostname, port } = new URL(server.origin)
    const line = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
        )
      })
      socket.once("data", (part) => {
        resolve(part.toString("latin1").split("\r\n")[0] ?? "")
        socket.destroy()
      })
      socket.once("error", reject)
    })
    expect([`HTTP/1.1 ${status}`, "HTTP/1.1 400"], path).toContain(line.slice(0, 12))
  }
})

describe("a body of more than 1 MB", () => {
  test("is refused by its stated length, and as it comes", async () => {
    const large = "x".repeat(1_100_000)
    const stated = await visitors.browsers.owner.post(routes.staff.signIn.to(), { email: large })
    expect(stated.status).toBe(413)
    const { hostname, port } = new URL(server.origin)
    const status = await new Promise<number>((resolve, reject) => {
      const sent = httpRequest(
        {
          hostname,
          port,
          path: routes.staff.signIn.to(),
          method: "POST",
          headers: {
            "content-type": "application/x-www-form-urlencoded",
            "sec-fetch-site": "same-origin",
            "transfer-encoding": "chunked",
          },
        },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode ?? 0)
        },
      )
      // The server may hang up before it has all; what it answered counts.
      sent.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error)
      })
      for (let part = 0; part < 20; part += 1) sent.write(large.slice(0, 100_000))
      sent.end()
    })
    expect(status).toBe(413)
  })
})

test("forms of another kind than ours are refused or read as empty, never an error", async () => {
  const bodies: [string, string][] = [
    ["application/json", '{"__proto__":{"admin":true}}'],
    ["multipart/form-data", "no boundary"],
    ["multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'],
    ["text/plain", "email=a"],
    ["application/x-www-form-urlencoded", "email=%&email=%zz&email[]=1&__proto__[x]=1&password=%00"],
  ]
  for (const { name, route } of allRoutes.filter(
    (entry) => entry.route.methods.POST && !/signOut|TokensAll/.test(entry.name),
  )) {
    const browser = visitors.browsers[visitorFor[route.methods.POST ?? "anyone"]]
    for (const [type, body] of bodies) {
      const answer = await app.app.request(testOrigin + visitors.addressOf(name, "nobodys"), {
        method: "POST",
        headers: { "content-type": type, "sec-fetch-site": "same-origin", ...cookieHeader(browser) },
        body,
      })
      expect(answer.status, `${name} ${type}`).toBeLessThan(500)
    }
  }
})

test("no Host or X-Forwarded-Host changes a link in any answer", async () => {
  const evil = "evil.example"
  const { owner, customer } = visitors.browsers
  const copy = visitors.addressOf("staff.portalTokenCopy")
  const ask = (method: string, path: string, browser: TestBrowser) =>
    sendRaw(
      path,
      {
        host: evil,
        "x-forwarded-host": evil,
        "x-forwarded-proto": "https",
        "x-forwarded-port": "666",
        forwarded: `host=${evil};proto=https`,
        "sec-fetch-site": "same-origin",
        ...cookieHeader(browser),
      },
      method,
    )
  for (const { name, route } of allRoutes.filter((entry) => entry.route.methods.GET)) {
    const browser = route.door === "portal" ? customer : owner
    expect((await ask("GET", visitors.addressOf(name), browser)).text, name).not.toContain(evil)
  }
  const copied = await ask("POST", copy, owner)
  expect(copied.status).toBe(200)
  expect(copied.text).toContain(`${testOrigin}/portal/p/kvt_`)
  expect(copied.text).not.toContain(evil)
})

describe("when a part of the machine fails", () => {
  const secrets = /at \w+.*\(|node_modules|ECONN|ENOENT|nonexistent|kvit_app|select |\.tsx?:/i
  const number = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/

  test("and the database cannot be reached, nobody is let in and each page tells its number, which the log has", async () => {
    const nowhere = { host: "/nonexistent", port: 5432, user: "kvit_app", database: "none" }
    const database = openDatabase({ app: nowhere, owner: nowhere, max: 2 })
    const broken = createApp({ ...app.kvit, database })
    for (const { name, route } of allRoutes.filter((entry) => entry.route.door !== "any")) {
      for (const method of Object.keys(route.methods) as Method[]) {
        const browser = createBrowser(broken, testOrigin)
        for (const [cookie, value] of visitors.browsers[route.door === "portal" ? "customer" : "owner"]
          .cookies) {
          browser.cookies.set(cookie, value)
        }
        const answer = await browser.send(method, visitors.addressOf(name))
        const text = await answer.text()
        expect(answer.status, name).toBe(500)
        expect(text, name).not.toMatch(secrets)
        expect(app.logged()).toContain(number.exec(text)?.[0] ?? "no number on the page")
      }
    }
    const ready = await createBrowser(broken, testOrigin).get(routes.system.ready.to())
    expect(ready.status).toBe(503)
    expect(await ready.text()).not.toMatch(secrets)
    expect((await createBrowser(broken, testOrigin).get(routes.system.health.to())).status).toBe(200)
    await database.close()
  })
})

test("a document whose content is damaged gives a number, no content and no cause", async () => {
  const anna = await app.make.customer({ name: "Anna Damaged ApS" })
  const id = await app.make.document({ customer: anna })
  await asOwner(app.owner, async (client) => {
    await client.query(
      `insert into document_versions (business_id, document_id, version, data, content_sha256)
       select business_id, id, 2, '{"number": "SECRET-CONTENT"}', $2 from documents where id = $1`,
      [id, Buffer.alloc(32)],
    )
    await client.query("update documents set version = 2 where id = $1", [id])
  })
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token: await app.make.token(anna) }))
  for (const route of [routes.portal.document, routes.portal.documentPdf, routes.portal.documentXml]) {
    const answer = await browser.get(route.to({ id }))
    const text = await answer.text()
    expect(answer.status).toBe(500)
    expect(text).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/)
    expect(text).not.toMatch(/SECRET-CONTENT|Zod|invalid_type|\n +at /)
  }
  expect((await browser.get(routes.portal.home.to())).status).toBe(200)
})

test("the log names no secret: no token, no session, no search, no password, wherever they are put", async () => {
  const { customer, owner } = visitors.browsers
  const { token } = visitors
  for (const path of [
    routes.portal.token.to({ token }),
    `/portal/p/${token}/`,
    `/portal/p//${token}`,
    `/p/${token}`,
    `/${token}?x=${token}`,
    `/portal/%70/${token}`,
    `/customers/${token}`,
    `/portal/documents?search=secret-search-term`,
    `/customers?search=secret-search-term`,
  ]) {
    await sendRaw(path, cookieHeader(customer))
    await sendRaw(path, cookieHeader(owner))
  }
  await visitors.browsers.anyone.post(routes.staff.signIn.to(), {
    email: "secret-mail@nordauto.example",
    password: "secret-password-of-mette",
  })
  const log = app.logged()
  expect(log).toContain("/portal/p/")
  for (const browser of [customer, owner]) {
    for (const value of browser.cookies.values()) expect(log).not.toContain(value)
  }
  expect(log).not.toContain(token)
  expect(log).not.toMatch(/secret-(search|mail|password)/)
})
