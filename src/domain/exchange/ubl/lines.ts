import type { DocumentLine } from "../../documents/index.ts"
import { findLineNet } from "../../documents/index.ts"
import { readAllowanceCharges } from "./allowances.ts"
import { identifierOf } from "./codes.ts"
import {
  children,
  findAt,
  findBasic,
  findChild,
  findFirst,
  findProse,
  findText,
  getText,
  passOver,
} from "./element.ts"
import { readItem } from "./item.ts"
import { readPrice } from "./price.ts"
import { type Dialect, findAmount, findDecimal, findIndicator, findPeriod, present } from "./values.ts"
import { refuse, type XmlElement } from "./xml-tree.ts"

/** How each kind of document names its lines and their quantity. */
const lineNames = {
  Invoice: { line: "InvoiceLine", quantity: "InvoicedQuantity" },
  CreditNote: { line: "CreditNoteLine", quantity: "CreditedQuantity" },
  Order: { line: "OrderLine", quantity: "Quantity" },
} as const
const mostLines = 10_000
export type UblKind = keyof typeof lineNames

/** The elements a document's lines stand in. Refuses a document without any (BR-16). */
export function lineElements(root: XmlElement, kind: UblKind): XmlElement[] {
  const lines = children(root, lineNames[kind].line)
  const tooMany = lines[mostLines]
  if (tooMany) refuse(tooMany, `The document has more than ${mostLines} lines.`)
  return lines.length > 0 ? lines : refuse(root, "The document has no lines.")
}

/** One line (BG-25). An order's line that states no amount has the one its price and quantity lead to. */
export function readLine(outer: XmlElement, kind: UblKind, dialect: Dialect): DocumentLine {
  const line =
    kind === "Order" ? (findChild(outer, "LineItem") ?? refuse(outer, "OrderLine has no LineItem.")) : outer
  const { currency } = dialect
  const quantity = findBasic(line, lineNames[kind].quantity)
  passOver(line, "UUID")
  const notes = outer === line ? [line] : [outer, line]
  const read = {
    id: getText(line, "ID"),
    ...readItem(line),
    note: notes.flatMap((each) => findProse(each, "Note") ?? []).join("\n") || undefined,
    // Without a quantity the price is the price of one, as PEPPOL-EN16931-R120 counts.
    quantity: findDecimal(line, lineNames[kind].quantity) ?? "1",
    unit: quantity?.attributes.get("unitCode")?.trim() || undefined,
    ...readPrice(findChild(line, "Price"), dialect),
    allowanceCharges: readAllowanceCharges(line, dialect),
    period: findPeriod(findFirst(line, "InvoicePeriod")),
    ...readWishes(line, kind),
    orderLine: findText(findFirst(line, "OrderLineReference"), "LineID"),
    objectIdentifier: findObject(line),
    accountingCost: findText(line, "AccountingCost") ?? findText(line, "AccountingCostCode"),
  }
  const net = findAmount(line, "LineExtensionAmount", currency)
  if (net === undefined && kind !== "Order") return refuse(line, `${line.name} has no LineExtensionAmount.`)
  return present({ ...read, net: net ?? findLineNet(read, currency) ?? 0n })
}

/** What an order line asks for beside goods and price. */
function readWishes(line: XmlElement, kind: UblKind) {
  if (kind !== "Order") return {}
  const originator = findFirst(line, "OriginatorParty")
  return {
    requestedDelivery: findPeriod(findAt(line, "Delivery", "RequestedDeliveryPeriod")),
    partialDelivery: findIndicator(line, "PartialDeliveryIndicator"),
    originator:
      findText(findFirst(originator, "PartyName"), "Name") ??
      findText(findFirst(originator, "PartyIdentification"), "ID"),
  }
}

/** What the line is about, such as a meter or a vehicle (BT-128). */
function findObject(line: XmlElement) {
  const reference = findFirst(line, "DocumentReference")
  if (reference === undefined) return undefined
  const code = reference.children.find((each) => each.name === "DocumentTypeCode")?.text.trim()
  if (code !== undefined && code !== "130") return undefined
  passOver(reference, "DocumentTypeCode")
  return identifierOf(findBasic(reference, "ID"))
}
