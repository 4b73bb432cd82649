/** Makes a document's content of a job: lines, discounts, VAT and totals, as EN 16931 adds them up. */
import {
  calculateTotals,
  type DocumentData,
  type DocumentKind,
  type DocumentLine,
  findLineNet,
  type Party,
} from "../../domain/documents/index.ts"
import { toDecimal } from "../../platform/money/index.ts"
import type { SampleCustomer } from "./customers.ts"
import type { JobLine } from "./jobs.ts"

export interface Visit {
  kind: DocumentKind
  number: string
  issueDate: string
  dueDate?: string
  validUntil?: string
  customer: SampleCustomer
  billTo?: SampleCustomer
  lines: readonly JobLine[]
  vehicle: NonNullable<DocumentData["vehicle"]>
  technician: string
  references: Partial<DocumentData["references"]>
  notes: string[]
  /** On the whole document, in percent. */
  campaign?: number
}

export interface Workshop {
  seller: Party
  branch: { name: string; address: string; phone: string }
  bank: { registration: string; account: string; iban: string; bic: string }
}

const typeCodes: Record<DocumentKind, string> = {
  quote: "310",
  order: "220",
  invoice: "380",
  credit_note: "381",
}
/** Øre to the euro, near enough for a sample. */
const oereToEuro = 746n

export function makeContent(visit: Visit, workshop: Workshop): DocumentData {
  const { customer, billTo, kind } = visit
  const { currency } = customer
  const vat = vatOf(customer)
  const priced = visit.lines.map((line, index) => makeLine(line, index, customer, vat))
  const allowanceCharges = makeCampaign(visit, priced, vat)
  const { lineNets, totals, vatSubtotals } = calculateTotals({ currency, lines: priced, allowanceCharges })
  return {
    kind,
    number: visit.number,
    typeCode: typeCodes[kind],
    issueDate: visit.issueDate,
    ...(visit.dueDate === undefined ? {} : { dueDate: visit.dueDate }),
    ...(visit.validUntil === undefined ? {} : { validUntil: visit.validUntil }),
    currency,
    notes: visit.notes,
    references: { precedingInvoices: [], ...visit.references },
    seller: workshop.seller,
    customer: partyOf(customer),
    ...(billTo ? { billTo: partyOf(billTo) } : {}),
    dealer: {
      branch: workshop.branch.name,
      address: workshop.branch.address,
      phone: workshop.branch.phone,
      contactPerson: visit.technician,
    },
    vehicle: visit.vehicle,
    paymentMeans: kind === "invoice" ? [paymentMeans(visit, workshop)] : [],
    ...(kind === "invoice" ? { paymentTerms: `Netto ${(billTo ?? customer).termsDays} dage.` } : {}),
    allowanceCharges,
    lines: priced.map((line, index) => ({ ...line, net: lineNets[index] ?? 0n })),
    vatSubtotals: vatSubtotals.map((each) =>
      each.category === "AE"
        ? {
            ...each,
            exemptionReason: "Omvendt betalingspligt / Reverse charge",
            exemptionReasonCode: "VATEX-EU-AE",
          }
        : each,
    ),
    totals,
    attachments: [],
  }
}

type Vat = { category: string; rate: string }

/** Work for businesses in other EU countries is taxed where they are. */
function vatOf(customer: SampleCustomer): Vat {
  return customer.input.country === "DK" ? { category: "S", rate: "25" } : { category: "AE", rate: "0" }
}

function makeLine(
  job: JobLine,
  index: number,
  customer: SampleCustomer,
  vat: Vat,
): Omit<DocumentLine, "net"> {
  const { currency, discount } = customer
  const oere = BigInt(job.price) * 100n
  const price = toDecimal(currency === "EUR" ? (oere * 100n) / oereToEuro : oere, currency)
  const amount = findLineNet({ quantity: job.quantity, netPrice: price }, currency) ?? 0n
  const hasDiscount = discount > 0 && job.item !== "6001" && job.item !== "9001"
  return {
    id: String(index + 1),
    itemNumber: job.item,
    name: job.name,
    ...(job.description === undefined ? {} : { description: job.description }),
    quantity: job.quantity,
    unit: job.unit,
    netPrice: price,
    allowanceCharges: hasDiscount
      ? [
          {
            isCharge: false,
            amount: part(amount, discount),
            base: amount,
            percent: String(discount),
            reason: "Aftalerabat",
          },
        ]
      : [],
    vat,
    classifications: [],
    properties: [],
  }
}

function makeCampaign(
  visit: Visit,
  lines: readonly Omit<DocumentLine, "net">[],
  vat: Vat,
): DocumentData["allowanceCharges"] {
  if (visit.campaign === undefined) return []
  const { totals } = calculateTotals({ currency: visit.customer.currency, lines })
  const amount = part(totals.lines, visit.campaign)
  return [
    {
      isCharge: false,
      amount,
      base: totals.lines,
      percent: String(visit.campaign),
      reason: "Kampagnerabat",
      vat,
    },
  ]
}

/** `percent` of an amount, rounded half up as EN 16931 does; amounts here are never negative. */
function part(amount: bigint, percent: number): bigint {
  return (amount * BigInt(percent) + 50n) / 100n
}

function partyOf({ input }: SampleCustomer): Party {
  return {
    name: input.name,
    identifiers: [],
    ...(input.companyId ? { companyId: { scheme: "0184", value: input.companyId } } : {}),
    ...(input.vatId ? { vatId: input.vatId } : {}),
    address: {
      ...(input.addressLine1 ? { line1: input.addressLine1 } : {}),
      ...(input.postalCode ? { postalCode: input.postalCode } : {}),
      ...(input.city ? { city: input.city } : {}),
      ...(input.country ? { country: input.country } : {}),
    },
    contact: {
      ...(input.contact ? { name: input.contact.name } : {}),
      ...(input.email ? { email: input.email } : {}),
    },
  }
}

function paymentMeans({ number, customer }: Visit, { bank, seller }: Workshop) {
  const isForeign = customer.currency === "EUR"
  return {
    code: isForeign ? "58" : "30",
    paymentId: number,
    account: isForeign ? bank.iban : bank.account,
    bank: isForeign ? bank.bic : bank.registration,
    accountName: seller.name,
  }
}
