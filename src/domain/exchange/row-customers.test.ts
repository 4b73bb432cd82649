import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { findDocumentRecord } from "../documents/index.ts"
import { importDocumentsCsv } from "./index.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

const rows = (...lines: string[]) =>
  new TextEncoder().encode(
    [
      "Kind;Number;Date;Customer number;Customer e-mail;Customer name;Line text;Quantity;Unit price;VAT",
      ...lines,
    ].join("\n"),
  )

async function bring(bytes: Uint8Array) {
  const { outcomes } = await importDocumentsCsv(ground.system, bytes)
  const all = []
  for await (const outcome of outcomes) all.push(outcome)
  return all
}

async function ownersOf(outcomes: Awaited<ReturnType<typeof bring>>) {
  const owners: string[] = []
  for (const outcome of outcomes) {
    if (outcome.outcome === "refused") throw new Error(outcome.reason)
    const record = await findDocumentRecord(ground.system, outcome.documentId)
    owners.push(record?.billTo.id ?? "")
  }
  return owners
}

test("two new customer numbers with one name in a sheet are two customers", async () => {
  const owners = await ownersOf(
    await bring(
      rows(
        "invoice;A1;2026-11-01;77;;Jens Hansen;Service;1;100,00;25",
        "invoice;A2;2026-11-01;78;;Jens Hansen;Service;1;200,00;25",
      ),
    ),
  )
  expect(new Set(owners).size).toBe(2)
})

test("two e-mail addresses with one name in a sheet are two customers", async () => {
  const owners = await ownersOf(
    await bring(
      rows(
        "invoice;B1;2026-11-01;;jens@a.example;Jens Olsen;Service;1;100,00;25",
        "invoice;B2;2026-11-01;;jens@b.example;Jens Olsen;Service;1;200,00;25",
      ),
    ),
  )
  expect(new Set(owners).size).toBe(2)
})

test("an e-mail address two companies share does not put the one's invoice on the other's account", async () => {
  const first = await ground.make.customer({ name: "Alfa ApS", email: "bogholder@faelles.example" })
  const [outcome] = await bring(
    rows("invoice;C1;2026-11-01;;bogholder@faelles.example;Beta ApS;Service;1;100,00;25"),
  )
  expect(outcome).toMatchObject({ outcome: "refused", reason: expect.stringContaining(first.name) })
})

const head = "Kind;Number;Date;Customer number;Customer CVR;Customer name;Line text;Quantity;Unit price;VAT"

async function bringList(...lines: string[]) {
  const outcomes = await bring(new TextEncoder().encode([head, ...lines].join("\n")))
  return outcomes.map((each) => each.outcome)
}

test("a customer number that is too long refuses its row and no other", async () => {
  const outcomes = await bringList(
    `invoice;Q1;2026-11-01;${"9".repeat(61)};;Lang ApS;Service;1;100,00;25`,
    "invoice;Q2;2026-11-01;8001;;Kort ApS;Service;1;100,00;25",
  )
  expect(outcomes.toSorted()).toEqual(["created", "refused"])
})

test("one new number with a CVR in one row and none in the next is one customer", async () => {
  const outcomes = await bringList(
    "invoice;Q3;2026-11-01;8100;55555555;Fem ApS;Service;1;100,00;25",
    "invoice;Q4;2026-11-01;8100;;Fem ApS;Service;1;100,00;25",
  )
  expect(outcomes).toEqual(["created", "created"])
})

test("a number with another company's CVR refuses its row, though both are new in one file", async () => {
  expect(
    await bringList(
      "invoice;Q5;2026-11-01;8200;66666666;Seks ApS;Service;1;100,00;25",
      "invoice;Q6;2026-11-01;8200;77777777;Syv ApS;Service;1;100,00;25",
    ),
  ).toEqual(["created", "refused"])
  expect(await bringList("invoice;Q7;2026-11-01;8200;77777777;Syv ApS;Service;1;100,00;25")).toEqual([
    "refused",
  ])
})

test("a document of somebody who has only a name may come again; another of that name is asked about", async () => {
  const first = "invoice;Q8;2026-11-01;;;Lone Navn;Service;1;100,00;25"
  expect(await bringList(first)).toEqual(["created"])
  expect(await bringList(first)).toEqual(["unchanged"])
  expect(await bringList(first, "invoice;Q9;2026-11-01;;;Lone Navn;Service;1;100,00;25")).toEqual([
    "refused",
    "unchanged",
  ])
})

test("a row that is refused leaves no customer behind", async () => {
  await bringList("invoice;Q10;2026-11-01;8300;88888888;Otte ApS;Service;1;100,00;25")
  await bringList(`invoice;${"Q".repeat(300)};2026-11-01;8400;89898989;Ni ApS;Service;1;100,00;25`)
  const kept = await ground.system.transaction((db) =>
    db.selectFrom("customers").select("number").where("number", "in", ["8300", "8400"]).execute(),
  )
  expect(kept).toEqual([{ number: "8300" }])
})
