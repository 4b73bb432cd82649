import type { MailTemplate } from "../mail-templates.ts"

/** What a template may name. A value that does not apply to a mail is null, and prints nothing. */
export interface MailValues {
  business: { name: string; phone: string | null; email: string | null; website: string | null }
  customer: { name: string; number: string }
  /** The person written to: the contact, else the customer. */
  recipient: { name: string }
  link: string | null
  /** The customer's own portal, by their token; null for who may not see all of it. */
  portal_address?: string | null
  code?: string | null
  minutes?: number
  browser?: string | null
  document?: {
    kind: string
    number: string
    title: string
    total: string
    balance: string
    issue_date: string
    due_date: string | null
  } | null
  payment?: {
    amount: string
    date: string
    way: string
    reference: string | null
    /** Where it pays several: each invoice with its part. */
    invoices: string | null
  } | null
  balance?: string | null
  /** The statement that goes along. */
  statement?: { from: string | null; to: string; balance: string } | null
}

const always = [
  "business.name",
  "business.phone",
  "business.email",
  "business.website",
  "customer.name",
  "customer.number",
  "recipient.name",
  "link",
  "portal_address",
] as const
const ofDocument = [
  "document.kind",
  "document.number",
  "document.title",
  "document.total",
  "document.balance",
  "document.issue_date",
  "document.due_date",
] as const
const ofPayment = [
  "payment.amount",
  "payment.date",
  "payment.way",
  "payment.reference",
  "payment.invoices",
] as const
const ofStatement = ["balance", "statement.from", "statement.to", "statement.balance"] as const

/** The names a template of each sort may use. */
export const templateVariables: Readonly<Record<MailTemplate, readonly string[]>> = {
  sign_in: [...always, "code", "minutes", "browser"],
  portal_link: always,
  sign_in_link: always,
  document_link: [...always, ...ofDocument],
  sales_invoice: [...always, ...ofDocument],
  receipt: [...always, ...ofDocument, ...ofPayment],
  message: [...always, ...ofDocument],
  statement: [...always, ...ofStatement],
  reminder: [...always, ...ofDocument],
}
