import { afterEach, beforeEach, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../../test/ground.ts"
import { openMailServer, type TestMailServer } from "../../../../test/mail-server.ts"
import { openTestWorkshop, waitFor } from "../../../../test/workshop.ts"
import { newId } from "../../../platform/ids/index.ts"
import { findMailContent, type NewMail, queueMail } from "../index.ts"

let ground: TestGround
let workshop: Awaited<ReturnType<typeof openTestWorkshop>>
let server: TestMailServer

beforeEach(async () => {
  ground = await createTestGround()
  server = await openMailServer()
  workshop = await openTestWorkshop(ground)
  await workshop.useMailServer(server.port)
})
afterEach(async () => {
  await workshop.close()
  await server.close()
  await ground.close()
})

async function queue(mail: Partial<NewMail> & { customerId: string }): Promise<string> {
  const { mailId } = await ground.system.transaction((db) =>
    queueMail(db, ground.system, {
      template: "message",
      contactId: null,
      key: `message:${mail.customerId}`,
      ...mail,
    }),
  )
  return mailId
}

test("a mail is delivered once, to the stored address, with a text and an HTML part", async () => {
  const anna = await ground.make.customer({ name: "Anna Vogne ApS", email: "anna@vogne.example" })
  const documentId = await ground.make.document({ customer: anna, number: "10023" })
  await workshop.start()
  const mailId = await queue({ customerId: anna.id, template: "sales_invoice", documentId })
  await waitFor(async () => (await workshop.mail(mailId)).state === "sent")
  expect(server.mails).toHaveLength(1)
  const [mail] = server.mails
  expect(mail?.envelope.to).toEqual(["anna@vogne.example"])
  expect(mail?.subject).toBe("Invoice 10023 from NORD Auto")
  expect(mail?.text).toContain("1,250.00")
  expect(mail?.html).toContain("Anna Vogne ApS")
  expect(mail?.replyTo?.[0]?.address).toBe("kontakt@nordauto.example")
  expect(mail?.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated")
  expect(mail?.html).not.toMatch(/<img|<script|src=/i)
})

test("a mail queued in a transaction that is rolled back is never sent, and the same key sends once", async () => {
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  const undone = ground.system.transaction(async (db) => {
    await queueMail(db, ground.system, {
      template: "message",
      customerId: anna.id,
      contactId: null,
      key: "undone",
    })
    throw new Error("undone")
  })
  await expect(undone).rejects.toThrow("undone")
  const first = await queue({ customerId: anna.id, key: "once" })
  const second = await queue({ customerId: anna.id, key: "once" })
  expect(second).toBe(first)
  await workshop.start()
  await waitFor(async () => (await workshop.mail(first)).state === "sent")
  await workshop.idle()
  expect(server.mails).toHaveLength(1)
})

test("names that look like markup or headers are nothing but names", async () => {
  const name = 'Eva"><img src=x onerror=alert(1)>\r\nBcc: all@example.com, <evil@example.com>'
  const eva = await ground.make.customer({ name: "placeholder", email: "eva@example.com" })
  await workshop.query("update customers set name = $2 where id = $1", [eva.id, name])
  await workshop.start()
  const mailId = await queue({ customerId: eva.id })
  await waitFor(async () => (await workshop.mail(mailId)).state === "sent")
  const [mail] = server.mails
  expect(mail?.envelope.to).toEqual(["eva@example.com"])
  expect(mail?.to).toHaveLength(1)
  expect(mail?.headers.map(({ key }) => key)).not.toContain("bcc")
  expect(mail?.html).not.toContain("<img")
  expect(mail?.html).toContain("Eva&quot;&gt;&lt;img")
})

test("a mail goes to the address stored when it is sent, and to nobody when there is none", async () => {
  const anna = await ground.make.customer({ email: "old@vogne.example" })
  const nobody = await ground.make.customer({})
  const mailId = await queue({ customerId: anna.id })
  await workshop.query("update customers set email = 'new@vogne.example' where id = $1", [anna.id])
  const noAddress = await queue({ customerId: nobody.id })
  await workshop.start()
  await waitFor(async () => (await workshop.mail(mailId)).state === "sent")
  await waitFor(async () => (await workshop.mail(noAddress)).state === "failed")
  expect(server.mails.map(({ envelope }) => envelope.to)).toEqual([["new@vogne.example"]])
  expect((await workshop.mail(noAddress)).problem).toBe("no_address")
})

test("without a mail server mails are kept, sealed, and none is sent", async () => {
  await workshop.query("delete from mail_settings")
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  await workshop.start()
  const mailId = await queue({ customerId: anna.id, subject: "Om bilen", text: "Den er færdig på torsdag." })
  await waitFor(async () => (await workshop.mail(mailId)).state === "kept")
  const content = await findMailContent(ground.system, ground.secrets, mailId)
  expect(content?.text).toContain("Den er færdig på torsdag.")
  expect(content?.subject).toBe("Om bilen")
  expect(server.mails).toEqual([])
})

test("the demo sends nothing, whatever the settings say", async () => {
  const demo = await openTestWorkshop(ground, { KVIT_ENV: "demo" })
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  await demo.start()
  const mailId = await queue({ customerId: anna.id })
  await waitFor(async () => (await demo.mail(mailId)).state === "kept")
  await demo.close()
  expect(server.mails).toEqual([])
})

test("an answer of 4yz is tried again later, and then the mail goes", async () => {
  await server.close()
  server = await openMailServer({
    refuseRecipient: (_, times) => (times === 1 ? { code: 451, text: "Greylisted, come back" } : null),
  })
  await workshop.useMailServer(server.port)
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  await workshop.start()
  const mailId = await queue({ customerId: anna.id })
  await waitFor(async () => (await workshop.mail(mailId)).problem === "recipient_refused")
  await workshop.idle()
  expect(await workshop.mail(mailId)).toMatchObject({
    state: "queued",
    last_error: "451 Greylisted, come back",
  })
  const [job] = await workshop.query<{ pause: number }>(
    "select extract(epoch from start_after - now())::float as pause from kvit_jobs.job where state = 'retry'",
  )
  expect(job?.pause).toBeGreaterThan(2)
  expect(job?.pause).toBeLessThan(7)
  await waitFor(async () => (await workshop.mail(mailId)).state === "sent")
  expect(server.mails).toHaveLength(1)
  expect(await workshop.mail(mailId)).toMatchObject({ problem: null, last_error: null, attempts: 2 })
})

test("an address that is refused for good is shown on the customer, until it changes", async () => {
  await server.close()
  server = await openMailServer({ refuseRecipient: () => ({ code: 550, text: "No such user here" }) })
  await workshop.useMailServer(server.port)
  const anna = await ground.make.customer({ email: "gone@vogne.example" })
  await workshop.start()
  const mailId = await queue({ customerId: anna.id })
  await waitFor(async () => (await workshop.mail(mailId)).state === "failed")
  expect((await workshop.mail(mailId)).last_error).toBe("550 No such user here")
  const problem = async () =>
    (
      await workshop.query<{ mail_problem: string | null }>(
        "select mail_problem from customers where id = $1",
        [anna.id],
      )
    )[0]?.mail_problem
  expect(await problem()).toBe("550 No such user here")
  await workshop.query("update customers set email = 'anna@vogne.example' where id = $1", [anna.id])
  expect(await problem()).toBeNull()
})

test("mails wait while the mail server is down, and go when it is back", async () => {
  const { port } = server
  await server.close()
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  await workshop.start()
  const mailId = await queue({ customerId: anna.id })
  await waitFor(async () => (await workshop.mail(mailId)).problem === "no_connection")
  server = await openMailServer({ port })
  await waitFor(async () => (await workshop.mail(mailId)).state === "sent")
  expect(server.mails).toHaveLength(1)
})

test("a code that is not out in time is dropped, and never sent", async () => {
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  const mailId = await queue({ customerId: anna.id, template: "sign_in", loginFlowId: newId() })
  const [row] = await workshop.query<{ seconds: number }>(
    "select extract(epoch from deadline_at - queued_at)::float as seconds from mails where id = $1",
    [mailId],
  )
  expect(row?.seconds).toBe(300)
  await workshop.query("update mails set deadline_at = now() - interval '1 second' where id = $1", [mailId])
  await workshop.start()
  await waitFor(async () => (await workshop.mail(mailId)).state === "dropped")
  expect((await workshop.mail(mailId)).problem).toBe("too_late")
  expect(server.mails).toEqual([])
})

test("two workers share the mails, and each goes once", async () => {
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  const keys = Array.from({ length: 12 }, (_, index) => `shared:${index}`)
  const ids = await Promise.all(keys.map((key) => queue({ customerId: anna.id, key })))
  await Promise.all([workshop.start(), workshop.start()])
  await waitFor(async () => (await workshop.countMails("sent")) === ids.length)
  await workshop.idle()
  expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(ids.length)
  expect(server.mails).toHaveLength(ids.length)
})

test("links stand in the mail alone: not in a row, a job or the log", async () => {
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  const token = await ground.make.token(anna)
  await workshop.start()
  const mailId = await queue({ customerId: anna.id, template: "portal_link" })
  await waitFor(async () => (await workshop.mail(mailId)).state === "sent")
  expect(server.mails[0]?.text).toContain(`/portal/p/${token}`)
  const everything = await workshop.dump()
  expect(everything).toContain(mailId)
  expect(everything).not.toContain(token)
  expect(workshop.logged()).not.toContain(token)
  expect(everything.match(/anna@vogne\.example/g)?.length).toBe(2)
})

test("a mail another worker has in hand is left alone until that worker's lease is over", async () => {
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  const mailId = await queue({ customerId: anna.id })
  await workshop.query("update mails set state = 'sending', attempts = 1, sending_at = now()")
  await workshop.start()
  await waitFor(
    async () => (await workshop.query("select from kvit_jobs.job where state = 'retry'")).length === 1,
  )
  expect(server.mails).toEqual([])
  expect((await workshop.mail(mailId)).state).toBe("sending")
  await workshop.query("update mails set sending_at = now() - interval '61 seconds'")
  await workshop.hurry()
  await waitFor(async () => (await workshop.mail(mailId)).state === "sent")
  expect(server.mails).toHaveLength(1)
})
