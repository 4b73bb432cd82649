/** Random lives of two accounts, for tests of what is always true of the ledger. */
import fc from "fast-check"
import {
  allocate,
  findOpenItems,
  recordOpeningBalance,
  takeBackWriteOff,
  writeOff,
} from "../src/domain/ledger/index.ts"
import { newId } from "../src/platform/ids/index.ts"
import type { MadeCustomer } from "./factories.ts"
import type { TestGround } from "./ground.ts"
import { payBack, receive } from "./money.ts"

const kinds = [
  "invoice",
  "invoice",
  "credit_note",
  "version",
  "payer",
  "payment",
  "payment",
  "allocation",
  "allocation",
  "refund",
  "write_off",
  "take_back",
  "opening_balance",
] as const

const step = fc.record({
  kind: fc.constantFrom(...kinds),
  amount: fc.bigInt({ min: 1n, max: 100_000n }),
  /** Which of what there is; and whose, in which currency, whether it is meant so. */
  which: fc.nat(7),
  other: fc.nat(7),
  second: fc.boolean(),
  euros: fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0),
  yes: fc.boolean(),
  date: fc.integer({ min: 0, max: 299 }).map((days) => dayOf(days)),
})
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

export const histories = fc.array(step, { minLength: 1, maxLength: 20 })
export const someDay = fc.integer({ min: -5, max: 305 }).map((days) => dayOf(days))

const dayOf = (days: number) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10)

interface IssuedThing {
  id: string
  kind: "invoice" | "credit_note"
  number: string
  currency: string
  date: string
  owner: MadeCustomer
  names: string | null
  amount: bigint
  /** The largest amount it ever asked for or gave. */
  most: bigint
}

/** What happened to two accounts, and what they must come to together, by currency. */
export interface Life {
  customers: readonly [MadeCustomer, MadeCustomer]
  documents: IssuedThing[]
  payments: { id: string; amount: bigint; refunded: bigint; currency: string }[]
  writeOffs: { id: string; amount: bigint; currency: string }[]
  expected: Map<string, bigint>
}

let round = 0

/** Lives a history, one step after the other. What the ledger refuses changes nothing. */
export async function live(ground: TestGround, history: readonly Step[]): Promise<Life> {
  round += 1
  const customers = [await ground.make.customer(), await ground.make.customer()] as const
  const life: Life = { customers, documents: [], payments: [], writeOffs: [], expected: new Map() }
  for (const one of history) await take(ground, life, one)
  return life
}

function add(life: Life, currency: string, amount: bigint) {
  life.expected.set(currency, (life.expected.get(currency) ?? 0n) + amount)
}

const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)]

async function take(ground: TestGround, life: Life, one: Step): Promise<void> {
  const invoices = life.documents.filter((document) => document.kind === "invoice")
  switch (one.kind) {
    case "invoice":
      return issue(ground, life, one, "invoice", null)
    case "credit_note":
      return issue(ground, life, one, "credit_note", one.yes ? (pick(invoices, one.which) ?? null) : null)
    case "version":
      return reissue(ground, life, pick(life.documents, one.which), one.amount, one)
    case "payer":
      return correctPayer(ground, life, pick(invoices, one.which))
    case "payment":
      return pay(ground, life, one)
    case "allocation":
      return useCredit(ground, life, one)
    case "refund":
      return refund(ground, life, one)
    case "write_off":
      return giveUp(ground, life, one, pick(invoices, one.which))
    case "take_back":
      return takeBack(ground, life, one)
    case "opening_balance":
      return open(ground, life, one)
  }
}

async function issue(
  ground: TestGround,
  life: Life,
  one: Step,
  kind: IssuedThing["kind"],
  named: IssuedThing | null,
): Promise<void> {
  const number = `H${round}-${life.documents.length}`
  const owner = named?.owner ?? life.customers[one.second ? 1 : 0]
  const currency = named?.currency ?? (one.euros ? "EUR" : "DKK")
  const { amount, date } = one
  const document = { kind, number, currency, date, owner, names: named?.number ?? null, amount, most: amount }
  life.documents.push({ ...document, id: await write(ground, document) })
  add(life, currency, kind === "invoice" ? amount : -amount)
}

/** Writes a document, or a further version of it. */
function write(ground: TestGround, document: Omit<IssuedThing, "id">): Promise<string> {
  const { kind, number, currency, date, owner, names, amount } = document
  const content = names ? { content: { references: { precedingInvoices: [{ number: names }] } } } : {}
  return ground.make.document({
    customer: owner,
    kind,
    number,
    currency,
    issueDate: date,
    dueDate: date,
    total: amount,
    ...content,
  })
}

