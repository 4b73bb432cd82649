/** The whole way: the page, the worker, a mail server, the mail, and in. */
import { afterAll, beforeAll, expect, test } from "vitest"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { openMailServer, type TestMailServer } from "../mail-server.ts"
import { listen, openChromium } from "../serve.ts"
import { navigation, useSignIn } from "../sign-in.ts"
import { openTestWorkshop, waitFor } from "../workshop.ts"

let app: TestApp
let server: TestMailServer
let workshop: Awaited<ReturnType<typeof openTestWorkshop>>
let mail: ReturnType<typeof useSignIn>
let staff: TestBrowser
beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  server = await openMailServer()
  const { database, secrets, clock } = app.kvit
  const { businessId, system, owner, make, close } = app
  const environment = { database, clock }
  workshop = await openTestWorkshop({
    environment,
    database,
    clock: app.clock,
    secrets,
    businessId,
    system,
    owner,
    make,
    close,
  })
  await workshop.useMailServer(server.port)
  await workshop.start()
  mail = useSignIn(app)
  staff = await app.signIn("read_only")
})
afterAll(async () => {
  await workshop.close()
  await server.close()
  await app.close()
})

/** What the mail to this address says: the path of its link, and its code. */
async function readMail(address: string): Promise<{ link: string; code: string; to: string[] }> {
  await waitFor(() => server.mails.some((one) => one.envelope.to.includes(address)))
  const received = server.mails.find((one) => one.envelope.to.includes(address))
  const text = received?.text ?? ""
  return {
    link: /\/portal\/sign-in\/link\/kvl_[0-9A-Za-z]{49}/.exec(text)?.[0] ?? "",
    code: /^(\d{3} \d{3})$/m.exec(text)?.[1] ?? "",
    to: received?.envelope.to ?? [],
  }
}

test("whoever asks with a known address gets one mail, scanners open its link, and the person is in", async () => {
  const firm = await app.make.customer({ name: "Vogne ApS" })
  await mail.contact(firm, "Anna@Vogne.example")
  const browser = app.browser()
  await mail.ask(browser, "anna@vogne.example")
  await mail.ask(app.browser(), "nobody@vogne.example")
  const { link, code, to } = await readMail("Anna@Vogne.example")
  expect(to).toEqual(["Anna@Vogne.example"])
  expect(code).toMatch(/^\d{3} \d{3}$/)
  const scanner = app.browser()
  await scanner.head(link)
  for (let times = 0; times < 5; times++) await scanner.get(link)
  expect((await browser.get(link, navigation)).status).toBe(303)
  expect(await mail.isIn(browser)).toBe(true)
  expect(server.mails).toHaveLength(1)
  const card = await (await staff.get(`/customers/${firm.id}`)).text()
  for (const sentence of [
    "Asked for a sign-in mail",
    "The mail server accepted",
    "A machine, such as a mail scanner",
    "Signed in by the link",
  ]) {
    expect(card).toContain(sentence)
  }
  expect(card).not.toContain(code)
  expect(card).not.toContain(link)
})

test("a scanner that is a whole browser and waits uses nothing up; the code still signs in", async () => {
  const firm = await app.make.customer({ name: "Bo ApS" })
  await mail.contact(firm, "bo@vogne.example")
  await mail.rest()
  const browser = app.browser()
  await mail.ask(browser, "bo@vogne.example")
  const { link, code } = await readMail("bo@vogne.example")
  const { origin, stop } = await listen(app)
  const chromium = await openChromium()
  try {
    const page = await chromium.newPage()
    await page.goto(`${origin}${link}`)
    await page.waitForTimeout(3000)
    expect(await page.textContent("h1")).toContain("Sign in to NORD Auto")
    expect((await page.context().cookies()).map((cookie) => cookie.name)).not.toContain("kvit_customer")
  } finally {
    await chromium.close()
    await stop()
  }
  await mail.code(browser, code === "111 111" ? "222222" : "111111")
  expect((await mail.code(browser, code)).status).toBe(303)
  const card = await (await staff.get(`/customers/${firm.id}`)).text()
  expect(card).toContain("The link was opened in another browser")
  expect(card).toContain("1 wrong code typed; 3 tries left")
  expect(card).toContain("Signed in by the code")
})

test("staff are told plainly what keeps a customer out", async () => {
  const firm = await app.make.customer({
    name: "Carl ApS",
    email: "carl@vogne.example; bogholderi@vogne.example",
  })
  await mail.contact(firm, "carl@vogne.example")
  await mail.query("update customers set portal_access = false where id = $1", [firm.id])
  await mail.rest()
  await mail.ask(app.browser(), "carl@vogne.example")
  await waitFor(
    async () => (await mail.query("select from sign_in_flows where outcome = 'unknown'")).length > 1,
  )
  const card = await (await staff.get(`/customers/${firm.id}`)).text()
  expect(card).toContain("Portal access is off for this customer")
  expect(card).toContain("is not one whole e-mail address")
  expect(card).toContain("the address stood at no customer who may come in")
})

test("somebody whose address is not known asks staff, who see it on their home and take it off the list", async () => {
  const visitor = app.browser()
  const form = {
    name: "Dora <b>",
    email: "dora@vogne.example",
    company: "Dora ApS",
    message: "Invoice 10042",
  }
  expect((await visitor.post("/portal/sign-in/unknown-address", { ...form, email: "dora" })).status).toBe(422)
  const sent = await visitor.post("/portal/sign-in/unknown-address", form)
  expect([sent.status, sent.headers.get("location")]).toEqual([
    303,
    "/portal/sign-in/unknown-address?done=sent",
  ])
  const owner = await app.signIn("owner")
  expect(await (await owner.get("/")).text()).toContain("1 person asks to be let in")
  const list = await (await owner.get("/activity")).text()
  expect(list).toContain("Dora &lt;b&gt;, Dora ApS")
  const done = /\/activity\/requests\/[0-9a-f-]{36}\/done/.exec(list)?.[0] ?? ""
  expect((await staff.post(done)).status).toBe(403)
  expect((await owner.post(done)).status).toBe(303)
  expect(await (await owner.get("/activity")).text()).not.toContain("Dora")
})
