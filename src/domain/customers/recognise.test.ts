import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { CustomerConflict, type CustomerInput, findOrCreateCustomers, saveCustomers } from "./index.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

async function meet(input: CustomerInput) {
  const [id] = await ground.system.transaction((db) => findOrCreateCustomers(db, ground.system, [input]))
  return id
}

test("two companies with different CVR numbers that share a mail box are two customers", async () => {
  const endpoint = { scheme: "0088", value: "5790000000012" }
  const alfa = await meet({
    kind: "company",
    name: "Alfa ApS",
    companyId: "11111111",
    country: "DK",
    endpoint,
  })
  const beta = await meet({
    kind: "company",
    name: "Beta ApS",
    companyId: "22222222",
    country: "DK",
    endpoint,
  })
  expect(beta).not.toBe(alfa)
})

test("two companies with different CVR numbers that a sender gave one number are two customers", async () => {
  const otherIdentifiers = [{ scheme: "", value: "1001" }]
  const gamma = await meet({
    kind: "company",
    name: "Gamma ApS",
    companyId: "33333333",
    country: "DK",
    otherIdentifiers,
  })
  const delta = await meet({
    kind: "company",
    name: "Delta ApS",
    companyId: "44444444",
    country: "DK",
    otherIdentifiers,
  })
  expect(delta).not.toBe(gamma)
})

test("identifiers that differ only in where their hyphen stands are two", async () => {
  const one = await meet({
    kind: "company",
    name: "Epsilon",
    otherIdentifiers: [{ scheme: "", value: "12-3" }],
  })
  const two = await meet({ kind: "company", name: "Zeta", otherIdentifiers: [{ scheme: "", value: "1-23" }] })
  expect(two).not.toBe(one)
})

test("two private persons with one name and no street are not one customer", async () => {
  const person = { kind: "person", name: "Peter Møller", country: "DK" } as const
  const [one] = await ground.system.transaction((db) =>
    findOrCreateCustomers(db, ground.system, [{ ...person, email: "peter@a.example" }]),
  )
  const [two] = await ground.system.transaction((db) =>
    findOrCreateCustomers(db, ground.system, [{ ...person, email: "peter@b.example" }]),
  )
  expect(one).not.toBe(two)
})

test("a person of whom only the name is known is never taken for another of that name", async () => {
  const name = "Kirsten Lund"
  const known = await meet({ kind: "person", name, addressLine1: "Nygade 2", city: "Odder" })
  expect(await meet({ kind: "person", name })).not.toBe(known)
  expect(await meet({ kind: "person", name })).not.toBe(await meet({ kind: "person", name }))
})

test("a mail box recognises a company only by the name it was learned with", async () => {
  const endpoint = { scheme: "0088", value: "5790000000029" }
  const eta = await meet({ kind: "company", name: "Eta ApS", endpoint })
  const theta = await meet({ kind: "company", name: "Theta ApS", endpoint })
  expect(theta).not.toBe(eta)
  expect(await meet({ kind: "company", name: "ETA  ApS", endpoint })).toBe(eta)
})

test("the bookkeeper's CVR number as an address does not make two companies one", async () => {
  const endpoint = { scheme: "0184", value: "DK99999999" }
  const iota = await meet({ kind: "company", name: "Iota ApS", companyId: "51111111", endpoint })
  const bookkeeper = await meet({ kind: "company", name: "Bogholder ApS", companyId: "99999999", endpoint })
  expect(bookkeeper).not.toBe(iota)
  expect(await meet({ kind: "company", name: "Iota ApS", vatId: "DK51111111" })).toBe(iota)
})

test("one VAT number of two companies picks neither without their names", async () => {
  const vatId = "NO931186755MVA"
  const kappa = await meet({
    kind: "company",
    name: "Kappa AS",
    country: "NO",
    companyId: "931186755",
    vatId,
  })
  const lambda = await meet({
    kind: "company",
    name: "Lambda AS",
    country: "NO",
    companyId: "931186756",
    vatId,
  })
  expect(lambda).not.toBe(kappa)
  const third = await meet({ kind: "company", name: "Noget AS", country: "NO", vatId })
  expect([kappa, lambda]).not.toContain(third)
})

test("a number that is another company's is refused and never lends its account", async () => {
  await meet({ kind: "company", name: "My ApS", number: "M-1", companyId: "52222222" })
  await expect(
    meet({ kind: "company", name: "Ny ApS", number: "M-1", companyId: "53333333" }),
  ).rejects.toThrow(CustomerConflict)
})

test("the business's own number takes the place of the one Kvit gave, and of no other", async () => {
  const given = await meet({ kind: "company", name: "Ksi ApS", companyId: "54444444" })
  expect(await meet({ kind: "company", name: "Ksi ApS", companyId: "54444444", number: "K-9" })).toBe(given)
  expect(await meet({ kind: "company", name: "Hvem", number: "K-9" })).toBe(given)
  expect(await meet({ kind: "company", name: "Ksi, Odder", companyId: "54444444", number: "K-10" })).not.toBe(
    given,
  )
})

test("a number Kvit gave is not lent to a customer of another name", async () => {
  const { id } = await ground.make.customer({ name: "Omikron ApS" })
  const { number } = await ground.system.transaction((db) =>
    db.selectFrom("customers").select("number").where("id", "=", id).executeTakeFirstOrThrow(),
  )
  const [saved] = await ground.system.transaction((db) =>
    saveCustomers(db, ground.system, [{ kind: "person", name: "Pia Rho", number }]),
  )
  expect(saved).toMatchObject({ outcome: "refused", reason: expect.stringContaining("Omikron ApS") })
})

test("a customer list with a new number does not take over the customer of the same name", async () => {
  const save = (number: string) =>
    ground.system.transaction((db) =>
      saveCustomers(db, ground.system, [{ number, kind: "person", name: "Anne Holm" }]),
    )
  const [first] = await save("501")
  const [second] = await save("502")
  expect(second).toMatchObject({ outcome: "created" })
  expect(first).not.toMatchObject({ customerId: (second as { customerId: string }).customerId })
})

test("a list with nothing but names may come again, and makes nobody twice", async () => {
  const save = () =>
    ground.system.transaction((db) =>
      saveCustomers(db, ground.system, [{ kind: "person", name: "Only Name" }]),
    )
  expect(await save()).toMatchObject([{ outcome: "created" }])
  expect(await save()).toMatchObject([{ outcome: "refused" }])
})

test("a very large customer number does not stop further customers from being made", async () => {
  await ground.make.customer({ number: "9".repeat(15) })
  const made = [await ground.make.customer(), await ground.make.customer()]
  expect(new Set(made.map((customer) => customer.id)).size).toBe(2)
})
