import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { listEvents } from "../../src/domain/events/index.ts"
import {
  countReachable,
  findInvitation,
  listShares,
  listUnreachable,
  sendInvitationBatch,
  sendShare,
  shareByMail,
  startInvitation,
  stopInvitation,
} from "../../src/domain/sharing/index.ts"
import { asOwner, type StaffActor } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
let staff: TestBrowser
let mette: StaffActor
beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  staff = await app.signIn("staff")
  mette = await app.makeStaff("staff")
}, 60_000)
afterAll(() => app.close())

const { staff: pages, portal } = routes

async function query<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> {
  return asOwner(app.owner, async (client) => (await client.query<Row>(text, values)).rows)
}

async function addContact(
  customerId: string,
  name: string,
  more: { email?: string | null; isMain?: boolean; maySee?: string } = {},
): Promise<string> {
  const id = newId()
  await query(
    "insert into contacts (business_id, id, customer_id, name, email, is_main, may_see) values ($1, $2, $3, $4, $5, $6, $7)",
    app.businessId,
    id,
    customerId,
    name,
    more.email === undefined ? `${id}@vogne.example` : more.email,
    more.isMain ?? false,
    more.maySee ?? "everything",
  )
  return id
}

/** A customer with a main contact and an invoice. */
async function make(more: { contactEmail?: string; name?: string } = {}) {
  const customer = await app.make.customer({
    ...(more.name ? { name: more.name } : {}),
    email: `${newId()}@vogne.example`,
  })
  // A customer with an address has a main contact with it.
  const [contactRow] = await query<{ id: string }>(
    "update contacts set name = 'Main Contact', email = 'main.' || email where customer_id = $1 and is_main returning id",
    customer.id,
  )
  const main = contactRow?.id ?? ""
  const contact = more.contactEmail ? { contact: { email: more.contactEmail } } : {}
  const documentId = await app.make.document({
    customer,
    content: { customer: { name: customer.name, ...contact } } as never,
  })
  return { customer, main, documentId }
}

const mailsOf = (customerId: string) =>
  query<{ template: string; contact_id: string | null; link_id: string | null; own_text: string | null }>(
    "select template, contact_id, link_id, own_text from mails where customer_id = $1 order by id",
    customerId,
  )
const runShare = (shareId: string) =>
  sendShare(app.kvit, app.kvit.secrets, { businessId: app.businessId, shareId })
const shareIdIn = (answer: Response) =>
  new URL(answer.headers.get("location") ?? "", "http://x").searchParams.get("share") ?? ""

