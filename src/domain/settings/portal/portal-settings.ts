import { sql } from "kysely"
import type { Actor, Db, StaffActor } from "../../../platform/database/index.ts"
import { recordEvent } from "../../events/index.ts"
import { readLines } from "../typed-text.ts"

export const portalSwitches = [
  "enabled",
  "showQuotes",
  "showOrders",
  "showCreditNotes",
  "showStatement",
  "allowMessages",
  "showPricesWithVat",
  "signInFirst",
] as const
export type PortalSwitch = (typeof portalSwitches)[number]

export interface PortalSettings extends Record<PortalSwitch, boolean> {
  tokenExpiryDays: number
  welcome: { da: string; en: string }
}

/** What the business decided about its portal. Throws where there is no business. */
export async function getPortalSettings(actor: Actor): Promise<PortalSettings> {
  return (await actor.transaction((db) => readSettings(db, actor.businessId))).settings
}

/** The same with its revision, which the form gives back. */
export async function getPortalSettingsForm(
  actor: Actor,
): Promise<{ settings: PortalSettings; revision: string }> {
  return actor.transaction((db) => readSettings(db, actor.businessId))
}

async function readSettings(db: Db, businessId: string, lock = false) {
  const query = db
    .selectFrom("portal_settings")
    .selectAll()
    .select(sql<string>`changed_at::text`.as("revision"))
    .where("business_id", "=", businessId)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirstOrThrow()
  const settings: PortalSettings = {
    enabled: row.enabled,
    tokenExpiryDays: row.token_expiry_days,
    showQuotes: row.show_quotes,
    showOrders: row.show_orders,
    showCreditNotes: row.show_credit_notes,
    showStatement: row.show_statement,
    allowMessages: row.allow_messages,
    showPricesWithVat: row.show_prices_with_vat,
    signInFirst: row.sign_in_first,
    welcome: { da: row.welcome_da, en: row.welcome_en },
  }
  return { settings, revision: row.revision }
}

/** The form as it was typed. */
export interface PortalForm extends Record<PortalSwitch, boolean> {
  tokenExpiryDays: string
  welcomeDa: string
  welcomeEn: string
}

export const leastTokenExpiryDays = 1
export const mostTokenExpiryDays = 365
export const longestWelcome = 500

export type PortalProblems = Partial<{
  tokenExpiryDays: "out_of_range"
  welcomeDa: "too_long"
  welcomeEn: "too_long"
}>

/** Reads the form: whole days from 1 to 365, at most 500 characters of welcome in each language. */
export function readPortalForm(
  form: PortalForm,
): { ok: true; settings: PortalSettings } | { ok: false; problems: PortalProblems } {
  const problems: PortalProblems = {}
  const typedDays = form.tokenExpiryDays.trim()
  const days = /^\d{1,4}$/.test(typedDays) ? Number(typedDays) : 0
  if (days < leastTokenExpiryDays || days > mostTokenExpiryDays) problems.tokenExpiryDays = "out_of_range"
  const welcome = { da: readLines(form.welcomeDa), en: readLines(form.welcomeEn) }
  if (welcome.da.length > longestWelcome) problems.welcomeDa = "too_long"
  if (welcome.en.length > longestWelcome) problems.welcomeEn = "too_long"
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const switches = Object.fromEntries(portalSwitches.map((name) => [name, form[name]]))
  return {
    ok: true,
    settings: { ...(switches as Record<PortalSwitch, boolean>), tokenExpiryDays: days, welcome },
  }
}

export type ChangePortalOutcome =
  | { ok: true; changed: string[] }
  | { ok: false; reason: "refused"; problems: PortalProblems }
  | { ok: false; reason: "changed_meanwhile" }

/**
 * Changes what the portal shows, the whole form or nothing. Tokens that were made keep their expiry. Refuses values
 * out of range, and a form shown before somebody else's change.
 */
export async function changePortalSettings(
  actor: StaffActor,
  change: { form: PortalForm; revision: string },
): Promise<ChangePortalOutcome> {
  const read = readPortalForm(change.form)
  if (!read.ok) return { ok: false, reason: "refused", problems: read.problems }
  const wanted = read.settings
  return actor.transaction(async (db) => {
    const before = await readSettings(db, actor.businessId, true)
    if (before.revision !== change.revision) return { ok: false, reason: "changed_meanwhile" }
    const changed = findChanged(before.settings, wanted)
    if (changed.length === 0) return { ok: true, changed }
    await db
      .updateTable("portal_settings")
      .set({
        enabled: wanted.enabled,
        token_expiry_days: wanted.tokenExpiryDays,
        show_quotes: wanted.showQuotes,
        show_orders: wanted.showOrders,
        show_credit_notes: wanted.showCreditNotes,
        show_statement: wanted.showStatement,
        allow_messages: wanted.allowMessages,
        show_prices_with_vat: wanted.showPricesWithVat,
        sign_in_first: wanted.signInFirst,
        welcome_da: wanted.welcome.da,
        welcome_en: wanted.welcome.en,
        changed_at: sql<Date>`clock_timestamp()`,
      })
      .where("business_id", "=", actor.businessId)
      .execute()
    await recordEvent(db, "settings.changed", { data: { area: "portal", changed } })
    return { ok: true, changed }
  })
}

function findChanged(before: PortalSettings, after: PortalSettings): string[] {
  const changed: string[] = portalSwitches.filter((name) => before[name] !== after[name])
  if (before.tokenExpiryDays !== after.tokenExpiryDays) changed.push("tokenExpiryDays")
  if (before.welcome.da !== after.welcome.da) changed.push("welcomeDa")
  if (before.welcome.en !== after.welcome.en) changed.push("welcomeEn")
  return changed
}
