import { type Selectable, sql } from "kysely"
import type { DB, Db, SystemActor, WorkActor } from "../../../platform/database/index.ts"
import { formatDate, formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { Person } from "../../../platform/mail/index.ts"
import type { MailTemplate } from "../mail-templates.ts"
import type { TemplateText } from "../templates/built-in.en.ts"
import type { MailValues } from "../templates/variables.ts"

/** What a mail is about, by ids. */
export interface MailSubject {
  template: MailTemplate
  customerId: string
  contactId: string | null
  documentId: string | null
  paymentId: string | null
}

export interface Gathered {
  language: Language
  /** Who it goes to, by the address stored now; null where there is none. */
  to: Person | null
  /** Whose address that is: a contact's or the customer's own. */
  customerId: string
  /** False for a contact who may see a part only: such a mail carries no portal link, which opens all. */
  maySeeAll: boolean
  values: Omit<MailValues, "link">
  /** What staff wrote in place of the built-in template. */
  ownTemplate: TemplateText | null
}

/** Reads everything a mail says, in one transaction, in the customer's language. Throws where the customer is gone. */
export async function gather(
  actor: SystemActor | WorkActor,
  subject: MailSubject,
  inLanguage?: Language,
): Promise<Gathered> {
  return actor.transaction(async (db) => {
    const business = await db
      .selectFrom("businesses")
      .select(["name", "phone", "email", "website", "language"])
      .where("business_id", "=", actor.businessId)
      .executeTakeFirstOrThrow()
    const customer = await readCustomer(db, actor, subject.customerId)
    const contact = subject.contactId
      ? await readContact(db, actor, subject.customerId, subject.contactId)
      : null
    const language = inLanguage ?? toLanguage(customer.language) ?? toLanguage(business.language) ?? "da"
    const address = subject.contactId ? (contact?.email ?? null) : customer.email
    const name = contact?.name ?? customer.name
    const { name: businessName, phone, email, website } = business
    const payment = subject.paymentId ? await readPayment(db, actor, subject.paymentId, language) : null
    // Of a payment for several, the document is only where the link leads.
    const tellsDocument = subject.documentId !== null && !payment?.invoices
    return {
      language,
      to: address ? { name, address } : null,
      customerId: customer.id,
      maySeeAll: subject.contactId === null || contact?.may_see === "everything",
      values: {
        business: { name: businessName, phone, email, website },
        customer: { name: customer.name, number: customer.number },
        recipient: { name },
        document:
          tellsDocument && subject.documentId
            ? await readDocument(db, actor, subject.documentId, language)
            : null,
        payment,
        balance:
          subject.template === "statement" ? await readBalance(db, actor, customer.id, language) : null,
      },
      ownTemplate: await readOwnTemplate(db, actor, subject.template, language),
    }
  })
}

function toLanguage(text: string | null): Language | null {
  return text === "da" || text === "en" ? text : null
}

/** The customer, or the one it was merged into. */
async function readCustomer(
  db: Db,
  actor: WorkActor,
  customerId: string,
): Promise<Pick<Selectable<DB["customers"]>, "id" | "name" | "number" | "email" | "language">> {
  return db
    .selectFrom("customers as asked")
    .innerJoin("customers as c", (join) =>
      join
        .onRef("c.business_id", "=", "asked.business_id")
        .on(sql<boolean>`c.id = coalesce(asked.merged_into, asked.id)`),
    )
    .select(["c.id", "c.name", "c.number", "c.email", "c.language"])
    .where("asked.business_id", "=", actor.businessId)
    .where("asked.id", "=", customerId)
    .executeTakeFirstOrThrow()
}

/** Null for a contact who was removed, or is another customer's. */
async function readContact(db: Db, actor: WorkActor, customerId: string, contactId: string) {
  const row = await db
    .selectFrom("contacts as o")
    .innerJoin("customers as c", (join) =>
      join.onRef("c.business_id", "=", "o.business_id").on("c.id", "=", customerId),
    )
    .select(["o.name", "o.email", "o.may_see"])
    .where("o.business_id", "=", actor.businessId)
    .where("o.id", "=", contactId)
    .where("o.removed_at", "is", null)
    .where(sql<boolean>`o.customer_id in (c.id, c.merged_into)`)
    .executeTakeFirst()
  return row ?? null
}

async function readDocument(db: Db, actor: WorkActor, documentId: string, language: Language) {
  const row = await db
    .selectFrom("documents as d")
    .leftJoin("open_items as o", (join) =>
      join.onRef("o.business_id", "=", "d.business_id").onRef("o.document_id", "=", "d.id"),
    )
    .select([
      "d.kind",
      "d.number",
      "d.title",
      "d.total",
      "d.currency",
      "d.issue_date",
      "d.due_date",
      "o.balance",
    ])
    .where("d.business_id", "=", actor.businessId)
    .where("d.id", "=", documentId)
    .executeTakeFirstOrThrow()
  const kinds: Record<string, string> = texts(language).shared.kinds
  const money = (amount: bigint) => formatMoney({ amount, currency: row.currency }, language)
  return {
    kind: kinds[row.kind] ?? row.kind,
    number: row.number,
    title: row.title,
    total: money(row.total),
    balance: money(row.balance ?? 0n),
    issue_date: formatDate(row.issue_date, language),
    due_date: row.due_date ? formatDate(row.due_date, language) : null,
  }
}

async function readPayment(db: Db, actor: WorkActor, paymentId: string, language: Language) {
  const row = await db
    .selectFrom("payments as p")
    .leftJoin("payment_attempts as a", (join) =>
      join.onRef("a.business_id", "=", "p.business_id").onRef("a.id", "=", "p.attempt_id"),
    )
    .select(["p.amount", "p.currency", "p.received_on", "p.method", "p.reference", "a.method as asked"])
    .where("p.business_id", "=", actor.businessId)
    .where("p.id", "=", paymentId)
    .executeTakeFirstOrThrow()
  const paid = await sql<{ number: string; amount: bigint }>`
    select d.number, -sum(e.amount)::bigint as amount from ledger_entries e
    join documents d on d.business_id = e.business_id and d.id = e.document_id
    where e.business_id = ${actor.businessId} and e.payment_id = ${paymentId} and e.kind = 'payment'
    group by d.id, d.number order by d.number`.execute(db)
  const money = (amount: bigint) => formatMoney({ amount, currency: row.currency }, language)
  const ways: Record<string, string> = texts(language).shared.methods
  return {
    amount: money(row.amount),
    date: formatDate(row.received_on, language),
    // A card is paid with on the provider's page, and is a card to who paid.
    way: (row.asked === "card" ? ways.card : ways[row.method]) ?? row.method,
    reference: row.reference,
    invoices:
      paid.rows.length > 1
        ? paid.rows.map((invoice) => `${invoice.number} (${money(invoice.amount)})`).join(", ")
        : null,
  }
}

/** What the customer owes, a sum a currency; the balance of a customer is the sum of its entries. */
async function readBalance(db: Db, actor: WorkActor, customerId: string, language: Language) {
  const rows = await db
    .selectFrom("ledger_entries")
    .select(["currency", sql<bigint>`sum(amount)::bigint`.as("amount")])
    .where("business_id", "=", actor.businessId)
    .where("customer_id", "=", customerId)
    .groupBy("currency")
    .orderBy("currency")
    .execute()
  return rows.length === 0 ? null : rows.map((row) => formatMoney(row, language)).join(", ")
}

async function readOwnTemplate(
  db: Db,
  actor: WorkActor,
  template: MailTemplate,
  language: Language,
): Promise<TemplateText | null> {
  const row = await db
    .selectFrom("mail_templates")
    .select(["subject", "body"])
    .where("business_id", "=", actor.businessId)
    .where("template", "=", template)
    .where("language", "=", language)
    .executeTakeFirst()
  return row ?? null
}