describe("sharing a document", () => {
  test("goes in one press to the main contact, and the page says to whom", async () => {
    const { customer, main, documentId } = await make()
    expect(await (await staff.get(pages.document.to({ id: documentId }))).text()).toContain(
      "Mails a link to Main Contact at once",
    )
    const answer = await staff.post(pages.documentShare.to({ id: documentId }))
    expect(answer.status).toBe(303)
    const page = await (await staff.get(answer.headers.get("location") ?? "")).text()
    expect(page).toContain("A mail with the link goes to Main Contact in 10 seconds.")
    expect(page).toContain("Undo")
    expect(await mailsOf(customer.id)).toEqual([])
    await runShare(shareIdIn(answer))
    await runShare(shareIdIn(answer))
    const [share] = await listShares(app.system, { documentId, limit: 10 })
    expect(await mailsOf(customer.id)).toEqual([
      { template: "document_link", contact_id: main, link_id: share?.linkId, own_text: null },
    ])
    const { events } = await listEvents(app.system, { documentId, limit: 10 })
    const shared = events.filter((event) => event.kind === "portal_link.shared")
    expect(shared).toHaveLength(1)
    expect(shared[0]).toMatchObject({ actorKind: "staff", staffName: "Mette staff" })
    expect(shared[0]?.data).toMatchObject({ what: "document_link", way: "mail", contact: main })
  })

  test("waits ten seconds for the worker", async () => {
    const { documentId } = await make()
    const shareId = shareIdIn(await staff.post(pages.documentShare.to({ id: documentId })))
    const jobs = await query<{ wait: number }>(
      "select extract(epoch from start_after - created_on)::int as wait from kvit_jobs.job where name = 'link_share.send' and data->>'shareId' = $1",
      shareId,
    )
    expect(jobs).toEqual([{ wait: 10 }])
  })

  test("goes to the contact the document names before the main contact", async () => {
    const { customer, documentId } = await make({ contactEmail: "Jens@Vogne.example" })
    const jens = await addContact(customer.id, "Jens", { email: "jens@vogne.example" })
    await runShare(shareIdIn(await staff.post(pages.documentShare.to({ id: documentId }))))
    expect((await mailsOf(customer.id)).map((mail) => mail.contact_id)).toEqual([jens])
  })

  test("undone within ten seconds sends nothing, records nothing and closes the link", async () => {
    const { customer, documentId } = await make()
    const id = shareIdIn(await staff.post(pages.documentShare.to({ id: documentId })))
    const answer = await staff.post(pages.shareUndo.to({ id }))
    expect(await (await staff.get(answer.headers.get("location") ?? "")).text()).toContain(
      "Undone. Nothing was sent",
    )
    await runShare(id)
    expect(await mailsOf(customer.id)).toEqual([])
    const { events } = await listEvents(app.system, { documentId, limit: 10 })
    expect(events.map((event) => event.kind)).not.toContain("portal_link.shared")
    const living = await query(
      "select from document_links where document_id = $1 and revoked_at is null",
      documentId,
    )
    expect(living).toEqual([])
  })

  test("undone too late says so, and the link lives on", async () => {
    const { documentId } = await make()
    const id = shareIdIn(await staff.post(pages.documentShare.to({ id: documentId })))
    await runShare(id)
    const answer = await staff.post(pages.shareUndo.to({ id }))
    expect(await (await staff.get(answer.headers.get("location") ?? "")).text()).toContain(
      "It was too late to undo",
    )
    expect((await listShares(app.system, { documentId, limit: 1 }))[0]?.linkState).toBe("active")
  })

  test("pressed ten times at once goes once", async () => {
    const { customer, documentId } = await make()
    const link = { what: "document_link", documentId, days: 90 } as const
    const shares = await Promise.all(
      Array.from({ length: 10 }, () => shareByMail(mette, app.kvit.secrets, link)),
    )
    const ids = new Set(shares.map((share) => (share.ok ? share.shareId : "")))
    expect(ids.size).toBe(1)
    await Promise.all([...ids].map(runShare))
    expect(await mailsOf(customer.id)).toHaveLength(1)
  })

  test("a customer blocked meanwhile is sent no portal link", async () => {
    const { customer } = await make()
    const share = await shareByMail(mette, app.kvit.secrets, {
      what: "portal_token",
      customerId: customer.id,
    })
    await query("update customers set portal_access = false where id = $1", customer.id)
    await runShare(share.ok ? share.shareId : "")
    expect(await mailsOf(customer.id)).toEqual([])
    expect((await listShares(app.system, { customerId: customer.id, limit: 1 }))[0]?.state).toBe("failed")
  })

  test("by a copied link shows it once more the same, until it is closed", async () => {
    const { documentId } = await make()
    const copied = await (await staff.post(pages.documentLinks.to({ id: documentId }))).text()
    const address = /http:\/\/[^\s<"]+\/portal\/d\/v1\.[^\s<"]+/.exec(copied)?.[0] ?? ""
    expect(new URL(address).origin).toBe("http://127.0.0.1:4000")
    const visitor = app.browser()
    expect((await visitor.get(new URL(address).pathname)).status).toBe(303)
    const [share] = await listShares(app.system, { documentId, limit: 1 })
    expect(share).toMatchObject({ way: "copy", to: null, linkState: "active" })
    const id = share?.linkId ?? ""
    expect(await (await staff.post(pages.documentLinkCopy.to({ id }))).text()).toContain(address)
    await staff.post(pages.documentLinkClose.to({ id }))
    expect((await visitor.get(portal.document.to({ id: documentId }))).status).toBe(401)
    const again = await staff.post(pages.documentLinkCopy.to({ id }))
    expect(again.headers.get("location")).toContain("done=not_active")
    const opened = await (await staff.get(pages.document.to({ id: documentId }))).text()
    expect(opened).toContain("By a machine only")
  })

  test("with a recipient and expiry of staff's choice; what is wrong comes back at its field", async () => {
    const { customer, documentId } = await make()
    const address = pages.documentSharing.to({ id: documentId })
    const wrong = await staff.post(address, { to: customer.id, days: "366" })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain("Write a whole number from 1 to 365.")
    const stranger = await app.make.customer({ email: "bo@other.example" })
    expect((await staff.post(address, { to: stranger.id, days: "5" })).status).toBe(422)
    await runShare(shareIdIn(await staff.post(address, { to: customer.id, days: "5" })))
    expect((await mailsOf(customer.id)).map((mail) => mail.contact_id)).toEqual([null])
    const days = await query<{ days: number }>(
      "select round(extract(epoch from expires_at - created_at) / 86400)::int as days from document_links where document_id = $1",
      documentId,
    )
    expect(days).toEqual([{ days: 5 }])
  })

  test("closing all links of a customer ends every one, after saying how many", async () => {
    const { customer, documentId } = await make()
    const second = await app.make.document({ customer })
    const links = [await app.make.documentLink(documentId), await app.make.documentLink(second)]
    const ask = await (await staff.get(pages.customerLinksClose.to({ id: customer.id }))).text()
    expect(ask).toContain("2 links stop working at once")
    await staff.post(pages.customerLinksClose.to({ id: customer.id }))
    const opened = await Promise.all(links.map((link) => app.browser().get(portal.documentLink.to({ link }))))
    expect(opened.map((answer) => answer.status)).toEqual([403, 403])
  })

  test("shows hostile names as what they are, and keeps them out of events", async () => {
    const hostile = `<img src=x onerror=alert(1)>"'{{7*7}}`
    const { customer, documentId } = await make({ name: "Ordinary ApS" })
    await query("update contacts set name = $2 where customer_id = $1", customer.id, hostile)
    const answer = await staff.post(pages.documentShare.to({ id: documentId }))
    await runShare(shareIdIn(answer))
    const addresses = [
      answer.headers.get("location") ?? "",
      pages.documentSharing.to({ id: documentId }),
      pages.documentSend.to({ id: documentId }),
      pages.customer.to({ id: customer.id }),
    ]
    const read = await Promise.all(addresses.map(async (address) => (await staff.get(address)).text()))
    for (const page of read) {
      expect(page).toContain("&lt;img src=x")
      expect(page).not.toContain("<img src=x")
      expect(page).not.toContain("&#39;49")
    }
    const events = await query("select data::text from events where document_id = $1", documentId)
    expect(JSON.stringify(events)).not.toContain("onerror")
  })
})

