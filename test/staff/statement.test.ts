/** The statement of a customer, for staff: the whole account, and mailing it. */
import { sql } from "kysely"
import { afterEach, beforeEach, expect, test } from "vitest"
import { findBalances } from "../../src/domain/ledger/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { openMailServer } from "../mail-server.ts"
import { readPdf, textOf } from "../read-pdf.ts"
import { useSignIn } from "../sign-in.ts"

const { staff, portal } = routes
let app: TestApp
let anna: { id: string; name: string }
beforeEach(async () => {
  app = await createTestApp({ secondFactor: false })
  anna = await app.make.customer({ name: "Anna Vogne ApS", email: "anna@vogne.example" })
})
afterEach(() => app.close())

/** Whom the form offers first. */
const firstRecipient = (page: string) => /name="recipient" value="([^"]+)"/.exec(page)?.[1] ?? ""

const packed = (text: string) => text.replaceAll(/<[^>]*>|&nbsp;|\s/g, "")
const hide = (what: "show_credit_notes" | "show_statement") =>
  app.system.transaction((db) => sql`update portal_settings set ${sql.ref(what)} = false`.execute(db))

test("staff see the whole account; the PDF is what the customer gets, without what the portal hides", async () => {
  await app.make.document({ customer: anna, number: "10001", total: 100_000n })
  const credit = await app.make.document({
    customer: anna,
    kind: "credit_note",
    number: "KREDIT-77",
    total: 30_000n,
  })
  await hide("show_credit_notes")
  const owner = await app.signIn("owner")
  const page = await (await owner.get(staff.customerStatement.to({ id: anna.id }))).text()
  expect(page).toContain("KREDIT-77")
  expect(page).toContain(staff.document.to({ id: credit }))
  const [balance] = await findBalances(app.system, [anna.id], "2026-11-21")
  expect(balance?.balance).toBe(70_000n)
  expect(packed(page)).toContain("700.00kr.")
  expect(page).toContain("Credit notes are not shown to customers")
  const csv = await (await owner.get(staff.customerStatementCsv.to({ id: anna.id }))).text()
  expect(csv).toContain("KREDIT-77")
  const pdf = await owner.get(staff.customerStatementPdf.to({ id: anna.id }))
  const text = textOf(Buffer.from(await pdf.arrayBuffer()))
  expect(text).not.toContain("KREDIT-77")
  expect(packed(text)).toContain("DKK700.00")
  const kinds = await app.system.transaction((db) => db.selectFrom("events").select("kind").execute())
  expect(kinds.map(({ kind }) => kind)).not.toContain("statement.downloaded")
})

test("the customer's card leads to it", async () => {
  const owner = await app.signIn("read_only")
  const card = await (await owner.get(staff.customer.to({ id: anna.id }))).text()
  expect(card).toContain(staff.customerStatement.to({ id: anna.id }))
})

test("a mailed statement has the balance of the ledger, the PDF of its period, and a link to it", async () => {
  const server = await openMailServer()
  try {
    const { port } = server
    await app.system.transaction((db) =>
      db
        .insertInto("mail_settings")
        .values({
          business_id: app.businessId,
          host: "127.0.0.1",
          port,
          security: "none",
          from_address: "faktura@nordauto.example",
        })
        .execute(),
    )
    await app.make.document({ customer: anna, number: "10001", issueDate: "2026-02-01", total: 100_000n })
    await app.make.document({ customer: anna, number: "10002", issueDate: "2026-06-01", total: 50_000n })
    const credit = {
      kind: "credit_note",
      number: "KREDIT-88",
      issueDate: "2026-03-01",
      total: 20_000n,
    } as const
    await app.make.document({ customer: anna, ...credit })
    await hide("show_credit_notes")
    const owner = await app.signIn("staff")
    const page = await (await owner.get(staff.customerStatement.to({ id: anna.id }))).text()
    const recipient = firstRecipient(page)
    const form = { from: "2026-01-01", to: "2026-03-31", recipient, requestKey: newId() }
    for (const _ of [1, 2]) {
      const answer = await owner.post(staff.customerStatementMail.to({ id: anna.id }), form)
      expect(answer.headers.get("location")).toContain("done=sent")
    }
    await app.runJobs()
    expect(server.mails).toHaveLength(1)
    const [mail] = server.mails
    expect(mail?.envelope.to).toEqual(["anna@vogne.example"])
    expect(packed(mail?.text ?? "")).toContain("Balanceon31March2026:800.00kr.")
    expect(mail?.text).toContain("&from=2026-01-01&to=2026-03-31")
    const [pdf, ...others] = mail?.attachments ?? []
    expect(others).toEqual([])
    expect(pdf?.mimeType).toBe("application/pdf")
    const { pages } = readPdf(new Uint8Array(pdf?.content as ArrayBuffer))
    expect(packed(pages.join())).toContain("DKK800.00")
    expect(pages.join()).not.toMatch(/10002|KREDIT-88/)
    const kept = await app.system.transaction((db) =>
      db.selectFrom("mails").select(["template", "state", "statement_currency", "statement_from"]).execute(),
    )
    expect(kept).toEqual([
      { template: "statement", state: "sent", statement_currency: "DKK", statement_from: "2026-01-01" },
    ])
  } finally {
    await server.close()
  }
})

test("it goes to nobody but those of the customer who may see the account", async () => {
  const mail = useSignIn(app)
  const bo = await app.make.customer({ name: "Bo", email: "bo@bo.example" })
  const quotes = await mail.contact(anna, "tilbud@vogne.example", "quotes")
  const bos = await mail.contact(bo, "per@bo.example")
  const books = await mail.contact(anna, "bogholder@vogne.example", "invoices")
  const owner = await app.signIn("owner")
  const page = await (await owner.get(staff.customerStatement.to({ id: anna.id }))).text()
  expect(page).toContain("bogholder@vogne.example")
  expect(page).not.toContain("tilbud@vogne.example")
  const send = async (recipient: string) =>
    (await owner.post(staff.customerStatementMail.to({ id: anna.id }), { recipient })).headers.get("location")
  for (const recipient of [quotes, bos, bo.id, newId(), "", "x"])
    expect(await send(recipient), recipient).toContain("done=not_a_recipient")
  expect(await send(books)).toContain("done=sent")
  await app.runJobs()
  expect((await app.mails()).map(({ to }) => to)).toEqual(["Anna <bogholder@vogne.example>"])
})

test("where the portal shows no statement the mail has the PDF and no link", async () => {
  await hide("show_statement")
  const owner = await app.signIn("owner")
  const page = await (await owner.get(staff.customerStatement.to({ id: anna.id }))).text()
  expect(page).toContain("no link")
  await owner.post(staff.customerStatementMail.to({ id: anna.id }), { recipient: firstRecipient(page) })
  await app.runJobs()
  const [mail] = await app.mails()
  expect(mail?.attachments).toHaveLength(1)
  expect(mail?.text).toContain("Balance on")
  expect(mail?.text).not.toContain(portal.statement.path)
  expect(mail?.html).not.toContain("See the statement")
})

test("who may only read sees the statement, and no way to mail it", async () => {
  const reader = await app.signIn("read_only")
  const page = await (await reader.get(staff.customerStatement.to({ id: anna.id }))).text()
  expect(page).toContain("Download PDF")
  expect(page).not.toContain("Mail the statement")
})
