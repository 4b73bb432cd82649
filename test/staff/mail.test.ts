import { afterEach, beforeEach, expect, test } from "vitest"
import { queueMail } from "../../src/domain/notifications/index.ts"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { openMailServer, type TestMailServer } from "../mail-server.ts"

let app: TestApp
let server: TestMailServer | undefined
beforeEach(async () => {
  app = await createTestApp({ secondFactor: false })
})
afterEach(async () => {
  await server?.close()
  server = undefined
  await app.close()
})

const { staff } = routes
const form = {
  host: "localhost",
  port: "587",
  security: "starttls",
  username: "kvit",
  password: "hemmelig-kanariefugl",
  fromName: "",
  fromAddress: "faktura@nordauto.example",
  replyTo: "",
}

async function queueTo(customerId: string, template: "portal_link" | "sign_in" | "message" = "message") {
  const { mailId } = await app.system.transaction((db) =>
    queueMail(db, app.system, { template, customerId, contactId: null, key: `${template}:${customerId}` }),
  )
  return mailId
}

test("the password of the mail server is stored sealed and never shown again", async () => {
  const owner = await app.signIn("owner")
  expect((await owner.post(staff.emailSettings.to(), form)).status).toBe(303)
  const page = await (await owner.get(staff.emailSettings.to())).text()
  expect(page).toContain("A password is stored")
  expect(page).not.toContain("kanariefugl")
  const rows = await app.system.transaction((db) => db.selectFrom("mail_settings").selectAll().execute())
  expect(JSON.stringify(rows)).not.toContain("kanariefugl")
  expect(rows[0]?.sealed_password?.toString("latin1")).not.toContain("kanariefugl")
  expect(app.logged()).not.toContain("kanariefugl")
})

test("a stored password is not told to another server: it must be typed again", async () => {
  const owner = await app.signIn("owner")
  await owner.post(staff.emailSettings.to(), form)
  const moved = await owner.post(staff.emailSettings.to(), {
    ...form,
    host: "smtp.evil.example",
    password: "",
  })
  expect(moved.status).toBe(422)
  expect(await moved.text()).toContain("Type the password again")
  const same = await owner.post(staff.emailSettings.to(), { ...form, fromName: "Nord", password: "" })
  expect(same.status).toBe(303)
})

test("mail in the clear is refused for any server but this machine's", async () => {
  const owner = await app.signIn("owner")
  const answer = await owner.post(staff.emailSettings.to(), {
    ...form,
    host: "smtp.example.com",
    security: "none",
  })
  expect(answer.status).toBe(422)
  const text = await answer.text()
  expect(text).toContain("Only a server on this machine")
  expect(text).toContain('value="smtp.example.com"')
  expect(text).not.toContain("kanariefugl")
})

test("the test mail says in plain words what went wrong, with the server's own", async () => {
  const owner = await app.signIn("owner")
  expect(await (await owner.post(staff.emailTest.to())).text()).toContain("Save the settings first")
  server = await openMailServer({ user: { name: "kvit", password: "det rigtige" } })
  const here = { ...form, host: "127.0.0.1", port: String(server.port), security: "none" }
  await owner.post(staff.emailSettings.to(), here)
  const refused = await owner.post(staff.emailTest.to())
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain("The server refused user name or password")
  await owner.post(staff.emailSettings.to(), { ...here, password: "det rigtige" })
  const went = await owner.post(staff.emailTest.to())
  expect(went.status).toBe(200)
  expect(await went.text()).toContain("A test mail went to")
  expect(server.mails).toHaveLength(1)
})

test("a template is checked when it is saved, with the line and what stands there", async () => {
  const owner = await app.signIn("owner")
  const address = staff.emailTemplate.to({ template: "message" })
  const typed = { in: "en", deed: "save", subject: "Hi", body: "One\nTwo {{ customer.password }}" }
  const refused = await owner.post(address, typed)
  expect(refused.status).toBe(422)
  const text = await refused.text()
  expect(text).toContain("Line 2: there is no “customer.password” in this mail.")
  expect(text).toContain("Two {{ customer.password }}")
  const include = await owner.post(address, { ...typed, body: "{% include '/etc/passwd' %}" })
  expect(include.status).toBe(422)
  expect(await include.text()).not.toContain("root:")
  const saved = await owner.post(address, {
    ...typed,
    body: "Dear {{ customer.name }}\n\n{{ document.number }}",
  })
  expect(saved.status).toBe(303)
  const anna = await app.make.customer({ name: "Anna <b>Vogne</b>", email: "anna@vogne.example" })
  await queueTo(anna.id)
  await app.runJobs()
  const [mail] = await app.mails()
  expect(mail?.subject).toBe("Hi")
  expect(mail?.text).toContain("Dear Anna <b>Vogne</b>")
  expect(mail?.html).toContain("Dear Anna &lt;b&gt;Vogne&lt;/b&gt;")
  await owner.post(address, { in: "en", deed: "reset" })
  expect(
    await (await owner.get(staff.emailTemplate.to({ template: "message" }, { in: "en" }))).text(),
  ).toContain("{{ business.name }} has written to you")
})