async function reissue(
  ground: TestGround,
  life: Life,
  document: IssuedThing | undefined,
  amount: bigint,
  one: Step,
): Promise<void> {
  if (!document) return
  add(
    life,
    document.currency,
    document.kind === "invoice" ? amount - document.amount : document.amount - amount,
  )
  document.amount = amount
  document.most = amount > document.most ? amount : document.most
  if (document.kind === "credit_note" && one.yes) {
    const invoices = life.documents.filter((other) => other.kind === "invoice")
    document.names = pick(invoices, one.other)?.number ?? null
  }
  await write(ground, document)
}

async function correctPayer(ground: TestGround, life: Life, invoice: IssuedThing | undefined): Promise<void> {
  if (!invoice) return
  const [first, second] = life.customers
  invoice.owner = invoice.owner.id === first.id ? second : first
  await write(ground, invoice)
}

/** A payment over what is there of its customer's invoices, whether or not as much is open on each. */
async function pay(ground: TestGround, life: Life, one: Step): Promise<void> {
  const customer = life.customers[one.second ? 1 : 0]
  const currency = one.euros ? "EUR" : "DKK"
  const own = life.documents.filter(({ owner, kind }) => owner.id === customer.id && kind === "invoice")
  const parts = own.slice(0, one.which % 4).map(({ id: documentId, amount }) => ({ documentId, amount }))
  const sum = parts.reduce((total, part) => total + part.amount, 0n)
  const amount = sum + (one.yes || sum === 0n ? one.amount : 0n)
  const { id } = await receive(ground.system, { customer, amount, parts, currency, on: one.date })
  life.payments.push({ id, amount, refunded: 0n, currency })
  add(life, currency, -amount)
}

async function useCredit(ground: TestGround, life: Life, one: Step): Promise<void> {
  const items = await findOpenItems(ground.system, [life.customers[one.second ? 1 : 0].id])
  const from = pick(
    items.filter((item) => item.balance < 0n),
    one.which,
  )
  const to = pick(
    items.filter((item) => item.balance > 0n),
    one.other,
  )
  if (!from || !to || "paymentId" in to.subject) return
  const target = to.subject
  const most = from.balance + to.balance > 0n ? -from.balance : to.balance
  const amount = one.yes ? most : one.amount
  await ground.system.transaction((db) =>
    allocate(db, ground.system, { from: from.subject, to: target, amount }),
  )
}

async function refund(ground: TestGround, life: Life, one: Step): Promise<void> {
  const payment = pick(life.payments, one.which)
  if (!payment) return
  const left = payment.amount - payment.refunded
  const amount = one.amount < left ? one.amount : left
  if (amount === 0n) return
  await payBack(ground.system, payment.id, amount, one.date)
  payment.refunded += amount
  add(life, payment.currency, amount)
}

async function giveUp(ground: TestGround, life: Life, one: Step, invoice: IssuedThing | undefined) {
  if (!invoice) return
  const asked = { documentId: invoice.id, reason: "Lost", requestKey: newId() }
  let outcome = await writeOff(ground.system, { ...asked, amount: one.amount })
  // All of it, where more was asked than is open.
  if (!outcome.ok && outcome.reason === "more_than_open") {
    outcome = await writeOff(ground.system, { ...asked, amount: outcome.open })
  }
  if (!outcome.ok) return
  const { writeOffId: id } = outcome
  const { amount, currency } = await ground.system.transaction((db) =>
    db.selectFrom("write_offs").select(["amount", "currency"]).where("id", "=", id).executeTakeFirstOrThrow(),
  )
  life.writeOffs.push({ id, amount, currency })
  add(life, currency, -amount)
}

async function takeBack(ground: TestGround, life: Life, one: Step): Promise<void> {
  const written = pick(life.writeOffs, one.which)
  if (!written || !(await takeBackWriteOff(ground.system, written.id))) return
  add(life, written.currency, written.amount)
}

async function open(ground: TestGround, life: Life, one: Step): Promise<void> {
  const amount = one.yes ? one.amount : -one.amount
  const currency = one.euros ? "EUR" : "DKK"
  const customerId = life.customers[one.second ? 1 : 0].id
  await recordOpeningBalance(ground.system, {
    customerId,
    amount,
    currency,
    asOf: one.date,
    requestKey: newId(),
  })
  add(life, currency, amount)
}
