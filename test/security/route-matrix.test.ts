/**
 * Every route, asked as every kind of visitor, with the ids of somebody else (ASVS 8.2.2). The rows are made from
 * routes.ts, so a route that is added there without a row here fails this file.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { listTokens, openPreview } from "../../src/domain/access/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { type Access, allRoutes, type Method, routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"

type Principal = "anyone" | "customer" | "preview" | "read_only" | "staff" | "owner" | "other_business"

/** What stands in an address: the visitor's own, somebody else's, or nobody's. */
type Whose = "own" | "others" | "nobodys"

interface Row {
  /** Parameters of the address, by whose they are; a route without any has one address. */
  parameters?: (whose: Whose) => Record<string, string>
  /** What a route that is open to anyone answers. */
  open?: readonly number[]
  /** What those who may come in are answered at an address of their own. */
  allowed?: readonly number[]
}

let app: TestApp
const browsers = new Map<Principal, TestBrowser>()
const ids = {
  ownDocument: "",
  othersDocument: "",
  ownCustomer: "",
  othersCustomer: "",
  ownToken: "",
  othersToken: "",
}
const canary = "Bo-Canary-Transport"

beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  const anna = await app.make.customer({ name: "Anna Vogne ApS" })
  const bo = await app.make.customer({ name: canary })
  ids.ownCustomer = anna.id
  ids.othersCustomer = bo.id
  ids.ownDocument = await app.make.document({ customer: anna })
  ids.othersDocument = await app.make.document({ customer: bo, number: "BO-CANARY-1" })
  const annas = await app.make.token(anna)
  await app.make.token(bo)
  for (const role of ["read_only", "staff", "owner"] as const) browsers.set(role, await app.signIn(role))
  browsers.set("anyone", app.browser())
  browsers.set("customer", await enter(annas))
  browsers.set("preview", await enterPreview(anna.id))
  browsers.set("other_business", await signInElsewhere())
  const tokens = (await listTokens(app.system, { limit: 10 })).tokens
  ids.ownToken = tokens.find((token) => token.customer.id === anna.id)?.id ?? ""
  ids.othersToken = tokens.find((token) => token.customer.id === bo.id)?.id ?? ""
}, 60_000)
afterAll(() => app.close())

async function enter(token: string): Promise<TestBrowser> {
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token }))
  return browser
}

async function enterPreview(customerId: string): Promise<TestBrowser> {
  const preview = await openPreview(await app.makeStaff(), customerId)
  const browser = app.browser()
  browser.cookies.set("kvit_customer", preview?.secret ?? "")
  return browser
}

/** Staff of another business in the same installation: their session is good, but not here. */
async function signInElsewhere(): Promise<TestBrowser> {
  const other = await app.makeBusiness("Another business")
  const email = `${newId()}@another.example`
  const password = "en lang hemmelig sætning"
  await app.kvit.staffAccounts.addStaff({
    businessId: other,
    email,
    name: "Frederik",
    role: "owner",
    password,
  })
  const visit = { network: "192.0.2.9", request: new Headers() }
  const signed = await app.kvit.staffAccounts.signIn({ businessId: other, email, password, ...visit })
  const browser = app.browser()
  for (const line of signed.setCookies) {
    const [pair = ""] = line.split(";")
    browser.cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1))
  }
  return browser
}

const pick = (own: string, others: string) => (whose: Whose) =>
  whose === "own" ? own : whose === "others" ? others : newId()
const document = { parameters: (whose: Whose) => ({ id: pick(ids.ownDocument, ids.othersDocument)(whose) }) }
const attachment = {
  parameters: (whose: Whose) => ({ ...document.parameters(whose), position: "0" }),
  allowed: [404],
}
const customer = { parameters: (whose: Whose) => ({ id: pick(ids.ownCustomer, ids.othersCustomer)(whose) }) }
const token = { parameters: (whose: Whose) => ({ id: pick(ids.ownToken, ids.othersToken)(whose) }) }

