import { type ExpressionBuilder, sql } from "kysely"
import type { Actor, DB, StaffActor } from "../../../platform/database/index.ts"
import { recordEvent } from "../../events/index.ts"
import { forgetFaces } from "./business-face.ts"
import {
  type BusinessField,
  type BusinessForm,
  type BusinessProblems,
  type BusinessValues,
  businessFields,
  readBusinessForm,
} from "./business-input.ts"
import { type Logo, readLogo } from "./logo.ts"

const columns = {
  name: "name",
  companyId: "company_id",
  vatId: "vat_id",
  addressLine1: "address_line1",
  addressLine2: "address_line2",
  postalCode: "postal_code",
  city: "city",
  country: "country",
  phone: "phone",
  email: "email",
  website: "website",
  language: "language",
  currency: "currency",
  timeZone: "time_zone",
  termsUrl: "terms_url",
  privacyUrl: "privacy_url",
  letterhead: "letterhead",
  bankRegistration: "bank_registration",
  bankAccount: "bank_account",
  iban: "iban",
  bic: "bic",
  creditorNumber: "creditor_number",
  creditorMask: "creditor_mask",
  accent: "accent",
} as const satisfies Record<BusinessField, keyof DB["businesses"]>
const columnNames = businessFields.map((field) => columns[field])

/** The business's settings as its form shows them. */
export interface BusinessSettings {
  form: BusinessForm
  hasLogo: boolean
  /** Which state was shown; given back with the form, so that nobody overwrites what they have not seen. */
  revision: string
}

/** What the form of the business begins with. Throws where there is no business. */
export async function getBusinessSettings(actor: Actor): Promise<BusinessSettings> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("businesses")
      .select(columnNames)
      .select((b) => [b("logo", "is not", null).as("has_logo"), revision(b)])
      .where("business_id", "=", actor.businessId)
      .executeTakeFirstOrThrow(),
  )
  return { form: toForm(row), hasLogo: Boolean(row.has_logo), revision: row.revision }
}

export interface BusinessChange {
  form: BusinessForm
  /** The revision the form was shown with. */
  revision: string
  /** A file to take as logo, "remove" to have none, null to leave it. */
  logo: Uint8Array | "remove" | null
}

export type ChangeBusinessOutcome =
  | { ok: true; changed: string[] }
  | { ok: false; reason: "refused"; problems: BusinessProblems }
  | { ok: false; reason: "changed_meanwhile" }

/**
 * Changes who the business is and how it looks, all of it or nothing. Refuses fields that are wrong, a logo that
 * is no PNG or JPEG of at most 512 KB, an accent that cannot be read, and a form shown before somebody else's change.
 */
export async function changeBusiness(
  actor: StaffActor,
  change: BusinessChange,
): Promise<ChangeBusinessOutcome> {
  const read = readBusinessForm(change.form)
  const logo = change.logo instanceof Uint8Array ? readLogo(change.logo) : null
  const logoProblems: BusinessProblems = logo && !logo.ok ? { logo: { code: logo.problem } } : {}
  if (!read.ok || (logo && !logo.ok)) {
    return { ok: false, reason: "refused", problems: { ...(read.ok ? {} : read.problems), ...logoProblems } }
  }
  const outcome = await actor.transaction(async (db): Promise<ChangeBusinessOutcome> => {
    const before = await db
      .selectFrom("businesses")
      .select(columnNames)
      .select((b) => [b("logo", "is not", null).as("has_logo"), revision(b)])
      .where("business_id", "=", actor.businessId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (before.revision !== change.revision) return { ok: false, reason: "changed_meanwhile" }
    const shown = toForm(before)
    const changed: string[] = businessFields.filter((field) => shown[field] !== read.values[field])
    const newLogo = logo ? logo.logo : change.logo === "remove" && before.has_logo ? null : undefined
    if (newLogo !== undefined) changed.push("logo")
    if (changed.length === 0) return { ok: true, changed }
    await db
      .updateTable("businesses")
      .set({ ...toRow(read.values), ...toLogoColumns(newLogo), changed_at: sql<Date>`clock_timestamp()` })
      .where("business_id", "=", actor.businessId)
      .execute()
    await recordEvent(db, "settings.changed", { data: { area: "business", changed } })
    return { ok: true, changed }
  })
  forgetFaces()
  return outcome
}

/** The moment of the last change, to the microsecond, which a Date would lose. */
function revision(b: ExpressionBuilder<DB, "businesses">) {
  return sql<string>`${b.ref("changed_at")}::text`.as("revision")
}

type FormRow = { [Column in (typeof columns)[BusinessField]]: string | null }

function toForm(row: FormRow): BusinessForm {
  return Object.fromEntries(businessFields.map((field) => [field, row[columns[field]] ?? ""])) as Record<
    BusinessField,
    string
  >
}

/** What may be missing is kept as null. */
function toRow(values: BusinessValues) {
  const orNull = (text: string) => (text === "" ? null : text)
  return {
    name: values.name,
    company_id: orNull(values.companyId),
    vat_id: orNull(values.vatId),
    address_line1: orNull(values.addressLine1),
    address_line2: orNull(values.addressLine2),
    postal_code: orNull(values.postalCode),
    city: orNull(values.city),
    country: values.country,
    phone: orNull(values.phone),
    email: orNull(values.email),
    website: orNull(values.website),
    language: values.language,
    currency: values.currency,
    time_zone: values.timeZone,
    terms_url: orNull(values.termsUrl),
    privacy_url: orNull(values.privacyUrl),
    letterhead: orNull(values.letterhead),
    bank_registration: orNull(values.bankRegistration),
    bank_account: orNull(values.bankAccount),
    iban: orNull(values.iban),
    bic: orNull(values.bic),
    creditor_number: orNull(values.creditorNumber),
    creditor_mask: orNull(values.creditorMask),
    accent: values.accent,
  }
}

function toLogoColumns(logo: Logo | null | undefined) {
  if (logo === undefined) return {}
  return { logo: logo?.bytes ?? null, logo_type: logo?.type ?? null }
}

/** The business's logo; null where it has none. Anyone may see it. */
export async function findLogo(actor: Actor): Promise<Logo | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("businesses")
      .select(["logo", "logo_type"])
      .where("business_id", "=", actor.businessId)
      .executeTakeFirst(),
  )
  if (!row?.logo) return null
  return { bytes: row.logo, type: row.logo_type === "image/png" ? "image/png" : "image/jpeg" }
}