test("every template can be seen on real data, in both languages", async () => {
  const anna = await app.make.customer({ name: "Anna Vogne ApS", email: "anna@vogne.example" })
  const documentId = await app.make.document({ customer: anna, number: "10077" })
  await app.make.payment(documentId, 25_000n)
  const owner = await app.signIn("owner")
  for (const template of [
    "sign_in",
    "portal_link",
    "sign_in_link",
    "document_link",
    "sales_invoice",
    "receipt",
    "message",
    "statement",
    "reminder",
  ]) {
    for (const language of ["da", "en"]) {
      const answer = await owner.get(staff.emailTemplate.to({ template }, { in: language }))
      expect(answer.status, template).toBe(200)
      expect(await answer.text(), template).toContain(
        language === "da" ? "Hej Anna Vogne ApS" : "Hello Anna Vogne ApS",
      )
    }
  }
})

test("a kept mail can be read by staff, its HTML only in a sandbox; who may only look sees no links", async () => {
  const anna = await app.make.customer({ email: "anna@vogne.example" })
  const mailId = await queueTo(anna.id, "portal_link")
  await app.runJobs()
  const [kept] = await app.mails()
  const link = /https?:\/\/\S+\/portal\/p\/\S+/.exec(kept?.text ?? "")?.[0] ?? "no link"
  const member = await app.signIn("staff")
  expect(await (await member.get(staff.mail.to({ id: mailId }))).text()).toContain(link)
  const html = await member.get(staff.mailHtml.to({ id: mailId }))
  expect(html.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/)
  const reader = await app.signIn("read_only")
  const shown = await (await reader.get(staff.mail.to({ id: mailId }))).text()
  expect(shown).toContain("anna@vogne.example")
  expect(shown).not.toContain(link)
  expect((await reader.get(staff.mailHtml.to({ id: mailId }))).status).toBe(403)
  expect(await (await reader.get(staff.mails.to({ state: "kept" }))).text()).toContain("anna@vogne.example")
  expect(await (await reader.get(staff.mails.to({ state: "failed" }))).text()).not.toContain(
    "anna@vogne.example",
  )
})

test("a kept mail is sent by one press once there is a mail server", async () => {
  const anna = await app.make.customer({ email: "anna@vogne.example" })
  const mailId = await queueTo(anna.id)
  await app.runJobs()
  server = await openMailServer()
  const owner = await app.signIn("owner")
  const here = {
    ...form,
    host: "127.0.0.1",
    port: String(server.port),
    security: "none",
    username: "",
    password: "",
  }
  await owner.post(staff.emailSettings.to(), here)
  expect((await owner.post(staff.mailAgain.to({ id: mailId }))).status).toBe(303)
  expect((await owner.post(staff.mailAgain.to({ id: mailId }))).status).toBe(303)
  await app.runJobs()
  expect(server.mails).toHaveLength(1)
  expect(await (await owner.get(staff.mail.to({ id: mailId }))).text()).toContain("The mail server took it")
})

test("the demo's mailbox shows what would have been sent, and is in the demo alone", async () => {
  const anna = await app.make.customer({ email: "anna@vogne.example" })
  await queueTo(anna.id, "portal_link")
  await app.runJobs()
  expect((await app.browser().get(routes.portal.demoMailbox.to())).status).toBe(404)
  expect(await (await app.browser().get(routes.portal.signIn.to())).text()).not.toContain("mailbox")
  const demo = await createTestApp({ secondFactor: false, environment: { KVIT_ENV: "demo" } })
  const bo = await demo.make.customer({ email: "bo@example.com" })
  await demo.system.transaction((db) =>
    queueMail(db, demo.system, { template: "portal_link", customerId: bo.id, contactId: null, key: "bo" }),
  )
  await demo.runJobs()
  const signIn = await (await demo.browser().get(routes.portal.signIn.to())).text()
  const page = await (await demo.browser().get(routes.portal.demoMailbox.to())).text()
  await demo.close()
  expect(signIn).toContain(`href="${routes.portal.demoMailbox.to()}"`)
  expect(page).toContain("bo@example.com")
  expect(page).toMatch(/<a href="http:\/\/127\.0\.0\.1:4000\/portal\/p\/kvt_/)
})
