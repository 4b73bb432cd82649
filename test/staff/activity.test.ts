import { afterAll, beforeAll, expect, test } from "vitest"
import { eventKinds } from "../../src/domain/events/index.ts"
import { languages } from "../../src/platform/language/index.ts"
import { texts } from "../../src/platform/language/texts/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
let staff: TestBrowser

beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  staff = await app.signIn("staff")
})
afterAll(() => app.close())

const home = async () => (await (await staff.get(routes.staff.home.to())).text()).replaceAll("\u00a0", " ")

test("every event has its sentence in every language, and no sentence is without an event", () => {
  for (const language of languages) {
    const { sentences } = texts(language).staffActivity
    expect(Object.keys(sentences).sort()).toEqual([...eventKinds].sort())
    for (const sentence of Object.values(sentences)) {
      expect(sentence.replace(/\{(who|customer|document|amount)\}/g, "")).not.toMatch(/[{}]/)
    }
  }
})

test("home says what is owed, what is late, what came in and who was here", async () => {
  expect(await home()).toContain("Nothing is outstanding")
  const [one, other] = [await app.make.customer({ name: "Havnens Kørsel ApS" }), await app.make.customer()]
  const late = await app.make.document({
    customer: one,
    total: 100_000n,
    issueDate: "2025-01-01",
    dueDate: "2025-01-15",
  })
  await app.make.document({ customer: other, total: 50_000n, dueDate: "2999-01-01" })
  await app.make.document({ customer: other, total: 70_000n, state: "draft" })
  const paid = await staff.post(routes.staff.documentPayments.to({ id: late }), {
    amount: "250.00",
    receivedOn: new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }).format(new Date()),
    method: "cash",
    requestKey: "01990000-0000-7000-8000-000000000001",
  })
  expect(paid.status).toBe(303)
  const visitor = app.browser()
  await visitor.get(routes.portal.token.to({ token: await app.make.token(one) }))
  await visitor.get(routes.portal.document.to({ id: late }))
  const page = await home()
  expect(page).toContain("1,250.00 kr.")
  expect(page).toContain("2 customers owe")
  expect(page).toMatch(/Overdue<.*?750\.00 kr\..*?1 invoice</s)
  expect(page).toMatch(/Received in 30 days<.*?250\.00 kr\..*?1 payment</s)
  expect(page).toMatch(/Havnens Kørsel ApS<\/a> came in, opened 1 document</)
  expect(page).toMatch(
    /Mette staff recorded <a[^>]+>250\.00 kr\.<\/a> for <a[^>]+>Invoice \d+<\/a> from <a[^>]+>Havnens Kørsel ApS</,
  )
})

test("the activity of one customer or document names nobody else's", async () => {
  const [one, other] = [
    await app.make.customer({ name: "Bygma Entreprise" }),
    await app.make.customer({ name: "Randers Flyt" }),
  ]
  const mine = await app.make.document({ customer: one })
  await app.make.document({ customer: other })
  const ofCustomer = await (await staff.get(routes.staff.activity.to({ customer: one.id }))).text()
  expect(ofCustomer).toContain("Activity of Bygma Entreprise")
  expect(ofCustomer).not.toContain("Randers Flyt")
  const ofDocument = await (await staff.get(routes.staff.activity.to({ document: mine }))).text()
  expect(ofDocument).toMatch(/Activity of Invoice \d+/)
  expect(ofDocument).not.toContain("Randers Flyt")
  expect(ofDocument).not.toContain("was added by")
})

test("what happened is told in Danish too, on the clock of the business", async () => {
  const page = await (await staff.get("/activity?language=da")).text()
  expect(page).toContain("blev oprettet af Kvit")
  expect(page).toMatch(/\d{1,2}\. \S+ \d{4}, \d{2}\.\d{2}</)
  await staff.get("/?language=en")
})
