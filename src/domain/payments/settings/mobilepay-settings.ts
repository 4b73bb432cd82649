import { type Selectable, sql } from "kysely"
import type { Actor, DB, Db, WorkActor } from "../../../platform/database/index.ts"
import type { Brand } from "./brands.ts"

export const mobilePayEnvironments = ["test", "production"] as const
export type MobilePayEnvironment = (typeof mobilePayEnvironments)[number]
export const mobilePayCurrencies = ["DKK", "EUR", "NOK"] as const
export const captureRules = ["by_hand", "at_once"] as const
export type CaptureRule = (typeof captureRules)[number]

/** What customers can pay by MobilePay and how; without keys. */
export interface MobilePaySettings {
  /** Switched on, which needs all keys. */
  isReady: boolean
  environment: MobilePayEnvironment
  /** Empty where none was given. */
  merchantSerialNumber: string
  currency: string
  brand: Brand
  /** Whether the phone may be asked straight away; false again once the provider refused it. */
  pushAllowed: boolean
  cardAllowed: boolean
  partPaymentAllowed: boolean
  /** In minor units of `currency`. */
  leastPartPayment: bigint
  /** Of prepayment invoices. */
  prepaymentCapture: CaptureRule
}

const columns = [
  "enabled",
  "environment",
  "merchant_serial_number",
  "currency",
  "brand",
  "push_allowed",
  "push_refused_at",
  "card_allowed",
  "part_payment_allowed",
  "least_part_payment",
  "prepayment_capture",
] as const

type Row = Pick<Selectable<DB["mobilepay_settings"]>, (typeof columns)[number]>

/** Null where nothing was ever set. For customers as for staff. */
export async function findMobilePaySettings(actor: Actor): Promise<MobilePaySettings | null> {
  return actor.transaction((db) => readMobilePaySettings(db, actor))
}

export async function readMobilePaySettings(
  db: Db,
  actor: Pick<Actor, "businessId">,
): Promise<MobilePaySettings | null> {
  const row = await db
    .selectFrom("mobilepay_settings")
    .select(columns)
    .where("business_id", "=", actor.businessId)
    .executeTakeFirst()
  return row ? toSettings(row) : null
}

/** What the settings' page shows: all but the secrets. */
export interface MobilePayOverview {
  settings: MobilePaySettings
  clientId: string
  /** When the secrets were saved; null where there are none. */
  keysSavedAt: Date | null
  pushRefusedAt: Date | null
  /**
   * Payments that wait for a customer, or for their money to be taken, and refunds the provider has not answered: until
   * they end, the sales unit stays.
   */
  openAttempts: number
}

export async function findMobilePayOverview(actor: WorkActor): Promise<MobilePayOverview | null> {
  return actor.transaction(async (db) => {
    const row = await db
      .selectFrom("mobilepay_settings")
      .select([...columns, "client_id", "keys_saved_at"])
      .where("business_id", "=", actor.businessId)
      .executeTakeFirst()
    if (!row) return null
    return {
      settings: toSettings(row),
      clientId: row.client_id ?? "",
      keysSavedAt: row.keys_saved_at,
      pushRefusedAt: row.push_refused_at,
      openAttempts: await countOpenAttempts(db, actor),
    }
  })
}

/** All that the sales unit and its keys are still needed for: payments that are open, and refunds not answered. */
export async function countOpenAttempts(db: Db, actor: WorkActor): Promise<number> {
  const result = await sql<{ count: number }>`
    select ((select count(*) from payment_attempts
        where business_id = ${actor.businessId} and finished_at is null)
      + (select count(*) from refunds
        where business_id = ${actor.businessId} and state = 'pending' and method = 'mobilepay'))::int as count`.execute(
    db,
  )
  return result.rows[0]?.count ?? 0
}

function toSettings(row: Row): MobilePaySettings {
  return {
    isReady: row.enabled,
    environment: row.environment as MobilePayEnvironment,
    merchantSerialNumber: row.merchant_serial_number ?? "",
    currency: row.currency,
    brand: row.brand as Brand,
    pushAllowed: row.push_allowed && row.push_refused_at === null,
    cardAllowed: row.card_allowed,
    partPaymentAllowed: row.part_payment_allowed,
    leastPartPayment: row.least_part_payment,
    prepaymentCapture: row.prepayment_capture as CaptureRule,
  }
}
