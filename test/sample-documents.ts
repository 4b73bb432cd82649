/** Documents of the workshop NORD Auto, with totals that add up, for tests and benchmarks. */
import Big from "big.js"
import {
  type DocumentData,
  type DocumentLine,
  documentSchema,
  type StoredDocument,
} from "../src/domain/documents/document-data.ts"
import { toMinorUnits } from "../src/platform/money/index.ts"
import { billTo, customer, seller } from "./nord-auto.ts"

export { nordAuto } from "./nord-auto.ts"

export interface SampleLine {
  itemNumber: string
  name: string
  description?: string
  quantity: string
  unit: string
  price: string
  /** Percent off the line. */
  discount?: string
  vatRate: string
}

const workshopLines: SampleLine[] = [
  {
    itemNumber: "4010",
    name: "Large service",
    description: "Oil, filters, brake fluid, 94-point check",
    quantity: "1",
    unit: "C62",
    price: "4250.00",
    vatRate: "25",
  },
  {
    itemNumber: "7731",
    name: "Brake pads, front",
    description: "Bosch 0 986 494 524",
    quantity: "1",
    unit: "SET",
    price: "1180.00",
    discount: "10",
    vatRate: "25",
  },
  { itemNumber: "9000", name: "Labour", quantity: "2.5", unit: "HUR", price: "795.00", vatRate: "25" },
  {
    itemNumber: "9410",
    name: "Inspection fee, paid on your behalf",
    quantity: "1",
    unit: "C62",
    price: "412.50",
    vatRate: "0",
  },
]

export interface Sample {
  lines?: SampleLine[]
  /** Percent off the whole document. */
  discount?: string
  freight?: string
  prepaid?: string
  document?: Partial<StoredDocument>
}

/** An invoice for a van that is leased: customer and bill-to differ. */
export function sampleInvoice(sample: Sample = {}): DocumentData {
  return makeDocument({
    ...sample,
    document: {
      kind: "invoice",
      number: "10042",
      typeCode: "380",
      dueDate: "2026-11-27",
      references: {
        order: "PO-7781",
        salesOrder: "20117",
        buyer: "Værksted 4",
        precedingInvoices: [],
      },
      billTo,
      dealer: { branch: "NORD Auto, Aarhus N", contactPerson: "Mette Lund", phone: "+45 86 12 34 56" },
      vehicle: {
        registration: "AB 12 345",
        make: "Volkswagen",
        model: "Transporter 2.0 TDI",
        odometerKm: 142_310,
        vin: "WV1ZZZ7HZKH012345",
      },
      delivery: { date: "2026-11-12" },
      paymentMeans: [
        { code: "93", paymentId: "71#000000000100420", account: "87654321" },
        { code: "58", account: "DK5000400440116243", bank: "NDEADKKK", paymentId: "10042" },
      ],
      paymentTerms: "Net 14 days. Interest of 0.7% a month is added to late payments.",
      ...sample.document,
    },
  })
}

/** What the workshop gave back on that invoice, to a customer who is billed. */
export function sampleCreditNote(sample: Sample = {}): DocumentData {
  return makeDocument({
    lines: workshopLines.slice(1, 2),
    ...sample,
    document: {
      kind: "credit_note",
      number: "50007",
      typeCode: "381",
      references: {
        buyer: "Værksted 4",
        precedingInvoices: [{ number: "10042", date: "2026-11-13" }],
      },
      paymentTerms: "The amount is set off against your next invoice.",
      ...sample.document,
    },
  })
}

export function sampleQuote(sample: Sample = {}): DocumentData {
  return makeDocument({
    ...sample,
    document: {
      kind: "quote",
      number: "3301",
      validUntil: "2026-12-13",
      vehicle: { registration: "AB 12 345", make: "Volkswagen", model: "Transporter 2.0 TDI" },
      notes: ["Parts are ordered when you accept. The work takes one day."],
      ...sample.document,
    },
  })
}

/** So many lines, in turns of the workshop's. */
export function manyLines(count: number): SampleLine[] {
  return Array.from({ length: count }, (_, index) => {
    const line = workshopLines[index % 3] as SampleLine
    return { ...line, itemNumber: String(4000 + index), name: `${line.name} ${index + 1}` }
  })
}

