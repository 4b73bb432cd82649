import type { DocumentLine } from "../../documents/index.ts"
import { amountOfPercent, findLineNet } from "../../documents/index.ts"
import type { DocumentField } from "./document-columns.ts"
import type { RowReader } from "./row-reader.ts"

const vatCategories = { s: "S", z: "Z", e: "E", ae: "AE", k: "K", g: "G", o: "O", l: "L", m: "M" } as const

/**
 * The line a row tells of, or undefined with problems. Its discount is an allowance in percent of quantity ×
 * unit price, rounded to minor units (BG-27); its net amount is still to be calculated.
 */
export function readDocumentLine(
  reader: RowReader<DocumentField>,
  position: number,
  currency: string,
): Omit<DocumentLine, "net"> | undefined {
  const name = reader.required("lineText")
  const netPrice = reader.required("unitPrice") === undefined ? undefined : reader.number("unitPrice")
  const quantity = reader.text("quantity") === undefined ? "1" : reader.number("quantity")
  const vat = readVat(reader)
  const percent = reader.number("discountPercent")
  if (percent !== undefined && !isPercent(percent))
    reader.refuse("discountPercent", "is not between 0 and 100")
  if (name === undefined || netPrice === undefined || quantity === undefined || vat === undefined)
    return undefined
  const itemNumber = reader.text("itemNumber")
  const unit = reader.text("unit")
  return {
    id: `${position}`,
    ...(itemNumber && { itemNumber }),
    ...(unit && { unit }),
    name,
    quantity,
    netPrice,
    vat,
    classifications: [],
    properties: [],
    allowanceCharges: discountOf({ quantity, netPrice }, percent, currency),
  }
}

function readVat(reader: RowReader<DocumentField>) {
  const category = reader.choice("vatCategory", vatCategories)
  if (category === "O") return { category }
  const rate = reader.required("vatRate") === undefined ? undefined : reader.number("vatRate")
  if (rate === undefined) return undefined
  if (!isPercent(rate)) return reader.refuse("vatRate", "is not between 0 and 100")
  const isZero = Number(rate) === 0
  if (category === undefined) return { category: isZero ? "Z" : "S", rate }
  const carriesVat = ["S", "L", "M"].includes(category)
  if (carriesVat || isZero) return { category, rate }
  return reader.refuse("vatRate", `is not 0, but category ${category} carries no VAT`)
}

function discountOf(
  line: { quantity: string; netPrice: string },
  percent: string | undefined,
  currency: string,
): DocumentLine["allowanceCharges"] {
  if (percent === undefined || Number(percent) === 0) return []
  const base = findLineNet(line, currency) ?? 0n
  // UNCL5189: 95 is a discount.
  return [
    { isCharge: false, amount: amountOfPercent(base, percent, currency), base, percent, reasonCode: "95" },
  ]
}

/** Compared as a float: only the range is asked, nothing is calculated with it. */
function isPercent(decimal: string): boolean {
  const value = Number(decimal)
  return value >= 0 && value <= 100
}
