/** Having the statement of account mailed: to whom, how often, and to nobody else. */
import { afterEach, beforeEach, expect, test } from "vitest"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { useSignIn } from "../sign-in.ts"

const { portal } = routes
let app: TestApp
let anna: { id: string; name: string }
let browser: TestBrowser

beforeEach(async () => {
  app = await createTestApp({ secondFactor: false })
  anna = await app.make.customer({ name: "Anna Vogne ApS", email: "anna@vogne.example" })
  browser = app.browser()
  await browser.get(portal.token.to({ token: await app.make.token(anna) }))
})
afterEach(() => app.close())

const read = async (path: string, by = browser) => (await by.get(path)).text()

test("by a portal link it is mailed to the customer's own address, once a form, and a few times an hour", async () => {
  const invoice = await app.make.document({ customer: anna, total: 100_000n })
  await app.make.payment(invoice, 25_000n)
  const offered = await read(portal.statement.to())
  expect(offered).toContain("Goes to a…@vogne.example")
  // The link may have been passed on; it tells nobody an address.
  expect(offered).not.toContain("anna@vogne.example")
  const requestKey = newId()
  const form = { period: "all", requestKey, to: "", recipient: "evil@evil.example", contact: newId() }
  for (const _ of [1, 2]) {
    const answer = await browser.post(portal.statementMail.to(), form)
    expect(answer.headers.get("location")).toBe(portal.statement.to({ period: "all", done: "asked" }))
  }
  expect(await read(portal.statement.to({ done: "asked" }))).toContain("on its way to a…@vogne.example")
  await app.runJobs()
  const [mail, ...others] = await app.mails()
  expect(others).toEqual([])
  expect(mail?.to).toBe("Anna Vogne ApS <anna@vogne.example>")
  expect(mail?.text).toMatch(/Balance on .*: 750\.00\s?kr\./)
  expect(mail?.text).toContain(`${portal.statement.path}?customer=${anna.id}`)
  expect(mail?.attachments).toEqual([expect.stringMatching(/^statement-\d+-2\d{3}-\d\d-\d\d\.pdf$/)])
  await browser.post(portal.statementMail.to(), { requestKey: newId() })
  const refused = await browser.post(portal.statementMail.to(), { requestKey: newId() })
  expect(refused.headers.get("location")).toContain("done=too_often")
  await app.runJobs()
  expect(await app.mails()).toHaveLength(2)
})

test("after signing in it is mailed to the address signed in with, and to no other", async () => {
  const mail = useSignIn(app)
  await mail.contact(anna, "bogholder@vogne.example", "invoices")
  await app.make.document({ customer: anna })
  const person = app.browser()
  await mail.code(person, (await mail.mailFor(person, "bogholder@vogne.example")).code)
  expect(await read(portal.statement.to(), person)).toContain("Goes to bogholder@vogne.example")
  await person.post(portal.statementMail.to(), { requestKey: newId() })
  await app.runJobs()
  const mails = (await app.mails()).filter(({ attachments }) => attachments.length > 0)
  expect(mails.map(({ to }) => to)).toEqual(["Anna <bogholder@vogne.example>"])
})

test("a customer without an address is not offered a mail, and gets none", async () => {
  const poor = await app.make.customer({ name: "Uden Mail" })
  const visitor = app.browser()
  await visitor.get(portal.token.to({ token: await app.make.token(poor) }))
  expect(await read(portal.statement.to(), visitor)).not.toContain("Mail it to me")
  const answer = await visitor.post(portal.statementMail.to(), { requestKey: newId() })
  expect(answer.headers.get("location")).toContain("done=no_address")
  await app.runJobs()
  expect(await app.mails()).toEqual([])
})
