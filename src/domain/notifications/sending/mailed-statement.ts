import { dateIn } from "../../../platform/clock/index.ts"
import type { SystemActor } from "../../../platform/database/index.ts"
import { formatDate, formatMoney, type Language } from "../../../platform/language/index.ts"
import type { MailAttachment } from "../../../platform/mail/index.ts"
import type { Business } from "../../settings/index.ts"
import { findStatement, makeStatementPdf, type Statement } from "../../statements/index.ts"
import type { MailValues } from "../templates/variables.ts"
import type { Gathered } from "./gather.ts"
import type { MailedStatement } from "./link-makers.ts"
import type { MailRow } from "./mail-row.ts"

/** Which statement a mail is about; null for all other mails. */
export function statementOf(mail: MailRow): MailedStatement | null {
  const { statement_currency: currency, statement_to: to } = mail
  if (currency === null || to === null) return null
  return { customerId: mail.customer_id, currency, from: mail.statement_from, to }
}

/** The statement as it is now that the mail goes: what came in since it was asked for is in it. */
export async function findMailedStatement(
  actor: SystemActor,
  mail: MailRow,
  { customerId }: Gathered,
  business: Business,
): Promise<Statement | null> {
  const which = statementOf(mail)
  if (!which) return null
  const today = dateIn(business.time_zone, actor.now())
  return findStatement(actor, { ...which, customerId, today }, { asCustomer: true })
}

/** What a template may say of it. */
export function describeStatement(
  statement: Statement,
  language: Language,
): NonNullable<MailValues["statement"]> {
  const { from, to, closing, currency } = statement
  return {
    from: from && formatDate(from, language),
    to: formatDate(to, language),
    balance: formatMoney({ amount: closing, currency }, language),
  }
}

/** Throws `PdfError` where the PDF cannot be made now; the job tries again. */
export async function attachStatement(
  statement: Statement,
  business: Business,
  mail: MailRow,
  language: Language,
): Promise<MailAttachment[]> {
  if (!mail.attach_pdf) return []
  const { fileName, mediaType, bytes } = await makeStatementPdf(statement, business, language)
  return [{ fileName, mediaType, bytes }]
}
