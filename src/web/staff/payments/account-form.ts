import { z } from "zod"
import type { OpenItem } from "../../../domain/ledger/index.ts"
import {
  type AccountPaymentInput,
  type PaymentMethod,
  paymentMethods,
} from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatAmount, formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { checkAmount, findDateError, oneLine, readText } from "./typed-payment.ts"

/** An open invoice, with what was typed beside it. */
export interface OpenInvoice {
  id: string
  number: string
  dueDate: string | null
  open: bigint
}

/** What was typed, kept as it was, so that a form that comes back has it all. */
export interface TypedAccountPayment {
  amount: string
  receivedOn: string
  method: string
  reference: string
  requestKey: string
  /** What goes to each invoice, by its id; null until the invoices were shown. */
  parts: Record<string, string> | null
  /** What the page said would stand on the account, in minor units; empty where it said nothing. */
  shownRest: string
}

export type AccountErrors = Partial<Record<Exclude<keyof TypedAccountPayment, "parts">, string>> & {
  /** By the invoice's id. */
  parts?: Record<string, string>
}

/** So many invoices are asked about; who has more open pays the oldest first. */
export const mostInvoices = 200

export function openInvoices(items: readonly OpenItem[], currency: string): OpenInvoice[] {
  return items.flatMap(({ subject, kind, number, dueDate, balance, currency: of }) =>
    kind === "invoice" && "documentId" in subject && balance > 0n && of === currency
      ? [{ id: subject.documentId, number: number ?? "", dueDate, open: balance }]
      : [],
  )
}

export function readTypedAccountPayment(body: Record<string, unknown>): TypedAccountPayment {
  const parts = Object.entries(body).flatMap(([name, value]) => {
    const id = /^part-(.+)$/.exec(name)?.[1] ?? ""
    return isId(id) && typeof value === "string" ? [[id, value.slice(0, 100)] as const] : []
  })
  return {
    amount: readText(body, "amount", 100),
    receivedOn: readText(body, "receivedOn", 100),
    method: readText(body, "method", 100),
    reference: readText(body, "reference"),
    requestKey: readText(body, "requestKey", 100),
    parts: body.step === "record" ? Object.fromEntries(parts.slice(0, mostInvoices)) : null,
    shownRest: readText(body, "shownRest", 30),
  }
}

/** The amount over the invoices, the oldest first, as it stands in their fields. */
export function fillOldest(
  amount: bigint,
  invoices: readonly OpenInvoice[],
  { currency, language }: { currency: string; language: Language },
): Record<string, string> {
  let left = amount
  return Object.fromEntries(
    invoices.map(({ id, open }) => {
      const part = left < open ? left : open
      left -= part
      return [id, part > 0n ? formatAmount({ amount: part, currency }, language) : ""]
    }),
  )
}

interface Known {
  customerId: string
  currency: string
  language: Language
  today: string
  invoices: readonly OpenInvoice[]
}

/** The payment that was typed, or what is wrong with it, at each field. */
export function checkAccountPayment(
  typed: TypedAccountPayment,
  known: Known,
): { ok: true; payment: AccountPaymentInput; rest: bigint } | { ok: false; errors: AccountErrors } {
  const { currency, language, customerId } = known
  const words = texts(language).staffDocuments.payment.errors
  const own = texts(language).staffPayments.account.errors
  const errors: AccountErrors = {}
  const amount = checkAmount(typed.amount, known)
  if (!amount.ok) errors.amount = amount.error
  const dateError = findDateError(typed.receivedOn, known)
  if (dateError) errors.receivedOn = dateError
  const method = z.enum(paymentMethods).safeParse(typed.method)
  if (!method.success) errors.method = words.method
  const reference = oneLine(typed.reference)
  if (reference.length > 200) errors.reference = words.reference
  if (!isId(typed.requestKey)) errors.requestKey = words.form
  const { parts, partErrors } = readParts(typed.parts ?? {}, known)
  if (Object.keys(partErrors).length > 0) errors.parts = partErrors
  const rest = (amount.ok ? amount.amount : 0n) - parts.reduce((sum, part) => sum + part.amount, 0n)
  if (amount.ok && rest < 0n)
    errors.amount = own.more_than_amount(formatMoney({ amount: -rest, currency }, language))
  if (Object.keys(errors).length > 0 || !amount.ok) return { ok: false, errors }
  return {
    ok: true,
    rest,
    payment: {
      customerId,
      currency,
      amount: amount.amount,
      method: method.data as PaymentMethod,
      receivedOn: typed.receivedOn,
      reference: reference || undefined,
      parts,
      requestKey: typed.requestKey,
    },
  }
}

function readParts(typed: Record<string, string>, { currency, language, invoices }: Known) {
  const own = texts(language).staffPayments.account.errors
  const open = new Map(invoices.map((invoice) => [invoice.id, invoice.open]))
  const parts: { documentId: string; amount: bigint }[] = []
  const partErrors: Record<string, string> = {}
  for (const [documentId, text] of Object.entries(typed)) {
    if (/^[\s0.,]*$/.test(text)) continue
    const part = checkAmount(text, { currency, language })
    const most = open.get(documentId) ?? 0n
    if (!part.ok) partErrors[documentId] = part.error
    else if (part.amount > most)
      partErrors[documentId] = own.more_than_open(formatMoney({ amount: most, currency }, language))
    else parts.push({ documentId, amount: part.amount })
  }
  return { parts, partErrors }
}
