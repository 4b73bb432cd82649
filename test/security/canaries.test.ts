/** What only staff may know is in nothing a customer can reach: no page, file or header (R03; ASVS 8.2.3, 15.3.1). */
import { afterAll, beforeAll, expect, test } from "vitest"
import { toStored } from "../../src/domain/documents/index.ts"
import { recordPayment } from "../../src/domain/payments/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { allRoutes, routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { textOf } from "../read-pdf.ts"
import { sampleInvoice } from "../sample-documents.ts"
import { readEverything } from "./everything.ts"

let app: TestApp
let address: (name: string) => string
let token: string
beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  const anna = await app.make.customer({
    name: "Anna Vogne ApS",
    contact: { name: "Canary Contact", email: "canary-contact@example.com", phone: "+45 11 22 33 44" },
  })
  const leasing = await app.make.customer({ name: "Leasing Nord A/S" })
  const bo = await app.make.customer({
    name: "Canary Other Customer",
    email: "canary-other@example.com",
    contact: { name: "Canary Other Contact", email: "canary-bo@example.com" },
  })
  const id = await app.make.document({
    customer: anna,
    billTo: leasing,
    content: toStored(sampleInvoice()),
    remarks: [{ text: "Canary Remark" }],
  })
  await app.make.document({ customer: bo, number: "CANARY-FOREIGN-1" })
  await app.make.document({ customer: anna, number: "CANARY-DRAFT-1", state: "draft" })
  const staff = await app.signIn("owner")
  const paid = await staff.post(routes.staff.documentPayments.to({ id }), {
    amount: "100.00",
    receivedOn: "2026-11-20",
    method: "bank",
    reference: "Canary Form Reference",
    requestKey: newId(),
  })
  expect(paid.status).toBe(303)
  await recordPayment(app.system, {
    documentId: id,
    amount: 5_000n,
    method: "cash",
    receivedOn: "2026-11-01",
    reference: "Canary Reference",
    requestKey: newId(),
  })
  await asOwner(app.owner, async (client) => {
    await client.query(
      "update customers set internal_note = 'Canary Customer Note', search_terms = search_terms || '{canarycustomerterm}'::text[]",
    )
    await client.query(
      "update documents set internal_note = 'Canary Document Note', search_terms = search_terms || '{canarydocumentterm}'::text[]",
    )
    await client.query("update contacts set phone = 'Canary Phone' where name like 'Canary%'")
    await client.query("update staff_members set name = 'Canary Staff', email = 'canary-staff@example.com'")
    await client.query("update kvit_auth.users set name = 'Canary Account'")
  })
  token = await app.make.token(anna)
  address = (name) =>
    (allRoutes.find((entry) => entry.name === name)?.route.path ?? "")
      .replace(":id", id)
      .replace(":token", token)
      .replace(":position", "0")
}, 60_000)
afterAll(() => app.close())

const planted = [
  "Canary Contact",
  "canary-contact@",
  "Canary Other Customer",
  "canary-other@",
  "Canary Other Contact",
  "Canary Remark",
  "CANARY-FOREIGN-1",
  "CANARY-DRAFT-1",
  "Canary Form Reference",
  "Canary Reference",
  "Canary Customer Note",
  "canarycustomerterm",
  "Canary Document Note",
  "canarydocumentterm",
  "Canary Phone",
  "Canary Staff",
  "canary-staff@",
  "Canary Account",
]

test("each canary is in the database, so that its absence elsewhere says something", async () => {
  const everything = JSON.stringify(await readEverything(app))
  expect(planted.filter((canary) => !everything.includes(canary))).toEqual([])
})

test("none is in a page, a file or a header of the portal, in either language", async () => {
  const ids = (
    await asOwner(app.owner, (client) =>
      client.query<{ id: string; sealed: string }>(
        "select id::text, encode(token_sha256, 'hex') as sealed from portal_tokens union all select id::text, encode(secret_sha256, 'hex') from portal_sessions",
      ),
    )
  ).rows.flatMap(({ id, sealed }) => [id, sealed])
  const browser = app.browser()
  const reachable = allRoutes.filter(({ name, route }) => route.methods.GET && name.startsWith("portal."))
  expect(reachable.length).toBeGreaterThanOrEqual(9)
  const seen: string[] = []
  for (const language of ["en", "da"]) {
    await browser.get(routes.portal.token.to({ token }))
    for (const { name } of reachable) {
      for (const query of [
        `?language=${language}`,
        "?search=canarydocumentterm",
        "?search=Canary%20Remark",
      ]) {
        const answer = await browser.get(address(name) + query)
        const bytes = Buffer.from(await answer.arrayBuffer())
        const text =
          bytes.subarray(0, 5).toString() === "%PDF-"
            ? textOf(bytes) + bytes.toString("latin1")
            : bytes.toString()
        // What was searched for is said again.
        seen.push(
          text.replaceAll(
            /value="(canarydocumentterm|Canary Remark)"|search=(canarydocumentterm|Canary(%20|\+)Remark)/g,
            "",
          ),
        )
        seen.push(JSON.stringify([...answer.headers]))
      }
    }
  }
  const all = seen.join("\n")
  expect(all).toContain("Anna Vogne ApS")
  expect(all).toContain("Invoice 10042")
  expect(planted.filter((canary) => all.toLowerCase().includes(canary.toLowerCase()))).toEqual([])
  expect(ids.filter((id) => all.includes(id))).toEqual([])
  // Searching by a word only staff may search by finds nothing.
  expect(all).not.toContain("kvt_")
})

test("a customer finds no document by what only staff know of it", async () => {
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token }))
  for (const search of ["Canary Remark", "Canary Document Note", "Canary Reference", "CANARY-DRAFT-1"]) {
    const page = await (await browser.get(routes.portal.documents.to({ search }))).text()
    expect(page, search).not.toContain("Invoice 10042")
  }
})
