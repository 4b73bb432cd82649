import { type Decimal, toMinorUnits } from "../../../platform/money/index.ts"
import type { AllowanceCharge, DocumentTotals, VatSubtotal } from "../document-data.ts"
import { exactAmount, percentOf, quantityTimesPrice } from "./exact.ts"
import { findGrossPrice, findLineNet, type PricedLine } from "./line-amounts.ts"
import { vatBreakdown, vatGroups } from "./vat-breakdown.ts"

/** A line to be added up: it states a net price or a gross price. */
export interface TotalsLine extends PricedLine {
  vat?: { category: string; rate?: Decimal | undefined } | undefined
}

export interface TotalsInput {
  currency: string
  lines: readonly TotalsLine[]
  /** On the document; those of a line stand in the line. */
  allowanceCharges?: readonly AllowanceCharge[]
  /** Already paid (BT-113), in minor units. */
  prepaid?: bigint
  /** Added to what is asked for (BT-114), in minor units. */
  rounding?: bigint
}

export interface CalculatedTotals {
  /** Each line's net amount (BT-131), in the order of the lines. */
  lineNets: bigint[]
  totals: DocumentTotals
  /** Highest rate first. Exemption reasons are the caller's to add. */
  vatSubtotals: VatSubtotal[]
}

/**
 * Adds a document up as EN 16931-1 says (BR-CO-10 to BR-CO-17): each line is rounded to minor units, VAT is
 * calculated once per category and rate on the sum it taxes, and every total is a sum of rounded amounts.
 * Rounding is half away from zero. Throws when a line states no price.
 */
export function calculateTotals(input: TotalsInput): CalculatedTotals {
  const { currency } = input
  const allowanceCharges = input.allowanceCharges ?? []
  const lineNets = input.lines.map((line, index) => getLineNet(line, index, currency))
  const lines = sum(lineNets)
  const allowances = sum(allowanceCharges.filter((each) => !each.isCharge).map((each) => each.amount))
  const charges = sum(allowanceCharges.filter((each) => each.isCharge).map((each) => each.amount))
  const withoutVat = lines - allowances + charges
  const netLines = input.lines.map((line, index) => ({ net: lineNets[index] ?? 0n, vat: line.vat }))
  const vatSubtotals = vatBreakdown(vatGroups(netLines, allowanceCharges), currency)
  const vat = sum(vatSubtotals.map((each) => each.vat))
  const withVat = withoutVat + vat
  const prepaid = input.prepaid ?? 0n
  const rounding = input.rounding ?? 0n
  const gross = sum(input.lines.map((line) => grossOf(line, currency)))
  const totals: DocumentTotals = {
    gross,
    discount: gross - withoutVat,
    lines,
    allowances,
    charges,
    withoutVat,
    vat,
    withVat,
    prepaid,
    rounding,
    payable: withVat - prepaid + rounding,
  }
  return { lineNets, totals, vatSubtotals }
}

/** The amount of an allowance or charge given in percent, in minor units (PEPPOL-EN16931-R040). */
export function amountOfPercent(base: bigint, percent: Decimal, currency: string): bigint {
  return toMinorUnits(percentOf(exactAmount(base, currency), percent), currency)
}

/** Quantity × gross price of a line, in minor units; 0 when it states no price. */
export function grossOf(line: PricedLine, currency: string): bigint {
  const price = findGrossPrice(line)
  return price === null
    ? 0n
    : toMinorUnits(quantityTimesPrice(line.quantity, price, line.baseQuantity), currency)
}

function getLineNet(line: PricedLine, index: number, currency: string): bigint {
  const net = findLineNet(line, currency)
  if (net === null) throw new Error(`Line ${index + 1} states no price, so it cannot be added up.`)
  return net
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
