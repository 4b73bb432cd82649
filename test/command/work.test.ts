import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { createSampleBusiness } from "../../src/commands/sample/index.ts"
import { readConfig } from "../../src/config.ts"
import { findOrCreateCustomers } from "../../src/domain/customers/index.ts"
import { bytesOf, invoiceXml, party } from "../../src/domain/exchange/ubl/sample.fixture.ts"
import { createSystemActor } from "../../src/platform/database/index.ts"
import { openRuntime } from "../../src/runtime.ts"
import { makeFolder, runKvit, startKvit } from "../kvit-process.ts"

let place: Awaited<ReturnType<typeof makeFolder>>
let data: string[]

beforeAll(async () => {
  place = await makeFolder()
  const folder = join(place.folder, "data")
  data = ["--data", folder]
  const runtime = await openRuntime(
    readConfig({ KVIT_ENV: "development", KVIT_DATA: folder, LOG_LEVEL: "warn" }),
  )
  const person = (email: string) => ({ name: "Mette Lund", email, password: "en lang sætning om biler" })
  const businessId = await createSampleBusiness(runtime, {
    owner: person("mette@nordauto.example"),
    reader: person("jonas@nordauto.example"),
  })
  const actor = createSystemActor(runtime, businessId, "command")
  const [, , blocked] = await actor.transaction((db) =>
    findOrCreateCustomers(db, actor, [
      {
        kind: "company",
        name: "Holm ApS",
        number: "71",
        companyId: "16356706",
        email: "faelles@holm.example",
      },
      {
        kind: "company",
        name: "Holm Leasing ApS",
        number: "72",
        companyId: "16356714",
        email: "faelles@holm.example",
      },
      { kind: "person", name: "Ulla Spærret", number: "73" },
    ]),
  )
  await actor.transaction((db) =>
    db
      .updateTable("customers")
      .set({ portal_access: false })
      .where("business_id", "=", businessId)
      .where("id", "=", blocked ?? "")
      .execute(),
  )
  await runtime.close()
})
afterAll(() => place.remove())

test("a customer's link is made once, printed again, and made anew when asked", async () => {
  const first = await runKvit(["token", "71", ...data])
  expect(first.code).toBe(0)
  expect(first.out).toMatch(/^http:\/\/127\.0\.0\.1:4000\/portal\/p\/kvt_[0-9A-Za-z]{49}\n$/)
  const again = await runKvit(["token", "DK16356706", ...data])
  expect(again.out).toBe(first.out)
  const renewed = await runKvit(["token", "71", "--new", "--json", ...data], {
    STAFF_ORIGIN: "https://kvit.example.com",
    PORTAL_ORIGIN: "https://portal.example.com",
  })
  const answer = JSON.parse(renewed.out)
  expect(answer).toMatchObject({ customer: "71", name: "Holm ApS" })
  expect(answer.address).toMatch(/^https:\/\/portal\.example\.com\/portal\/p\/kvt_/)
  expect(answer.address).not.toContain(first.out.trim().slice(-49))
})

test("no link is printed where it is not clear whose, or nobody's, or of one who is blocked", async () => {
  const [unknown, shared, blocked] = await Promise.all([
    runKvit(["token", "99999", ...data]),
    runKvit(["token", "faelles@holm.example", ...data]),
    runKvit(["token", "73", ...data]),
  ])
  expect([unknown.code, shared.code, blocked.code]).toEqual([2, 2, 2])
  expect(unknown.err).toContain("No customer has")
  expect(shared.err).toContain("71  Holm ApS")
  expect(shared.err).toContain("72  Holm Leasing ApS")
  expect(blocked.err).toContain("Ulla Spærret (73) is blocked")
  expect(unknown.out + shared.out + blocked.out).toBe("")
})

test("staff are added once, and let in again with a new password", async () => {
  const add = ["staff", "add", "hans@nordauto.example", "--name", "Hans", "--json", ...data]
  const added = JSON.parse((await runKvit(add)).out)
  expect(added).toMatchObject({ email: "hans@nordauto.example", role: "staff" })
  const twice = await runKvit(add)
  expect(twice.code).toBe(2)
  expect(twice.err).toContain("is on the staff already")
  const reset = JSON.parse(
    (await runKvit(["staff", "reset", "hans@nordauto.example", "--json", ...data])).out,
  )
  expect(reset.password).not.toBe(added.password)
  expect((await runKvit(["staff", "reset", "nobody@nordauto.example", ...data])).code).toBe(2)
})

test("an import that was killed is run again, and nothing is lost or doubled", async () => {
  const folder = join(place.folder, "invoices")
  await mkdir(folder)
  const count = 1_100
  for (let number = 1; number <= count; number += 1) {
    const xml = invoiceXml({ head: headOf(number), customer: customerOf(number) })
    await writeFile(join(folder, `${number}.xml`), bytesOf(xml))
  }
  await writeFile(join(folder, "broken.xml"), "<Invoice>")
  const args = ["import", "ubl", folder, "--json", ...data]
  const killed = startKvit(args)
  await killed.printed(/"created"/)
  killed.process.kill("SIGKILL")
  expect((await killed.finished).code).toBeNull()
  const second = await runKvit(args)
  expect(second.code).toBe(1)
  const lines = second.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
  const { summary } = lines.at(-1)
  expect(lines).toHaveLength(count + 2)
  expect(summary.refused).toBe(1)
  expect(summary.unchanged).toBeGreaterThanOrEqual(500)
  expect(summary.created + summary.unchanged).toBe(count)
  const third = await runKvit(["import", "ubl", folder, ...data])
  expect(third.out).toContain(`0 created, 0 changed, ${count} unchanged, 1 refused`)
  expect(third.out).toContain(join(folder, "broken.xml"))
})

test("the doctor finds nothing wrong after all this, and says what is wrong where something is", async () => {
  const well = await runKvit(["doctor", ...data])
  expect(well.out).toContain("All is well.")
  expect(well.code).toBe(0)
  const ill = await runKvit(["doctor", "--json", ...data], {
    KVIT_SECRET: "another-and-long-enough-0123456789abc",
  })
  expect(ill.code).toBe(1)
  const faults = ill.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter((check) => !check.ok)
  expect(faults.map((fault) => fault.name)).toEqual(["Secret"])
})

function headOf(number: number): string {
  return `<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
<cbc:ID>K-${number}</cbc:ID>
<cbc:IssueDate>2026-11-21</cbc:IssueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>`
}

function customerOf(number: number): string {
  return `<cac:AccountingCustomerParty>${party(`Kunde ${number % 40}`)}</cac:AccountingCustomerParty>`
}
