import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import {
  type CustomerInput,
  findCustomersByKey,
  findOrCreateCustomers,
  identifiersOf,
  listCustomers,
} from "./index.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

function bring(...inputs: CustomerInput[]): Promise<string[]> {
  return ground.system.transaction((db) => findOrCreateCustomers(db, ground.system, inputs))
}

const company = (name: string, more: Partial<CustomerInput> = {}): CustomerInput => ({
  kind: "company",
  name,
  country: "DK",
  ...more,
})

describe("a customer is recognised", () => {
  test("by CVR, however it is written, and by the VAT number made of it", async () => {
    const [one, two, three] = await bring(
      company("Havnens Kørsel ApS", { companyId: "12 34 56 78" }),
      company("Havnens Koersel", { vatId: "DK12345678" }),
      company("HAVNENS", { companyId: "DK-12345678" }),
    )
    expect(new Set([one, two, three]).size).toBe(1)
  })

  test("by the surest identifier, where two name different customers", async () => {
    const [first] = await bring(company("Et A/S", { companyId: "11111111" }))
    const [second] = await bring(company("To A/S", { gln: "5790000000005" }))
    const [again] = await bring(company("Hvem A/S", { companyId: "11111111", gln: "5790000000005" }))
    expect(again).toBe(first)
    expect(again).not.toBe(second)
  })

  test("by an identifier learned from an earlier document", async () => {
    const [first] = await bring(
      company("Lærer A/S", { companyId: "22222222", endpoint: { scheme: "0192", value: "987654325" } }),
    )
    const [again] = await bring(company("Lærer A/S", { endpoint: { scheme: "0192", value: "987654325" } }))
    expect(again).toBe(first)
  })

  test("by name only with the whole address, so that two of one name stay two", async () => {
    const [aarhus] = await bring({
      kind: "person",
      name: "Jens Hansen",
      addressLine1: "Nørregade 1",
      postalCode: "8000",
      city: "Aarhus",
    })
    const [odense] = await bring({
      kind: "person",
      name: "Jens Hansen",
      addressLine1: "Nørregade 1",
      postalCode: "5000",
      city: "Odense",
    })
    const [again] = await bring({
      kind: "person",
      name: "jens hansen",
      addressLine1: "NØRREGADE 1",
      postalCode: "8000",
      city: "Aarhus",
    })
    expect(odense).not.toBe(aarhus)
    expect(again).toBe(aarhus)
  })

  test("as somebody new where a number is of another country", () => {
    expect(identifiersOf(company("Nord AS", { country: "NO", companyId: "12345678" }))).not.toEqual(
      identifiersOf(company("Syd ApS", { companyId: "12345678" })),
    )
  })
})

test("two imports that bring the same new customers at once make each of them once", async () => {
  const inputs = Array.from({ length: 30 }, (_, index) =>
    company(`Samtidig ${index}`, { companyId: String(60_000_000 + index) }),
  )
  const rounds = await Promise.all([bring(...inputs), bring(...inputs), bring(...[...inputs].reverse())])
  expect(rounds[1]).toEqual(rounds[0])
  expect([...(rounds[2] ?? [])].reverse()).toEqual(rounds[0])
})

test("names are listed as Danish sorts them, page after page, none twice", async () => {
  const names = ["Zebra Sort", "Æble Sort", "Østers Sort", "Åben Sort", "Aase Sort", "anders Sort"]
  await bring(...names.map((name, index) => company(name, { companyId: String(70_000_000 + index) })))
  const seen: string[] = []
  let after: string | undefined
  for (let page = 0; page < 10; page += 1) {
    const result = await listCustomers(ground.system, {
      search: "sort",
      limit: 2,
      ...(after ? { after } : {}),
    })
    seen.push(...result.customers.map((customer) => customer.name))
    if (!result.next) break
    after = result.next
  }
  expect(seen).toEqual(["anders Sort", "Zebra Sort", "Æble Sort", "Østers Sort", "Åben Sort", "Aase Sort"])
})

test("an address shared by two customers finds both, a number only its own", async () => {
  const [one, two] = await bring(
    company("Deler A", { companyId: "80000001", email: "faelles@firma.example", number: "D-1" }),
    company("Deler B", { companyId: "80000002", email: "Faelles@firma.example", number: "D-2" }),
  )
  const byMail = await findCustomersByKey(ground.system, "faelles@FIRMA.example")
  expect(byMail.map((customer) => customer.id).sort()).toEqual([one, two].sort())
  expect((await findCustomersByKey(ground.system, "D-2")).map((customer) => customer.id)).toEqual([two])
  expect((await findCustomersByKey(ground.system, "80000001")).map((customer) => customer.id)).toEqual([one])
})