function makeDocument(sample: Sample): DocumentData {
  const currency = sample.document?.currency ?? "DKK"
  const lines = (sample.lines ?? workshopLines).map((line, index) => toLine(line, index, currency))
  const parsed = documentSchema.parse({
    kind: "invoice",
    number: "1",
    issueDate: "2026-11-13",
    currency,
    seller,
    customer,
    ...sample.document,
    lines: lines.map(({ stored }) => stored),
    allowanceCharges: toAllowances(sample, lines, currency),
    totals: noTotals,
  })
  return addUp(parsed, sample, currency)
}

const noTotals: StoredDocument["totals"] = {
  gross: "0",
  discount: "0",
  lines: "0",
  allowances: "0",
  charges: "0",
  withoutVat: "0",
  vat: "0",
  withVat: "0",
  prepaid: "0",
  rounding: "0",
  payable: "0",
}

interface AddedLine {
  stored: StoredDocument["lines"][number]
  net: bigint
}

function toLine(line: SampleLine, index: number, currency: string): AddedLine {
  const gross = toMinorUnits(new Big(line.quantity).times(line.price), currency)
  const discount = share(gross, line.discount ?? "0")
  const net = gross - discount
  const stored = {
    id: String(index + 1),
    itemNumber: line.itemNumber,
    name: line.name,
    description: line.description,
    quantity: line.quantity,
    unit: line.unit,
    netPrice: line.price,
    vat: { category: line.vatRate === "0" ? "Z" : "S", rate: line.vatRate },
    net: String(net),
    allowanceCharges:
      line.discount === undefined
        ? []
        : [
            {
              isCharge: false,
              amount: String(discount),
              base: String(gross),
              percent: line.discount,
              reason: "Discount",
            },
          ],
  }
  return { stored, net }
}

function toAllowances(sample: Sample, lines: AddedLine[], currency: string) {
  const sum = lines.reduce((total, line) => total + line.net, 0n)
  const vat = { category: "S", rate: "25" }
  const discount = sample.discount && {
    isCharge: false,
    amount: String(share(sum, sample.discount)),
    base: String(sum),
    percent: sample.discount,
    reason: "Fleet discount",
    vat,
  }
  const freight = sample.freight && {
    isCharge: true,
    amount: String(toMinorUnits(sample.freight, currency)),
    reason: "Freight",
    vat,
  }
  return [discount, freight].filter((item) => item !== undefined && item !== "")
}

/** As EN 16931 wants it: per line, then per rate, each rounded once. */
function addUp(data: DocumentData, sample: Sample, currency: string): DocumentData {
  const taxable = new Map<string, bigint>()
  const add = (vat: DocumentLine["vat"], amount: bigint) => {
    const key = `${vat?.category} ${vat?.rate}`
    taxable.set(key, (taxable.get(key) ?? 0n) + amount)
  }
  for (const line of data.lines) add(line.vat, line.net)
  for (const item of data.allowanceCharges) add(item.vat, item.isCharge ? item.amount : -item.amount)
  const vatSubtotals = [...taxable].map(([key, amount]) => {
    const [category = "S", rate = "0"] = key.split(" ")
    return { category, rate, taxable: amount, vat: share(amount, rate) }
  })
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
  const lines = sum(data.lines.map((line) => line.net))
  const of = (isCharge: boolean) => data.allowanceCharges.filter((item) => item.isCharge === isCharge)
  const allowances = sum(of(false).map((item) => item.amount))
  const charges = sum(of(true).map((item) => item.amount))
  const withoutVat = lines - allowances + charges
  const vat = sum(vatSubtotals.map((subtotal) => subtotal.vat))
  const gross = sum(
    data.lines.map((line) => toMinorUnits(new Big(line.quantity).times(line.netPrice ?? "0"), currency)),
  )
  const prepaid = toMinorUnits(sample.prepaid ?? "0", currency)
  const totals = {
    gross,
    discount: gross - withoutVat,
    lines,
    allowances,
    charges,
    withoutVat,
    vat,
    withVat: withoutVat + vat,
    prepaid,
    rounding: 0n,
    payable: withoutVat + vat - prepaid,
  }
  return { ...data, vatSubtotals, totals }
}

function share(amount: bigint, percent: string): bigint {
  const part = new Big(amount.toString()).times(percent).div(100)
  return BigInt(part.round(0, Big.roundHalfUp).toFixed(0))
}
