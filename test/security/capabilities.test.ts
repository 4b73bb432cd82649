/** What each way in opens, asked of every portal route; made from the table in domain/access/capabilities.ts. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { capabilities, openPreview } from "../../src/domain/access/index.ts"
import { asOwner, type CustomerWay } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { newSecret, sha256 } from "../../src/platform/secrets/index.ts"
import { allRoutes, routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
let documentId: string
let customerId: string
const browsers = new Map<CustomerWay, TestBrowser>()

beforeAll(async () => {
  app = await createTestApp()
  const customer = await app.make.customer({ email: "anna@vogne.example" })
  customerId = customer.id
  documentId = await app.make.document({ customer })
  const open = async (address: string) => {
    const browser = app.browser()
    await browser.get(address)
    return browser
  }
  const link = await app.make.documentLink(documentId)
  browsers.set("document", await open(routes.portal.documentLink.to({ link })))
  browsers.set("token", await open(routes.portal.token.to({ token: await app.make.token(customer) })))
  browsers.set("link", await signedInBy("link"))
  browsers.set("code", await signedInBy("code"))
  const preview = app.browser()
  preview.cookies.set("kvit_customer", (await openPreview(await app.makeStaff(), customerId))?.secret ?? "")
  browsers.set("preview", preview)
}, 60_000)
afterAll(() => app.close())

/** A session as a sign-in by mail leaves it. */
async function signedInBy(way: "link" | "code"): Promise<TestBrowser> {
  const secret = newSecret()
  await asOwner(app.owner, (client) =>
    client.query(
      `insert into portal_sessions (business_id, id, secret_sha256, way, address_sha256, expires_at)
       values ($1, $2, $3, $4, hash_address('anna@vogne.example'), now() + interval '1 day')`,
      [app.businessId, newId(), sha256(secret), way],
    ),
  )
  const browser = app.browser()
  browser.cookies.set("kvit_customer", secret)
  return browser
}

const ways = Object.keys(capabilities) as CustomerWay[]
const asked = allRoutes.flatMap(({ name, route }) =>
  route.methods.GET === "customer" || route.methods.GET === "document"
    ? ways.map((way) => ({
        name,
        way,
        path: route.path,
        capability: route.methods.GET as "customer" | "document",
      }))
    : [],
)

test.each(asked)("$name is opened by $way exactly as the table says", async ({ way, path, capability }) => {
  const address = path.replace(":id", documentId).replace(":position", "0")
  const answer = await browsers.get(way)?.get(address)
  const refused = answer?.status === 401 || answer?.status === 403
  expect(refused).toBe(!capabilities[way].includes(capability))
})

test("no way in is more than documents and the portal: contact data is changed by none", () => {
  expect(new Set(Object.values(capabilities).flat())).toEqual(new Set(["customer", "document"]))
  expect(capabilities.document).toEqual(["document"])
})