describe("sending a document", () => {
  const send = (documentId: string, form: Record<string, string>) =>
    staff.post(pages.documentSend.to({ id: documentId }), form)

  test("mails it to the chosen contact with the words staff wrote, once however often the form is sent", async () => {
    const { customer, main, documentId } = await make()
    const shown = await (await staff.get(pages.documentSend.to({ id: documentId }))).text()
    expect(shown).toContain("Hello Main Contact")
    expect(shown).not.toContain("/portal/")
    const form = { to: main, subject: "Din faktura", text: "Kære ven", attachPdf: "on", requestKey: newId() }
    const first = await send(documentId, form)
    expect(first.headers.get("location")).toContain("done=sent")
    expect((await send(documentId, form)).status).toBe(303)
    const mails = await mailsOf(customer.id)
    expect(mails).toMatchObject([{ template: "sales_invoice", contact_id: main, own_text: "Kære ven" }])
    expect(mails[0]?.link_id).not.toBeNull()
  })

  test("leaves unchanged words to the template", async () => {
    const { customer, main, documentId } = await make()
    const shown = await (await staff.get(pages.documentSend.to({ id: documentId }))).text()
    const text = /<textarea[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(shown)?.[1] ?? ""
    const subject = /name="subject"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="subject"/.exec(shown)
    const form = { to: main, subject: subject?.[1] ?? subject?.[2] ?? "", text, requestKey: newId() }
    expect((await send(documentId, form)).status).toBe(303)
    expect((await mailsOf(customer.id)).map((mail) => mail.own_text)).toEqual([null])
  })

  test("refuses nobody, a stranger, no subject, and a kind that is not shown, and sends nothing", async () => {
    const { customer, main, documentId } = await make()
    const stranger = await addContact((await app.make.customer()).id, "Stranger")
    const form = { to: main, subject: "Faktura", text: "Hej", requestKey: newId() }
    const quote = await app.make.document({ customer, kind: "quote" })
    await query("update portal_settings set show_quotes = false")
    const answers = [
      await send(documentId, { ...form, to: "" }),
      await send(documentId, { ...form, to: stranger }),
      await send(documentId, { ...form, subject: " " }),
      await send(quote, form),
    ]
    await query("update portal_settings set show_quotes = true")
    expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422, 422])
    expect(await mailsOf(customer.id)).toEqual([])
    expect(await query("select from document_links where customer_id = $1", customer.id)).toEqual([])
  })
})

