/**
 * Every route, asked as every kind of visitor, with the ids of somebody else (ASVS 8.2.2). The cases are made from
 * routes.ts, so a route that is added there without a row here fails this file.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Access, allRoutes, type Method } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { canary, openVisitors, type Principal, principals, type Visitors, type Whose } from "./visitors.ts"

interface Row {
  /** Whether the address names a thing, which may be the visitor's own, somebody else's or nobody's. */
  names?: boolean
  /** What a route that is open to anyone answers. */
  open?: readonly number[]
  /** What those who may come in are answered at an address of their own. */
  allowed?: readonly number[]
}

let app: TestApp
let visitors: Visitors
beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  visitors = await openVisitors(app)
}, 60_000)
afterAll(() => app.close())

const rows: Record<string, Row> = {
  "portal.home": {},
  "portal.events": {},
  "portal.documents": {},
  "portal.document": { names: true },
  "portal.documentPdf": { names: true },
  "portal.documentXml": { names: true },
  "portal.documentAttachment": { names: true, allowed: [404] },
  "portal.documentPay": { names: true, allowed: [200, 303, 422] },
  "portal.documentBankPayment": { names: true, allowed: [422] },
  "portal.documentEvents": { names: true },
  "portal.paymentEvents": { names: true },
  "portal.statement": {},
  "portal.statementPdf": {},
  "portal.statementCsv": {},
  "portal.statementMail": { allowed: [303, 404] },
  "portal.pay": { allowed: [200, 422] },
  "portal.payment": { names: true },
  "portal.paymentGo": { names: true, allowed: [200, 303] },
  "portal.paymentReturn": { open: [200, 303] },
  "portal.paymentCancel": { names: true, allowed: [303] },
  "portal.signIn": { open: [200, 422] },
  "portal.signInCode": { open: [303] },
  "portal.signInLink": { open: [403, 429] },
  "portal.accessRequest": { open: [200, 422] },
  "portal.sessions": {},
  "portal.sessionEnd": { names: true, allowed: [404] },
  "portal.signOut": { open: [303] },
  "portal.token": { open: [403, 429] },
  "portal.documentLink": { open: [403, 429] },
  "portal.toSignIn": { open: [403, 429] },
  "portal.signOutEverywhere": { allowed: [303, 404] },
  "portal.logo": { open: [404] },
  "portal.brand": { open: [200] },
  "portal.demoMailbox": { open: [404] },

  "staff.home": {},
  "staff.events": {},
  "staff.setUp": { open: [303, 404] },
  "staff.signIn": { open: [200, 303, 422] },
  "staff.signInSecondFactor": { open: [200, 303, 422] },
  "staff.signOut": { open: [303] },
  "staff.account": {},
  "staff.accountPassword": { allowed: [422] },
  "staff.accountSecondFactor": { allowed: [200, 422] },
  "staff.accountRecoveryCodes": { allowed: [303, 422] },
  "staff.accountSession": { allowed: [303, 404] },
  "staff.logo": { open: [404] },
  "staff.brand": { open: [200] },
  "staff.customers": {},
  "staff.customer": { names: true },
  "staff.customerPortalAccess": { names: true, allowed: [200, 303, 422] },
  "staff.customerPreview": { names: true, allowed: [303] },
  "staff.customerToken": { names: true, allowed: [200, 303, 422] },
  "staff.customerStatement": { names: true },
  "staff.customerStatementPdf": { names: true },
  "staff.customerStatementCsv": { names: true },
  "staff.customerStatementMail": { names: true, allowed: [303] },
  "staff.documents": {},
  "staff.document": { names: true },
  "staff.documentPdf": { names: true },
  "staff.documentXml": { names: true },
  "staff.documentAttachment": { names: true, allowed: [404] },
  "staff.documentPayments": { names: true, allowed: [200, 422] },
  "staff.customerPortalLinkMail": { names: true, allowed: [303] },
  "staff.customerSignInLink": { names: true, allowed: [303] },
  "staff.customerCredit": { names: true, allowed: [200, 422] },
  "staff.customerOpeningBalance": { names: true, allowed: [200, 422] },
  "staff.documentWriteOff": { names: true, allowed: [200, 422] },
  "staff.documentWriteOffBack": { allowed: [404] },
  "staff.customerLinksClose": { names: true, allowed: [200, 303] },
  "staff.documentShare": { names: true, allowed: [303] },
  "staff.documentSharing": { names: true, allowed: [200, 422] },
  "staff.documentSend": { names: true, allowed: [200, 422] },
  "staff.documentLinks": { names: true, allowed: [200] },
  "staff.documentLinkCopy": { allowed: [404] },
  "staff.documentLinkClose": { allowed: [404] },
  "staff.shareUndo": { allowed: [404] },
  "staff.customerPayments": { names: true, allowed: [200, 422] },
  "staff.payments": {},
  "staff.payment": { names: true },
  "staff.paymentRefund": { names: true, allowed: [200, 422] },
  "staff.refundAgain": { allowed: [303] },
  "staff.paymentNoticeDismiss": { allowed: [303] },
  "staff.paymentAttempt": { names: true },
  "staff.paymentAttemptCheck": { names: true, allowed: [303] },
  "staff.paymentAttemptCapture": { names: true, allowed: [303] },
  "staff.paymentAttemptRelease": { names: true, allowed: [200, 303] },
  "staff.activity": {},
  "staff.accessRequestDone": { allowed: [303, 404] },
  "staff.settings": {},
  "staff.businessSettings": { allowed: [200, 422] },
  "staff.featureSettings": { allowed: [200, 303, 422] },
  "staff.portalSettings": { allowed: [200, 422] },
  "staff.emailSettings": { allowed: [200, 422] },
  "staff.emailTest": { allowed: [422] },
  "staff.emailRemove": { allowed: [200, 303] },
  "staff.emailTemplates": {},
  "staff.emailTemplate": { allowed: [200, 422] },
  "staff.mobilePaySettings": { allowed: [200, 422] },
  "staff.mobilePayWebhook": { allowed: [303] },
  "staff.mobilePayWebhookCheck": { allowed: [303] },
  "staff.mobilePayWebhookRemove": { allowed: [200, 303] },
  "staff.mails": {},
  "staff.mail": { names: true },
  "staff.mailHtml": { names: true, allowed: [404] },
  "staff.mailAgain": { names: true, allowed: [303] },
  "staff.staffMembers": {},
  "staff.portalTokens": { allowed: [200, 422] },
  "staff.portalInvitations": { allowed: [200, 422] },
  "staff.portalInvitationStop": { allowed: [303] },
  "staff.portalTokenMail": { names: true, allowed: [303] },
  "staff.portalTokensMissing": { allowed: [200, 303] },
  "staff.portalTokensAll": { allowed: [200, 303] },
  "staff.portalTokenCopy": { names: true, allowed: [200, 303, 404] },
  "staff.portalTokenRevoke": { names: true, allowed: [200, 303, 404, 422] },
  "staff.portalTokenRegenerate": { names: true, allowed: [200, 303, 404] },

  "callbacks.mobilePay": { open: [401] },

  "system.asset": { open: [404] },
  "system.health": { open: [200] },
  "system.ready": { open: [200] },
  "system.robots": { open: [200] },
}

