/** Every staff page in a real browser: in both languages, light and dark, on a phone and on a desk, by keys alone. */
import type { BrowserContext } from "playwright-core"
import { afterAll, beforeAll, describe, test } from "vitest"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { fillWorkshop, openPageGround, openWindow, type PageGround, type Workshop } from "./ground.ts"
import { lookAt } from "./look-at.ts"

const { staff } = routes
let ground: PageGround
let workshop: Workshop
const windows = {} as Record<"owner" | "dane" | "read_only" | "stranger", BrowserContext>

beforeAll(async () => {
  ground = await openPageGround()
  workshop = await fillWorkshop(ground.app)
  const { cookies } = await ground.app.signIn("owner")
  windows.owner = await openWindow(ground, cookies)
  windows.dane = await openWindow(ground, new Map([...cookies, ["kvit_language", "da"]]))
  windows.read_only = await openWindow(ground, (await ground.app.signIn("read_only")).cookies)
  windows.stranger = await openWindow(ground)
}, 60_000)
afterAll(() => ground.close())

const pages: [string, (of: Workshop) => string, keyof typeof windows][] = [
  ["the sign-in", () => staff.signIn.to(), "stranger"],
  ["the second step of the sign-in", () => staff.signInSecondFactor.to(), "stranger"],
  ["an address where nothing is, for a stranger", () => "/nothing-here", "stranger"],
  ["the home page", () => staff.home.to(), "owner"],
  ["the home page in Danish", () => staff.home.to(), "dane"],
  ["a customer's card in Danish", ({ haven }) => staff.customer.to({ id: haven.id }), "dane"],
  ["an invoice in Danish", ({ invoice }) => staff.document.to({ id: invoice }), "dane"],
  ["the portal settings in Danish", () => staff.portalSettings.to(), "dane"],
  ["the portal tokens in Danish", () => staff.portalTokens.to(), "dane"],
  ["the account", () => staff.account.to(), "owner"],
  ["the second factor", () => staff.accountSecondFactor.to(), "owner"],
  ["the customers", () => staff.customers.to(), "owner"],
  ["the customers, none found", () => staff.customers.to({ search: "findes ikke" }), "owner"],
  ["a customer's card", ({ haven }) => staff.customer.to({ id: haven.id }), "owner"],
  ["a customer's statement", ({ haven }) => staff.customerStatement.to({ id: haven.id }), "owner"],
  ["a customer who is not there", () => staff.customer.to({ id: newId() }), "owner"],
  [
    "the question about portal access",
    ({ haven }) => staff.customerPortalAccess.to({ id: haven.id }),
    "owner",
  ],
  ["the documents", () => staff.documents.to(), "owner"],
  ["an invoice", ({ invoice }) => staff.document.to({ id: invoice }), "owner"],
  ["an invoice partly paid", ({ openInvoice }) => staff.document.to({ id: openInvoice }), "owner"],
  ["a quote", ({ quote }) => staff.document.to({ id: quote }), "owner"],
  ["the form for a payment", ({ openInvoice }) => staff.documentPayments.to({ id: openInvoice }), "owner"],
  ["the activity", () => staff.activity.to(), "owner"],
  ["the settings", () => staff.settings.to(), "owner"],
  ["the business settings", () => staff.businessSettings.to(), "owner"],
  ["the feature settings", () => staff.featureSettings.to(), "owner"],
  ["the portal settings", () => staff.portalSettings.to(), "owner"],
  ["the portal settings, for somebody who may not change them", () => staff.portalSettings.to(), "read_only"],
  ["the staff", () => staff.staffMembers.to(), "owner"],
  ["the portal tokens", () => staff.portalTokens.to(), "owner"],
  ["the question about revoking all tokens", () => staff.portalTokensAll.to(), "owner"],
  ["the same page for somebody who may not", () => staff.portalTokensAll.to(), "read_only"],
  [
    "the question about revoking a token",
    ({ tokenId }) => staff.portalTokenRevoke.to({ id: tokenId }),
    "owner",
  ],
  [
    "the question about a new token",
    ({ tokenId }) => staff.portalTokenRegenerate.to({ id: tokenId }),
    "owner",
  ],
]

describe.concurrent("in a real browser", () => {
  test.each(pages)("%s is open to everyone, at any width, in any light", async (_, path, who) => {
    await lookAt(ground, windows[who], path(workshop))
  })
})