test("the portal link goes to nobody who may see a part only, since it opens everything", async () => {
  const customer = await app.make.customer()
  await addContact(customer.id, "Quotes only", { isMain: true, maySee: "quotes" })
  const answer = await staff.post(pages.customerPortalLinkMail.to({ id: customer.id }))
  expect(answer.headers.get("location")).toContain("refused=nobody")
  const everything = await addContact(customer.id, "Everything")
  const share = shareIdIn(await staff.post(pages.customerPortalLinkMail.to({ id: customer.id })))
  await runShare(share)
  expect((await mailsOf(customer.id)).map((mail) => mail.contact_id)).toEqual([everything])
})

describe("inviting customers", () => {
  test("goes out in batches of sixty a minute, leaves out who cannot be reached, and can be stopped", async () => {
    await query("update customers set email = null")
    await query("update contacts set removed_at = now()")
    const customers = await Promise.all(
      Array.from({ length: 200 }, (_, at) => app.make.customer({ email: `c${at}@invited.example` })),
    )
    const [blocked, refused] = [
      await app.make.customer({ email: "b@x.example" }),
      await app.make.customer({ email: "r@x.example" }),
    ]
    await query("update customers set portal_access = false where id = $1", blocked.id)
    await query("update customers set mail_problem = '550 no such user' where id = $1", refused.id)
    await query("update contacts set mail_problem = '550 no such user' where customer_id = $1", refused.id)
    const reach = await countReachable(app.system)
    expect(reach).toMatchObject({
      reachable: 200,
      neverInvited: 200,
      unreachable: { blocked: expect.any(Number), refused_address: 1 },
    })
    const causes = (await listUnreachable(app.system, { limit: 1000 })).customers
    expect(causes.find((one) => one.customerId === refused.id)?.hindrance).toBe("refused_address")
    expect(causes.find((one) => one.customerId === blocked.id)?.hindrance).toBe("blocked")

    const started = await startInvitation(mette, "all")
    expect(started).toMatchObject({ ok: true, customers: 200 })
    expect(await startInvitation(mette, "all")).toEqual({ ok: false, reason: "running" })
    const invitationId = started.ok ? started.invitationId : ""
    const batch = () =>
      sendInvitationBatch(app.kvit, app.kvit.secrets, { businessId: app.businessId, invitationId })
    const sent = async () =>
      (
        await query<{ count: number }>(
          "select count(*)::int as count from mails where key like $1",
          `invitation:${invitationId}:%`,
        )
      )[0]?.count
    await Promise.all([batch(), batch(), batch()])
    expect(await sent()).toBe(60)
    await batch()
    expect(await sent()).toBe(60)
    app.clock.advance(60_000)
    const late = customers.at(-1)
    await query("update customers set portal_access = false where id = $1", late?.id)
    await batch()
    expect(await sent()).toBe(120)
    expect(await findInvitation(app.system)).toMatchObject({
      state: "running",
      sent: 120,
      waiting: 80,
      leftOut: 0,
    })
    app.clock.advance(60_000)
    await batch()
    app.clock.advance(60_000)
    await batch()
    expect(await sent()).toBe(199)
    expect(await findInvitation(app.system)).toMatchObject({
      state: "done",
      sent: 199,
      waiting: 0,
      leftOut: 1,
    })
    const tokens = await query<{ count: number }>(
      "select count(distinct t.customer_id)::int as count from portal_tokens t join mails m on m.token_id = t.id where m.key like $1",
      `invitation:${invitationId}:%`,
    )
    expect(tokens).toEqual([{ count: 199 }])

    const again = await startInvitation(mette, [customers[0]?.id ?? "", customers[1]?.id ?? ""])
    expect(again).toMatchObject({ ok: true, customers: 2 })
    expect(await stopInvitation(mette)).toBe(true)
    await sendInvitationBatch(app.kvit, app.kvit.secrets, {
      businessId: app.businessId,
      invitationId: again.ok ? again.invitationId : "",
    })
    expect(await findInvitation(app.system)).toMatchObject({ state: "stopped", sent: 0, waiting: 2 })
    const page = await (await staff.get(pages.portalInvitations.to())).text()
    expect(page).toContain("0 of 2 invited")
    expect(page).toContain("Mail to the address was refused")
  }, 60_000)
})