test("every route has a row in this matrix, and every row a route", () => {
  expect(Object.keys(rows).sort()).toEqual(allRoutes.map(({ name }) => name).sort())
})

const mayDo: Record<Exclude<Access, "anyone">, readonly Principal[]> = {
  customer: ["customer", "preview"],
  document: ["customer", "document", "preview"],
  payment: ["customer", "document", "preview"],
  staff: ["read_only", "staff", "owner"],
  staff_write: ["staff", "owner"],
  owner: ["owner"],
}
const isOfPortal = (access: Access) => ["customer", "document", "payment"].includes(access)
const ending = [
  "portal.signOutEverywhere",
  "staff.customerPreview",
  "staff.customerLinksClose",
  "staff.customerPortalAccess",
  "staff.portalTokenRevoke",
  "staff.portalTokenRegenerate",
  "staff.portalTokensAll",
  "portal.signOut",
  "staff.signOut",
]
const cases = allRoutes
  .flatMap(({ name, route }) =>
    (Object.entries(route.methods) as [Method, Access][]).flatMap(([method, access]) =>
      principals.map((principal) => ({ name, method, access, principal })),
    ),
  )
  // What ends or changes sessions comes last, so that the sessions live as long as they are needed.
  .sort((a, b) => ending.indexOf(a.name) - ending.indexOf(b.name))

async function ask(
  name: string,
  method: Method,
  principal: Principal,
  whose: Whose,
): Promise<{ status: number; text: string }> {
  const browser = visitors.browsers[principal]
  const address = visitors.addressOf(name, whose)
  const answer = method === "GET" ? await browser.get(address) : await browser.post(address)
  return { status: answer.status, text: await answer.text() }
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
      const isPortal = isOfPortal(access)
      const refused = principal === "document" ? 403 : 401
      expect(own.status).toBe(isPortal ? refused : isStaffHere ? 403 : 303)
      expect(own.text).not.toContain(canary)
      expect(own.text).not.toContain("Anna Vogne")
      return
    }
    expect(row.allowed ?? [200], own.text.slice(0, 500)).toContain(own.status)
    if (!row.names) return
    const nobodys = await ask(name, method, principal, "nobodys")
    expect(nobodys.status).toBe(404)
    if (!isOfPortal(access)) return
    const others = await ask(name, method, principal, "others")
    expect(others.status).toBe(404)
    expect(withoutIds(others.text)).toBe(withoutIds(nobodys.text))
    expect(others.text).not.toContain(canary)
  })
})
