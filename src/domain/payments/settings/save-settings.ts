import { type Selectable, sql } from "kysely"
import type { DB, Db, WorkActor } from "../../../platform/database/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { recordEvent } from "../../events/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import type { MobilePayClient } from "../mobilepay/provider.ts"
import { countOpenAttempts } from "./mobilepay-settings.ts"
import { type KeyRow, openWithRow } from "./open-mobilepay.ts"
import {
  type MobilePayForm,
  type MobilePayFormProblems,
  type MobilePayInput,
  readMobilePayForm,
} from "./read-form.ts"
import { removeAtProvider, retireWebhook } from "./remove-webhook.ts"
import { sealKey } from "./sealed-keys.ts"

export type SaveMobilePayOutcome =
  | {
      ok: true
      changed: boolean
      /** The keys were those of the other environment; they are gone, and MobilePay is off until there are others. */
      keysCleared: boolean
      /** What was registered belonged to another sales unit, and was taken away. */
      webhookRemoved: boolean
    }
  | { ok: false; problems: MobilePayFormProblems }

type Row = Selectable<DB["mobilepay_settings"]>
type Values = Omit<Row, "business_id" | "changed_at" | "keys_saved_at" | "push_refused_at">

interface Saved {
  outcome: SaveMobilePayOutcome
  /** Of the sales unit that was: the keys it is asked with, and what is registered there. */
  left?: { keys: KeyRow; providerIds: string[] }
}

/**
 * Sets how MobilePay is used. Keys belong to an environment, so another one begins without; and while a payment is
 * open or a refund not answered, the sales unit it was begun with stays, and no key is taken away. Switching on needs
 * every key.
 */
export async function saveMobilePaySettings(
  environment: PaymentEnvironment,
  actor: WorkActor,
  form: MobilePayForm,
  language: Language,
): Promise<SaveMobilePayOutcome> {
  const read = readMobilePayForm(form, language)
  if (!read.ok) return read
  const { outcome, left } = await actor.transaction((db) => save(db, actor, environment.secrets, read.input))
  if (left && left.providerIds.length > 0) await removeWithOldKeys(environment, actor, left)
  return outcome
}

/** Keys that cannot be unsealed any more are no reason to keep them. */
async function removeWithOldKeys(
  environment: PaymentEnvironment,
  actor: WorkActor,
  { keys, providerIds }: NonNullable<Saved["left"]>,
): Promise<void> {
  let client: MobilePayClient | null = null
  try {
    client = openWithRow(environment, actor.businessId, keys)
  } catch (error) {
    environment.log.warn(
      { err: error, business: actor.businessId },
      "Keys that were replaced cannot be unsealed.",
    )
  }
  await removeAtProvider(environment, client, providerIds)
}