const rows: Record<string, Row> = {
  "portal.home": {},
  "portal.documents": {},
  "portal.document": document,
  "portal.documentPdf": document,
  "portal.documentXml": document,
  "portal.documentAttachment": attachment,
  "portal.signOut": { open: [303] },
  "portal.token": { parameters: () => ({ token: `kvt_${"0".repeat(49)}` }), open: [403] },
  "portal.logo": { open: [404] },
  "portal.brand": { open: [200] },

  "staff.home": {},
  "staff.setUp": { open: [303, 404] },
  "staff.signIn": { open: [200, 303, 422] },
  "staff.signInSecondFactor": { open: [200, 303, 422] },
  "staff.signOut": { open: [303] },
  "staff.account": {},
  "staff.accountPassword": { allowed: [422] },
  "staff.accountSecondFactor": { allowed: [200, 422] },
  "staff.accountRecoveryCodes": { allowed: [303, 422] },
  "staff.accountSession": { parameters: () => ({ id: newId() }), allowed: [303, 404] },
  "staff.logo": { open: [404] },
  "staff.brand": { open: [200] },
  "staff.customers": {},
  "staff.customer": customer,
  "staff.customerPortalAccess": { ...customer, allowed: [200, 303, 422] },
  "staff.customerPreview": { ...customer, allowed: [303] },
  "staff.customerToken": { ...customer, allowed: [200, 303, 422] },
  "staff.documents": {},
  "staff.document": document,
  "staff.documentPdf": document,
  "staff.documentXml": document,
  "staff.documentAttachment": attachment,
  "staff.documentPayments": { ...document, allowed: [200, 422] },
  "staff.activity": {},
  "staff.settings": {},
  "staff.businessSettings": { allowed: [200, 422] },
  "staff.featureSettings": { allowed: [200, 303, 422] },
  "staff.portalSettings": { allowed: [200, 422] },
  "staff.staffMembers": {},
  "staff.portalTokens": { allowed: [200, 422] },
  "staff.portalTokensMissing": { allowed: [200, 303] },
  "staff.portalTokensAll": { allowed: [200, 303] },
  "staff.portalTokenCopy": { ...token, allowed: [200, 303, 404] },
  "staff.portalTokenRevoke": { ...token, allowed: [200, 303, 404, 422] },
  "staff.portalTokenRegenerate": { ...token, allowed: [200, 303, 404] },

  "system.asset": { parameters: () => ({ file: "nothing.css" }), open: [404] },
  "system.health": { open: [200] },
  "system.ready": { open: [200] },
  "system.robots": { open: [200] },
}

test("every route has a row in this matrix, and every row a route", () => {
  expect(Object.keys(rows).sort()).toEqual(allRoutes.map(({ name }) => name).sort())
})

const mayDo: Record<Exclude<Access, "anyone">, readonly Principal[]> = {
  customer: ["customer", "preview"],
  staff: ["read_only", "staff", "owner"],
  staff_write: ["staff", "owner"],
  owner: ["owner"],
}
const principals: readonly Principal[] = [
  "anyone",
  "customer",
  "preview",
  "read_only",
  "staff",
  "owner",
  "other_business",
]

const cases = allRoutes
  .flatMap(({ name, route }) =>
    (Object.entries(route.methods) as [Method, Access][]).flatMap(([method, access]) =>
      principals.map((principal) => ({ name, method, access, principal })),
    ),
  )
  // What signs out comes last, so that the sessions live as long as they are needed.
  .sort((a, b) => Number(a.name.endsWith("signOut")) - Number(b.name.endsWith("signOut")))

async function ask(
  name: string,
  method: Method,
  principal: Principal,
  whose: Whose,
): Promise<{ status: number; text: string; address: string }> {
  const route = allRoutes.find((entry) => entry.name === name)?.route
  const browser = browsers.get(principal)
  const row = rows[name]
  if (!route || !browser || !row) throw new Error(`${name} cannot be asked.`)
  const parameters = row.parameters?.(whose) ?? {}
  const address = route.path.replace(/:(\w+)/g, (_, key: string) => parameters[key] ?? "")
  const answer = method === "GET" ? await browser.get(address) : await browser.post(address)
  return { status: answer.status, text: await answer.text(), address }
}

/** A page of refusal may repeat the address it was asked by; apart from that, two refusals must be the same. */
function withoutIds(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "ID")
}

describe("as every kind of visitor", () => {
  test.each(cases)("$method $name as $principal", async ({ name, method, access, principal }) => {
    const row = rows[name] ?? {}
    const own = await ask(name, method, principal, "own")
    if (access === "anyone") {
      expect(row.open).toContain(own.status)
      expect(own.text).not.toContain(canary)
      return
    }
    if (!mayDo[access].includes(principal)) {
      const isStaffHere = ["read_only", "staff", "owner"].includes(principal)
      expect(own.status).toBe(access === "customer" ? 401 : isStaffHere ? 403 : 303)
      expect(own.text).not.toContain(canary)
      expect(own.text).not.toContain("Anna Vogne")
      return
    }
    expect(row.allowed ?? [200], own.text.slice(0, 500)).toContain(own.status)
    if (!row.parameters || access !== "customer") return
    const others = await ask(name, method, principal, "others")
    const nobodys = await ask(name, method, principal, "nobodys")
    expect(others.status).toBe(404)
    expect(withoutIds(others.text)).toBe(withoutIds(nobodys.text))
    expect(others.text).not.toContain(canary)
  })
})
