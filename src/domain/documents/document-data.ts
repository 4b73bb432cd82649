/**
 * What a document says: the frozen content of one version.
 *
 * Names follow EN 16931-1 (the BT and BG numbers in the comments) and UBL 2.1. Amounts are whole minor
 * units of `currency`, as the sender stated them; quantities, prices and rates are decimals as text.
 * A credit note states positive amounts, as its UBL does; the ledger gives them their sign.
 */
import { z } from "zod"
import { isCurrency, isDecimal } from "../../platform/money/index.ts"

export const documentKinds = ["quote", "order", "invoice", "credit_note"] as const
export type DocumentKind = (typeof documentKinds)[number]

const text = (most: number) => z.string().min(1).max(most)
const optionalText = (most: number) => text(most).optional()
/** A calendar date, `YYYY-MM-DD`, without time or zone. */
const date = z.iso.date()
const decimal = z.string().refine(isDecimal, "must be a decimal number such as 2.5")
/** Minor units; text in JSON, `bigint` in code. */
const amount = z.codec(z.string().regex(/^-?\d{1,18}$/), z.bigint(), {
  decode: (stored) => BigInt(stored),
  encode: (value) => value.toString(),
})

/** An identifier with its scheme: ISO 6523 ICD (`0184` CVR, `0088` GLN) or the sender's own word. */
const identifier = z.object({ scheme: optionalText(40), value: text(200) })

const address = z.object({
  line1: optionalText(300),
  line2: optionalText(300),
  line3: optionalText(300),
  city: optionalText(200),
  postalCode: optionalText(40),
  subdivision: optionalText(200),
  /** ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
})

const contactPoint = z.object({
  name: optionalText(200),
  phone: optionalText(60),
  email: optionalText(254),
})

const party = z.object({
  /** Legal name (BT-27, BT-44), else the trading name. */
  name: text(300),
  tradingName: optionalText(300),
  identifiers: z.array(identifier).max(20).default([]),
  /** Legal registration (BT-30, BT-47); in Denmark the CVR number. */
  companyId: identifier.optional(),
  vatId: optionalText(60),
  /** Tax registration other than VAT (BT-32). */
  taxRegistration: optionalText(60),
  legalForm: optionalText(1000),
  /** Electronic address (BT-34, BT-49). */
  endpoint: identifier.optional(),
  address: address.optional(),
  contact: contactPoint.optional(),
})

/** VAT category (UNCL5305: S, Z, E, AE, K, G, O, L, M) and rate in percent. */
const vat = z.object({ category: text(4), rate: decimal.optional() })

const allowanceCharge = z.object({
  isCharge: z.boolean(),
  amount,
  base: amount.optional(),
  percent: decimal.optional(),
  reason: optionalText(1000),
  reasonCode: optionalText(10),
  /** Absent on lines, which carry the line's own VAT. */
  vat: vat.optional(),
})

const period = z.object({ start: date.optional(), end: date.optional() })

const property = z.object({ name: text(200), value: text(1000) })

const line = z.object({
  id: text(60),
  /** Seller's item number (BT-155). */
  itemNumber: optionalText(200),
  buyersItemNumber: optionalText(200),
  manufacturersItemNumber: optionalText(200),
  standardItem: identifier.optional(),
  classifications: z
    .array(z.object({ scheme: optionalText(60), version: optionalText(40), value: text(200) }))
    .max(50)
    .default([]),
  name: text(1000),
  description: optionalText(5000),
  note: optionalText(5000),
  quantity: decimal,
  /** UN/ECE Recommendation 20 or 21 code, such as `HUR`, `C62`, or the sender's word. */
  unit: optionalText(40),
  /** Price of one base quantity after price discount, excluding VAT (BT-146). */
  netPrice: decimal.optional(),
  /** Price before price discount (BT-148) and the discount (BT-147). */
  grossPrice: decimal.optional(),
  priceDiscount: decimal.optional(),
  baseQuantity: decimal.optional(),
  allowanceCharges: z.array(allowanceCharge).max(100).default([]),
  vat: vat.optional(),
  /** Line net amount (BT-131). */
  net: amount,
  period: period.optional(),
  /** An order's wishes: when, whether in parts, for whom, by which specification. */
  requestedDelivery: period.optional(),
  partialDelivery: z.boolean().optional(),
  originator: optionalText(300),
  specification: optionalText(200),
  serialNumbers: z.array(text(200)).max(1000).optional(),
  lotNumbers: z.array(text(200)).max(1000).optional(),
  orderLine: optionalText(60),
  objectIdentifier: identifier.optional(),
  accountingCost: optionalText(300),
  originCountry: optionalText(2),
  properties: z.array(property).max(100).default([]),
})

const vatSubtotal = z.object({
  category: text(4),
  rate: decimal.optional(),
  taxable: amount,
  vat: amount,
  exemptionReason: optionalText(1000),
  exemptionReasonCode: optionalText(60),
})

const totals = z.object({
  /** Quantity × price before any discount, excluding VAT. */
  gross: amount,
  /** Every discount less every charge, on prices, lines and document; gross − discount = withoutVat. */
  discount: amount,
  /** Sum of line nets (BT-106). */
  lines: amount,
  /** Document allowances (BT-107) and charges (BT-108). */
  allowances: amount,
  charges: amount,
  /** BT-109. */
  withoutVat: amount,
  /** BT-110. */
  vat: amount,
  /** BT-112. */
  withVat: amount,
  /** BT-113. */
  prepaid: amount,
  /** BT-114. */
  rounding: amount,
  /** BT-115: what the document asks for. */
  payable: amount,
})

