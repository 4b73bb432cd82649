/** What is always true of the ledger, whatever happened: over random histories of two accounts in two currencies. */
import fc from "fast-check"
import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { histories, type Life, live, someDay } from "../../../test/ledger-history.ts"
import { findDocument } from "../documents/index.ts"
import { findAgeing, findBalances, findOpenItems, listStatementLines, statusOf } from "./index.ts"

const today = "2026-11-21"
const later = "2099-12-31"
/** `npm run prove` asks at length. */
const numRuns = process.env.KVIT_PROVE ? 400 : 10

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

interface Entry {
  customer_id: string
  currency: string
  kind: string
  amount: bigint
  entry_date: string
  document_id: string | null
  payment_id: string | null
  opening_balance_id: string | null
}

async function entriesOf(life: Life): Promise<Entry[]> {
  return ground.system.transaction((db) =>
    db
      .selectFrom("ledger_entries")
      .select(["customer_id", "currency", "kind", "amount", "entry_date", "document_id"])
      .select(["payment_id", "opening_balance_id"])
      .where(
        "customer_id",
        "in",
        life.customers.map((customer) => customer.id),
      )
      .execute(),
  )
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
const sumOf = (entries: readonly Entry[]) => sum(entries.map((entry) => entry.amount))

/** Every reading of one account in one currency says what its entries add up to. */
async function expectOneBalance(
  entries: readonly Entry[],
  customerId: string,
  currency: string,
  day: string,
) {
  const own = entries.filter((entry) => entry.customer_id === customerId && entry.currency === currency)
  const balance = sumOf(own)
  const { system } = ground
  const ofCurrency = <T extends { currency: string }>(list: readonly T[]) =>
    list.filter((one) => one.currency === currency)

  const items = ofCurrency(await findOpenItems(system, [customerId])).map((item) => item.balance)
  expect(sum(items)).toBe(balance)

  const [stand] = ofCurrency(await findBalances(system, [customerId], today))
  expect(stand?.balance ?? 0n).toBe(balance)
  expect(stand?.due ?? 0n).toBe(sum(items.filter((amount) => amount > 0n)))
  expect(stand?.credit ?? 0n).toBe(-sum(items.filter((amount) => amount < 0n)))

  for (const [asOf, wanted] of [
    [later, balance],
    [day, sumOf(own.filter((entry) => entry.entry_date <= day))],
  ] as const) {
    const [aged] = ofCurrency(await findAgeing(system, { customerIds: [customerId] }, asOf))
    const buckets = aged
      ? [aged.notDue, aged.days1to30, aged.days31to60, aged.days61to90, aged.over90, aged.credit]
      : []
    expect(buckets.every((amount) => amount >= 0n)).toBe(true)
    expect(sum(buckets) - 2n * (aged?.credit ?? 0n)).toBe(wanted)
    expect(aged?.balance ?? 0n).toBe(wanted)
  }
}

/** Of any period: opening and lines make the closing, and both are what the entries add up to. */
async function expectStatement(
  entries: readonly Entry[],
  account: { customerId: string; currency: string },
  from: string,
  to: string,
) {
  const own = entries.filter(
    (entry) => entry.customer_id === account.customerId && entry.currency === account.currency,
  )
  const { opening, lines, closing } = await listStatementLines(ground.system, { ...account, from, to })
  expect(opening).toBe(sumOf(own.filter((entry) => entry.entry_date < from)))
  expect(closing).toBe(sumOf(own.filter((entry) => entry.entry_date <= to)))
  expect(opening + sum(lines.map((line) => line.amount))).toBe(closing)
  expect(lines.map((line) => line.date)).toEqual(lines.map((line) => line.date).sort())
  let running = opening
  for (const line of lines) {
    running += line.amount
    expect(line.balance).toBe(running)
    expect(line.amount).not.toBe(0n)
  }
}

/** No document is settled further than it ever asked for, and its status says how it stands. */
async function expectDocuments(life: Life, entries: readonly Entry[]) {
  for (const { id, kind, most, owner } of life.documents) {
    const own = entries.filter((entry) => entry.document_id === id)
    const detail = await findDocument(ground.system, id)
    const balance = sumOf(own)
    expect(detail?.balance).toBe(balance)
    expect(sumOf(own.filter((entry) => entry.customer_id !== owner.id))).toBe(0n)
    const settled = sumOf(own.filter((entry) => entry.kind !== kind))
    expect(kind === "invoice" ? -settled <= most : settled <= most).toBe(true)
    const status = detail ? statusOf(detail, today) : null
    expect(["paid", "credited", "written_off", "set_off", "refunded"].includes(status ?? "")).toBe(
      balance === 0n,
    )
    expect(status === "credit_open").toBe(balance < 0n)
    const isWrittenOff = sumOf(own.filter((entry) => entry.kind === "write_off")) < 0n
    if (kind === "invoice" && balance === 0n) expect(status === "written_off").toBe(isWrittenOff)
  }
}

/** Money is where it was put: a payment's entries are what is left of it, and no more of it is used than there is. */
function expectPayments(life: Life, entries: readonly Entry[]) {
  for (const { id, amount, refunded } of life.payments) {
    const own = entries.filter((entry) => entry.payment_id === id)
    expect(sumOf(own)).toBe(refunded - amount)
    const onAccount = sumOf(own.filter((entry) => !entry.document_id && !entry.opening_balance_id))
    expect(onAccount <= 0n && onAccount >= -amount).toBe(true)
  }
}

/** The one projection is the sums it stands for. */
async function expectOpenItems() {
  const { rows } = await ground.system.transaction((db) =>
    sql`select from open_items o
      full join (select document_id, sum(amount)::bigint as balance from ledger_entries
        where document_id is not null group by document_id having sum(amount) <> 0) e using (document_id)
      where o.balance is distinct from e.balance`.execute(db),
  )
  expect(rows).toEqual([])
}

test(
  "after any history every reading of an account says the same, and nothing is settled further than to nothing",
  async () => {
    await fc.assert(
      fc.asyncProperty(histories, someDay, someDay, async (history, one, other) => {
        const life = await live(ground, history)
        const entries = await entriesOf(life)
        const [from, to] = one < other ? [one, other] : [other, one]
        for (const currency of ["DKK", "EUR"]) {
          const all = entries.filter((entry) => entry.currency === currency)
          expect(sumOf(all)).toBe(life.expected.get(currency) ?? 0n)
          for (const { id: customerId } of life.customers) {
            await expectOneBalance(entries, customerId, currency, one)
            await expectStatement(entries, { customerId, currency }, from, to)
            await expectStatement(entries, { customerId, currency }, "2000-01-01", later)
          }
        }
        await expectDocuments(life, entries)
        expectPayments(life, entries)
        await expectOpenItems()
      }),
      // Finding the smallest history that fails ends in time for it to be told.
      { numRuns, interruptAfterTimeLimit: numRuns * 2_500 },
    )
  },
  numRuns * 3_000,
)
