/** One browser of every kind of visitor, and the addresses of what is theirs, somebody else's and nobody's. */
import { listTokens, openPreview } from "../../src/domain/access/index.ts"
import { queueMail } from "../../src/domain/notifications/index.ts"
import { portalAddress } from "../../src/origins.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { allRoutes, routes } from "../../src/routes.ts"
import { createBrowser, type TestBrowser } from "../browser.ts"
import { type TestApp, testOrigin } from "../harness.ts"
import { receive } from "../money.ts"

export const principals = [
  "anyone",
  "customer",
  "document",
  "preview",
  "read_only",
  "staff",
  "owner",
  "other_business",
] as const
export type Principal = (typeof principals)[number]

/** What stands in an address: the visitor's own, somebody else's, or nobody's. */
export type Whose = "own" | "others" | "nobodys"

/** Bo's, whose things Anna must never see. */
export const canary = "Bo-Canary-Transport"

export interface Origins {
  staff: string
  portal: string
}

export type Visitors = Awaited<ReturnType<typeof openVisitors>>

/** The visitors to Anna's and Bo's workshop. They ask at `origins`, as far as these are two. */
export async function openVisitors(
  app: TestApp,
  origins: Origins = { staff: testOrigin, portal: testOrigin },
) {
  const anna = await app.make.customer({ name: "Anna Vogne ApS" })
  const bo = await app.make.customer({ name: canary })
  const own = await app.make.document({ customer: anna })
  const others = await app.make.document({ customer: bo, number: "BO-CANARY-1" })
  const annas = await app.make.token(anna)
  await app.make.token(bo)
  const { tokens } = await listTokens(app.system, { limit: 10 })
  const tokenOf = (id: string) => tokens.find((token) => token.customer.id === id)?.id ?? ""
  const mailTo = async (customer: { id: string }) =>
    app.system.transaction(async (db) => {
      const mail = {
        template: "message",
        customerId: customer.id,
        contactId: null,
        key: customer.id,
      } as const
      return (await queueMail(db, app.system, mail)).mailId
    })
  const paymentOf = async (customer: { id: string }) =>
    (await receive(app.system, { customer, amount: 10_000n })).id
  const ids = {
    payment: { own: await paymentOf(anna), others: await paymentOf(bo) },
    mail: { own: await mailTo(anna), others: await mailTo(bo) },
    document: { own, others },
    customer: { own: anna.id, others: bo.id },
    token: { own: tokenOf(anna.id), others: tokenOf(bo.id) },
    attempt: { own: await app.make.attempt(own), others: await app.make.attempt(others) },
  }
  const browsers: Record<Principal, TestBrowser> = {
    anyone: app.browser(origins.staff),
    customer: await enter(app, origins.portal, annas),
    document: await enterByLink(app, origins.portal, own),
    preview: await enterPreview(app, origins.portal, anna.id),
    read_only: await app.signIn("read_only", app.businessId, origins.staff),
    staff: await app.signIn("staff", app.businessId, origins.staff),
    owner: await app.signIn("owner", app.businessId, origins.staff),
    other_business: await signInElsewhere(app, origins.staff),
  }
  return {
    browsers,
    ids,
    token: annas,
    addressOf: (name: string, whose: Whose = "own") => addressOf(name, whose, ids),
  }
}

type Things = Record<
  "mail" | "document" | "customer" | "token" | "payment" | "attempt",
  { own: string; others: string }
>

/** The address of a route, with what its parameters name filled in. */
function addressOf(name: string, whose: Whose, ids: Things): string {
  const route = allRoutes.find((entry) => entry.name === name)?.route
  if (!route) throw new Error(`There is no route ${name}.`)
  const id = (of: keyof Things) => (whose === "nobodys" ? newId() : ids[of][whose])
  const parameters: Record<string, string> = {
    template: "message",
    id: /^staff.mail/.test(name)
      ? id("mail")
      : /^staff.paymentAttempt/.test(name)
        ? id("attempt")
        : /^staff.payment|^staff.refund/.test(name)
          ? id("payment")
          : /portal.payment/.test(name)
            ? id("attempt")
            : /portalToken/.test(name)
              ? id("token")
              : /customer/.test(name)
                ? id("customer")
                : id("document"),
    position: "0",
    writeOff: newId(),
    token: `kvt_${"0".repeat(49)}`,
    link: "v1.k1.AAAA.AAAA",
    file: "nothing.css",
  }
  return route.path.replace(/:(\w+)/g, (_, key: string) => {
    const value = parameters[key]
    if (value === undefined) throw new Error(`Nothing is known to stand for :${key} in ${name}.`)
    return value
  })
}

async function enter(app: TestApp, origin: string, token: string): Promise<TestBrowser> {
  const browser = app.browser(origin)
  await browser.get(routes.portal.token.to({ token }))
  return browser
}

/** Somebody let in by the link of one document. */
async function enterByLink(app: TestApp, origin: string, documentId: string): Promise<TestBrowser> {
  const browser = app.browser(origin)
  const link = await app.make.documentLink(documentId, { issuer: portalAddress(app.kvit.config) })
  await browser.get(routes.portal.documentLink.to({ link }))
  return browser
}

async function enterPreview(app: TestApp, origin: string, customerId: string): Promise<TestBrowser> {
  const preview = await openPreview(await app.makeStaff(), customerId)
  const browser = app.browser(origin)
  const prefix = app.kvit.config.env === "production" ? "__Host-" : ""
  browser.cookies.set(`${prefix}kvit_customer`, preview?.secret ?? "")
  return browser
}

/** Staff of another business in the same installation: their session is good, but not here. */
async function signInElsewhere(app: TestApp, origin: string): Promise<TestBrowser> {
  const other = await app.makeBusiness("Another business")
  const email = `${newId()}@another.example`
  const password = "en lang hemmelig sætning"
  const { staffAccounts } = app.kvit
  await staffAccounts.addStaff({ businessId: other, email, name: "Frederik", role: "owner", password })
  const visit = { network: "192.0.2.9", request: new Headers() }
  const signed = await staffAccounts.signIn({ businessId: other, email, password, ...visit })
  const browser = createBrowser(app.app, origin)
  for (const line of signed.setCookies) {
    const [pair = ""] = line.split(";")
    browser.cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1))
  }
  return browser
}