const paymentMeans = z.object({
  /** UNCL4461: 30 credit transfer, 58 SEPA, 93 or 50 FIK … */
  code: text(10),
  text: optionalText(300),
  /** Remittance information (BT-83); for FIK card type and payment id. */
  paymentId: optionalText(200),
  account: optionalText(100),
  accountName: optionalText(300),
  /** BIC, or the Danish registration number. */
  bank: optionalText(60),
  cardNumber: optionalText(60),
  cardHolder: optionalText(200),
  mandate: optionalText(200),
  debitedAccount: optionalText(100),
})

const vehicle = z.object({
  /** As people write it, `AB 12 345`. */
  registration: optionalText(20),
  vin: optionalText(40),
  make: optionalText(100),
  model: optionalText(200),
  year: z.number().int().min(1885).max(2200).optional(),
  odometerKm: z.number().int().min(0).max(10_000_000).optional(),
})

const dealer = z.object({
  branch: text(200),
  address: optionalText(500),
  phone: optionalText(60),
  contactPerson: optionalText(200),
})

const delivery = z.object({
  date: date.optional(),
  locationId: identifier.optional(),
  name: optionalText(300),
  address: address.optional(),
  partyId: identifier.optional(),
  contact: contactPoint.optional(),
  requestedPeriod: period.optional(),
  terms: optionalText(1000),
})

/** A file that came with the document (BG-24); its bytes are kept beside it, by position. */
const attachment = z.object({
  id: text(200),
  description: optionalText(1000),
  typeCode: optionalText(10),
  fileName: optionalText(255),
  mediaType: optionalText(100),
  /** An address outside, shown but never fetched (BT-124). */
  externalUri: optionalText(2000),
})

const reference = z.object({ number: text(200), date: date.optional() })

const references = z.object({
  /** BT-10, "your reference". */
  buyer: optionalText(200),
  /** The customer's own order number (BT-13) and ours (BT-14). */
  order: optionalText(200),
  salesOrder: optionalText(200),
  contract: optionalText(200),
  project: optionalText(200),
  tender: optionalText(200),
  despatch: optionalText(200),
  receipt: optionalText(200),
  object: identifier.optional(),
  accountingCost: optionalText(300),
  quote: optionalText(200),
  /** What an order rests on: a requisition, the order it replaces, a catalogue. */
  originator: optionalText(200),
  previousOrder: optionalText(200),
  catalogue: optionalText(200),
  /** The invoices a credit note or a later invoice corrects (BG-3). */
  precedingInvoices: z.array(reference).max(100).default([]),
})

export const documentSchema = z.object({
  kind: z.enum(documentKinds),
  number: text(100),
  /** UNCL1001: 380 invoice, 381 credit note, 220 order … */
  typeCode: optionalText(10),
  issueDate: date,
  dueDate: date.optional(),
  /** Until when a quote stands. */
  validUntil: date.optional(),
  taxPointDate: date.optional(),
  /** When VAT falls due, UNTDID 2005 (BT-8). */
  taxPointCode: optionalText(10),
  period: period.optional(),
  currency: z.string().refine(isCurrency, "must be an ISO 4217 currency"),
  /** VAT total in the accounting currency (BT-6, BT-111), where it differs. */
  vatAccounting: z.object({ currency: text(3), amount: decimal }).optional(),
  notes: z.array(text(10_000)).max(50).default([]),
  references: references.default({ precedingInvoices: [] }),
  seller: party,
  /** Who receives goods and document. */
  customer: party,
  /** Who owes it, where that is someone else (in UBL the accounting customer). */
  billTo: party.optional(),
  /** For whom an order was placed, where that is someone else. */
  originator: party.optional(),
  payee: party.optional(),
  taxRepresentative: party.optional(),
  dealer: dealer.optional(),
  delivery: delivery.optional(),
  vehicle: vehicle.optional(),
  paymentMeans: z.array(paymentMeans).max(20).default([]),
  paymentTerms: optionalText(5000),
  allowanceCharges: z.array(allowanceCharge).max(200).default([]),
  lines: z.array(line).min(1).max(10_000),
  vatSubtotals: z.array(vatSubtotal).max(100).default([]),
  totals,
  attachments: z.array(attachment).max(100).default([]),
})

export type DocumentData = z.output<typeof documentSchema>
export type DocumentLine = DocumentData["lines"][number]
export type DocumentTotals = DocumentData["totals"]
export type AllowanceCharge = DocumentData["allowanceCharges"][number]
export type VatSubtotal = DocumentData["vatSubtotals"][number]
export type Party = DocumentData["seller"]
export type Vehicle = NonNullable<DocumentData["vehicle"]>
export type Attachment = DocumentData["attachments"][number]
/** The same content as JSON keeps it: amounts as text. */
export type StoredDocument = z.input<typeof documentSchema>

/** Reads what `toStored` wrote. Throws when the stored content is not a document. */
export function fromStored(stored: unknown): DocumentData {
  return documentSchema.parse(stored)
}

/** The content as JSON, in one fixed order of keys, so that the same content has the same bytes. */
export function toStored(data: DocumentData): StoredDocument {
  return z.encode(documentSchema, data)
}
