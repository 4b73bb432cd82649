import type { Language } from "../../../../platform/language/index.ts"
import type { DocumentKind } from "../../document-data.ts"
import { da } from "./da.ts"
import { en } from "./en.ts"

type Words<Names extends string> = Record<Names, string>

/** Every word a document's PDF prints of its own. */
export interface Texts {
  kinds: Words<DocumentKind>
  page: Words<"page" | "of">
  facts: Words<
    | "issueDate"
    | "dueDate"
    | "validUntil"
    | "taxPointDate"
    | "period"
    | "deliveryDate"
    | "customerOrder"
    | "yourReference"
    | "salesOrder"
    | "quote"
    | "contract"
    | "project"
    | "tender"
    | "despatch"
    | "receipt"
    | "object"
    | "accountingCost"
    | "precedingInvoice"
  > & { dated(number: string, date: string): string; range(start: string, end: string): string }
  parties: Words<
    | "customerAndBillTo"
    | "customer"
    | "billTo"
    | "dealer"
    | "delivery"
    | "payee"
    | "taxRepresentative"
    | "attention"
    | "companyId"
    | "companyIdElsewhere"
    | "vatId"
    | "phone"
  >
  vehicle: Words<"year" | "odometer" | "vin">
  lines: Words<
    | "number"
    | "description"
    | "quantity"
    | "price"
    | "discount"
    | "vat"
    | "amount"
    | "order"
    | "yourItem"
    | "period"
  > & { priceFor(quantity: string): string }
  totals: Words<
    | "gross"
    | "discount"
    | "surcharge"
    | "net"
    | "vat"
    | "withVat"
    | "prepaid"
    | "rounding"
    | "payable"
    | "credited"
    | "allowance"
    | "charge"
  > & { vatOf(rate: string, taxable: string): string; vatIn(currency: string): string }
  /** UNCL5305 categories whose rate alone does not say why there is no VAT. */
  vatCategories: Partial<Record<string, string>>
  payment: Words<
    | "heading"
    | "transfer"
    | "scan"
    | "fik"
    | "card"
    | "directDebit"
    | "cash"
    | "other"
    | "account"
    | "accountName"
    | "bank"
    | "registration"
    | "iban"
    | "bic"
    | "reference"
    | "mandate"
    | "debited"
    | "cardHolder"
    | "paymentLine"
  > & { pleasePay(amount: string): string; pleasePayBy(amount: string, date: string): string }
  notes: string
  terms: string
}

export const texts: Record<Language, Texts> = { da, en }
