import { type RawBuilder, sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { minorDigits } from "../../../platform/money/index.ts"
import { compact, toSearchQuery } from "../../../platform/search/index.ts"

/** What a person's words may mean in a list of payments. */
export interface PaymentSearch {
  customerIds: string[]
  /** Invoices whose number was asked for. */
  documentIds: string[]
  /** From and to, both counted, in minor units. */
  amount: readonly [bigint, bigint] | null
  /** How a reference may begin. */
  references: string[]
  /** How a phone number may begin, with and without the Danish country code. */
  phones: string[]
}

const mostFound = 200

/**
 * Reads a search in every way it can be meant. Customers and invoices are found by the searches that are there for
 * them; at most 200 of each are looked at, the newest invoices first.
 */
export async function readPaymentSearch(
  db: Db,
  actor: WorkActor,
  search: string,
  currency: string,
): Promise<PaymentSearch> {
  const wanted = toSearchQuery(search)
  const numbers = search
    .split(/\s+/)
    .map(compact)
    .filter((word) => word.length > 0)
  const found = wanted
    ? {
        customers: await sql<{ id: string }>`
          select customer_id as id from search_customers(${wanted}::tsquery, ${mostFound})`.execute(db),
        documents: await sql<{ id: string; number: string }>`
          select d.id, d.number from search_documents(${`(${wanted}) & 'k:invoice'`}::tsquery, ${mostFound}, null, null) s
          join documents d on d.business_id = ${actor.businessId} and d.id = s.document_id`.execute(db),
      }
    : null
  const isAsked = ({ number }: { number: string }) =>
    numbers.some((word) => compact(number).includes(word.replace(/^0+(?=.)/, "")))
  return {
    customerIds: found?.customers.rows.map(({ id }) => id) ?? [],
    documentIds: found?.documents.rows.filter(isAsked).map(({ id }) => id) ?? [],
    amount: readAmount(search, currency),
    references: referencesOf(search),
    phones: phonesOf(search),
  }
}

/** `9.124,38`, `9,124.38` and `9124,38` are one amount; `9124` is every amount of 9,124 whole ones. */
function readAmount(search: string, currency: string): readonly [bigint, bigint] | null {
  const typed = search.trim().replace(/\s*(kr\.?|[A-Z]{3})$/i, "")
  const digits = minorDigits(currency)
  if (!/^\d[\d.,]*$/.test(typed) || typed.length > 20) return null
  const decimals = digits > 0 ? new RegExp(`^(.*)[.,](\\d{${digits}})$`).exec(typed) : null
  const whole = BigInt((decimals?.[1] ?? typed).replace(/[.,]/g, "") || "0")
  const unit = 10n ** BigInt(digits)
  const least = whole * unit + BigInt(decimals?.[2] ?? "0")
  if (least > largestAmount) return null
  return [least, decimals ? least : least + unit - 1n]
}

/** What a bigint column can still be compared with, far above any amount of money. */
const largestAmount = 10n ** 17n

/** References are found by how they begin, as typed or with other case: only such a comparison may use an index under row security. */
function referencesOf(search: string): string[] {
  const typed = search.trim()
  if (typed.length < 2) return []
  const lower = typed.toLowerCase()
  return [...new Set([typed, typed.toUpperCase(), lower, lower.slice(0, 1).toUpperCase() + lower.slice(1)])]
}

function phonesOf(search: string): string[] {
  if (!/^\+?[\d ()-]{6,25}$/.test(search.trim())) return []
  const digits = search.replace(/\D/g, "").replace(/^00/, "")
  if (digits.length < 6) return []
  return [digits, `45${digits}`]
}

/** A list of ways, each a select that ends in order and limit, as one. */
export function joinWays(ways: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(
    ways.map((way) => sql`(${way})`),
    sql` union `,
  )
}

export function startsWithAny(column: RawBuilder<unknown>, texts: readonly string[]): RawBuilder<unknown> {
  return sql`(${sql.join(
    texts.map((text) => sql`${column} ^@ ${text}`),
    sql` or `,
  )})`
}
