import { sql } from "kysely"
import type { StaffActor, WorkActor } from "../../../platform/database/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { recordEvent } from "../../events/index.ts"
import { getBusiness } from "../../settings/index.ts"
import { isMailTemplate, type MailTemplate } from "../mail-templates.ts"
import { paperOf } from "../sending/compose-mail.ts"
import { gather } from "../sending/gather.ts"
import type { TemplateText } from "./built-in.en.ts"
import { buttonLabels } from "./button-labels.ts"
import { checkTemplate, type TemplateFault } from "./check-template.ts"
import { layOut, type MailParts } from "./layout.ts"
import { builtInTemplate, oneLine, renderTemplate } from "./render.ts"
import type { MailValues } from "./variables.ts"

/** Which templates staff wrote themselves, by language. */
export async function listOwnTemplates(
  actor: WorkActor,
): Promise<{ template: MailTemplate; language: Language }[]> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("mail_templates")
      .select(["template", "language"])
      .where("business_id", "=", actor.businessId)
      .execute(),
  )
  return rows.flatMap(({ template, language }) =>
    isMailTemplate(template) ? [{ template, language: language === "en" ? "en" : "da" }] : [],
  )
}

/** The template in use: staff's own, else the built-in. */
export async function getTemplate(
  actor: WorkActor,
  template: MailTemplate,
  language: Language,
): Promise<TemplateText & { isOwn: boolean }> {
  const own = await actor.transaction((db) =>
    db
      .selectFrom("mail_templates")
      .select(["subject", "body"])
      .where("business_id", "=", actor.businessId)
      .where("template", "=", template)
      .where("language", "=", language)
      .executeTakeFirst(),
  )
  return own ? { ...own, isOwn: true } : { ...builtInTemplate(template, language), isOwn: false }
}

/**
 * Puts staff's template in place of the built-in. Refuses one that cannot be read or names what no mail has. With
 * `keep: false` it is only looked at.
 */
export async function changeTemplate(
  actor: StaffActor,
  which: { template: MailTemplate; language: Language },
  text: TemplateText,
  { keep = true }: { keep?: boolean } = {},
): Promise<{ ok: true } | { ok: false; faults: TemplateFault[] }> {
  const clean = { subject: oneLine(text.subject), body: text.body.replace(/\r\n?/g, "\n").trim() }
  const faults = await checkTemplate(which.template, clean)
  if (faults.length > 0) return { ok: false, faults }
  if (!keep) return { ok: true }
  await actor.transaction(async (db) => {
    const row = { ...clean, changed_at: sql<Date>`now()` }
    await db
      .insertInto("mail_templates")
      .values({ business_id: actor.businessId, ...which, ...row })
      .onConflict((conflict) => conflict.columns(["business_id", "template", "language"]).doUpdateSet(row))
      .execute()
    await recordEvent(db, "settings.changed", { data: { area: "email", template: which.template } })
  })
  return { ok: true }
}

/** Takes staff's template away; the built-in is used again. */
export async function resetTemplate(
  actor: StaffActor,
  which: { template: MailTemplate; language: Language },
): Promise<void> {
  await actor.transaction(async (db) => {
    const removed = await db
      .deleteFrom("mail_templates")
      .where("business_id", "=", actor.businessId)
      .where("template", "=", which.template)
      .where("language", "=", which.language)
      .returning("template")
      .executeTakeFirst()
    if (removed)
      await recordEvent(db, "settings.changed", {
        data: { area: "email", template: which.template, reset: true },
      })
  })
}

export interface TemplatePreview extends MailParts {
  subject: string
  customerName: string
}

/**
 * The mail a template makes, on the latest customer with an invoice. Link and code are examples that open nothing.
 * Null where there is no customer yet. Throws liquidjs's error for a template `checkTemplate` refuses.
 */
export async function previewTemplate(
  actor: WorkActor,
  which: { template: MailTemplate; language: Language },
  text: TemplateText,
): Promise<TemplatePreview | null> {
  const subject = await findPreviewSubject(actor)
  if (!subject) return null
  const gathered = await gather(
    actor,
    { template: which.template, contactId: null, ...subject },
    which.language,
  )
  const link = "https://portal.example/…"
  const code = which.template === "sign_in" ? "123 456" : null
  const values: MailValues = { ...gathered.values, link, code, browser: "Firefox, Windows" }
  const rendered = await renderTemplate(text, values, { whatIsThere: true })
  const business = await getBusiness(actor)
  const body = {
    subject: rendered.subject,
    text: rendered.body,
    link,
    code,
    buttonLabel: buttonLabels[which.language][which.template],
  }
  return {
    subject: rendered.subject,
    customerName: gathered.values.customer.name,
    ...layOut(body, paperOf(business), which.language),
  }
}

async function findPreviewSubject(
  actor: WorkActor,
): Promise<{ customerId: string; documentId: string | null; paymentId: string | null } | null> {
  return actor.transaction(async (db) => {
    const customer = await db
      .selectFrom("customers as c")
      .leftJoin("documents as d", (join) =>
        join
          .onRef("d.business_id", "=", "c.business_id")
          .onRef("d.customer_id", "=", "c.id")
          .on("d.kind", "=", "invoice")
          .on("d.state", "=", "issued"),
      )
      .select(["c.id as customer", "d.id as document"])
      .where("c.business_id", "=", actor.businessId)
      .where("c.merged_into", "is", null)
      .orderBy(sql`d.issue_date desc nulls last`)
      .orderBy("c.id", "desc")
      .limit(1)
      .executeTakeFirst()
    if (!customer) return null
    const payment = await db
      .selectFrom("payments")
      .select("id")
      .where("business_id", "=", actor.businessId)
      .orderBy("received_on", "desc")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst()
    return { customerId: customer.customer, documentId: customer.document, paymentId: payment?.id ?? null }
  })
}