async function save(db: Db, actor: WorkActor, secrets: Secrets, input: MobilePayInput): Promise<Saved> {
  await db
    .insertInto("mobilepay_settings")
    .values({ business_id: actor.businessId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const before = await db
    .selectFrom("mobilepay_settings")
    .selectAll()
    .where("business_id", "=", actor.businessId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const problems = await findProblems(db, actor, input, before)
  if (Object.keys(problems).length > 0) return { outcome: { ok: false, problems } }
  const isMoved = input.environment !== before.environment
  const values = toValues(actor.businessId, secrets, input, before)
  const keysCleared = isMoved && before.keys_saved_at !== null && values.sealed_client_secret === null
  const changed = findChanges(before, values, input)
  if (changed.length > 0) await write(db, actor, values, before, input)
  const isOtherUnit = isMoved || values.merchant_serial_number !== before.merchant_serial_number
  const providerIds = isOtherUnit ? await retireWebhook(db, actor) : []
  if (changed.length > 0) await recordEvent(db, "settings.changed", { data: { area: "mobilepay", changed } })
  const webhookRemoved = providerIds.length > 0
  return {
    outcome: { ok: true, changed: changed.length > 0, keysCleared, webhookRemoved },
    left: { keys: before, providerIds },
  }
}

async function findProblems(
  db: Db,
  actor: WorkActor,
  input: MobilePayInput,
  before: Row,
): Promise<MobilePayFormProblems> {
  const isMoved = input.environment !== before.environment
  const isOtherUnit = (input.merchantSerialNumber || null) !== before.merchant_serial_number
  const isUnitLeft = (isMoved || isOtherUnit) && before.merchant_serial_number !== null
  // Empty secrets keep what is there; the id is shown, so it can be emptied.
  const isKeyLeft = input.clientId === "" && before.client_id !== null
  if ((isUnitLeft || isKeyLeft) && (await countOpenAttempts(db, actor)) > 0) {
    return {
      ...(isMoved ? { environment: "attempts_open" } : {}),
      ...(isUnitLeft && !isMoved ? { merchantSerialNumber: "attempts_open" } : {}),
      ...(isKeyLeft ? { clientId: "keys_needed" } : {}),
    }
  }
  const bringsSecrets = input.clientSecret !== "" && input.subscriptionKey !== ""
  // Without new secrets the old ones are cleared, and it is switched off: that is said, and is no mistake.
  if (!input.enabled || (isMoved && !bringsSecrets && before.keys_saved_at !== null)) return {}
  const kept = isMoved ? { secret: false, key: false } : keptOf(before)
  return {
    ...(input.merchantSerialNumber === "" ? { merchantSerialNumber: "required_on" } : {}),
    ...(input.clientId === "" ? { clientId: "required_on" } : {}),
    ...(input.clientSecret === "" && !kept.secret ? { clientSecret: "required_on" } : {}),
    ...(input.subscriptionKey === "" && !kept.key ? { subscriptionKey: "required_on" } : {}),
  }
}

function keptOf(before: Row) {
  return { secret: before.sealed_client_secret !== null, key: before.sealed_subscription_key !== null }
}

function toValues(businessId: string, secrets: Secrets, input: MobilePayInput, before: Row): Values {
  const { environment } = input
  const isMoved = environment !== before.environment
  const sealed = (field: "client_secret" | "subscription_key", text: string, kept: Buffer | null) =>
    text === "" ? (isMoved ? null : kept) : sealKey(secrets, { businessId, environment, field }, text)
  const clientSecret = sealed("client_secret", input.clientSecret, before.sealed_client_secret)
  const subscriptionKey = sealed("subscription_key", input.subscriptionKey, before.sealed_subscription_key)
  return {
    enabled: input.enabled && clientSecret !== null && subscriptionKey !== null,
    environment,
    merchant_serial_number: input.merchantSerialNumber || null,
    client_id: input.clientId || null,
    sealed_client_secret: clientSecret,
    sealed_subscription_key: subscriptionKey,
    currency: input.currency,
    brand: input.brand,
    push_allowed: input.pushAllowed,
    card_allowed: input.cardAllowed,
    part_payment_allowed: input.partPaymentAllowed,
    least_part_payment: input.leastPartPayment,
    prepayment_capture: input.prepaymentCapture,
  }
}

/** The names of what changed, for the record; a secret typed again counts, since nobody can see whether it is the same. */
function findChanges(before: Row, values: Values, input: MobilePayInput): string[] {
  const plain = Object.entries(values).filter(([, value]) => !Buffer.isBuffer(value))
  const names = plain.filter(([name, value]) => value !== before[name as keyof Values]).map(([name]) => name)
  const withoutKeys = names.filter((name) => !name.startsWith("sealed_"))
  const isCleared = withoutKeys.length < names.length
  const isTyped = input.clientSecret !== "" || input.subscriptionKey !== ""
  return isCleared || isTyped ? [...withoutKeys, "keys"] : withoutKeys
}

async function write(db: Db, actor: WorkActor, values: Values, before: Row, input: MobilePayInput) {
  const hasNone = values.sealed_client_secret === null && values.sealed_subscription_key === null
  const isTyped = input.clientSecret !== "" || input.subscriptionKey !== ""
  await db
    .updateTable("mobilepay_settings")
    .set({
      ...values,
      changed_at: sql<Date>`now()`,
      ...(hasNone ? { keys_saved_at: null } : isTyped ? { keys_saved_at: sql<Date>`now()` } : {}),
      // Switched on again, or of another sales unit, it is tried again.
      ...((values.push_allowed && !before.push_allowed) || values.environment !== before.environment
        ? { push_refused_at: null }
        : {}),
    })
    .where("business_id", "=", actor.businessId)
    .execute()
}
