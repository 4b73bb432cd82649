import type { DocumentData, DocumentLine } from "../document-data.ts"
import { allowanceCharge, amountElement, taxCategory } from "./amounts.ts"
import { identifier } from "./parties.ts"
import { basic, group } from "./xml.ts"

/** Words for units that come without a code, as UN/ECE Recommendation 20 has them. */
const unitCodes: Record<string, string> = {
  stk: "C62",
  "stk.": "C62",
  pcs: "C62",
  pc: "C62",
  styk: "C62",
  time: "HUR",
  timer: "HUR",
  hour: "HUR",
  hours: "HUR",
  h: "HUR",
  dag: "DAY",
  dage: "DAY",
  day: "DAY",
  days: "DAY",
  sæt: "SET",
  set: "SET",
  km: "KMT",
  m: "MTR",
  kg: "KGM",
  l: "LTR",
  liter: "LTR",
}

export function lineElement(line: DocumentLine, data: DocumentData): string {
  const isCredit = data.kind === "credit_note"
  return group(
    isCredit ? "CreditNoteLine" : "InvoiceLine",
    basic("ID", line.id),
    basic("Note", line.note),
    basic(isCredit ? "CreditedQuantity" : "InvoicedQuantity", line.quantity, {
      unitCode: unitCode(line.unit),
    }),
    amountElement("LineExtensionAmount", line.net, data.currency),
    basic("AccountingCost", line.accountingCost),
    group("InvoicePeriod", basic("StartDate", line.period?.start), basic("EndDate", line.period?.end)),
    group("OrderLineReference", basic("LineID", line.orderLine)),
    line.objectIdentifier &&
      group(
        "DocumentReference",
        basic("ID", line.objectIdentifier.value, { schemeID: line.objectIdentifier.scheme }),
        basic("DocumentTypeCode", "130"),
      ),
    ...line.allowanceCharges.map((item) => allowanceCharge(item, undefined, data.currency)),
    itemElement(line),
    priceElement(line, data.currency),
  )
}

/** A word we do not know is "mutually defined" (ZZ); no unit at all is one (C62). */
function unitCode(unit: string | undefined): string {
  if (unit === undefined) return "C62"
  if (/^[A-Z0-9]{2,3}$/.test(unit)) return unit
  const word = unit.toLowerCase()
  return (Object.hasOwn(unitCodes, word) ? unitCodes[word] : undefined) ?? "ZZ"
}

function itemElement(line: DocumentLine): string {
  return group(
    "Item",
    basic("Description", line.description),
    basic("Name", line.name),
    group("BuyersItemIdentification", basic("ID", line.buyersItemNumber)),
    group("SellersItemIdentification", basic("ID", line.itemNumber)),
    // Without a registered scheme it identifies nothing (BR-64).
    line.standardItem?.scheme && group("StandardItemIdentification", identifier("ID", line.standardItem)),
    group("OriginCountry", basic("IdentificationCode", line.originCountry)),
    ...line.classifications
      // A classification needs its list (BR-65).
      .filter(({ scheme }) => scheme !== undefined)
      .map(({ scheme, version, value }) =>
        group(
          "CommodityClassification",
          basic("ItemClassificationCode", value, { listID: scheme, listVersionID: version }),
        ),
      ),
    line.vat && taxCategory("ClassifiedTaxCategory", line.vat),
    ...line.properties.map(({ name, value }) =>
      group("AdditionalItemProperty", basic("Name", name), basic("Value", value)),
    ),
  )
}

/** The discount on the price (BT-147) is part of the net price already and is stated beside it. */
function priceElement(line: DocumentLine, currency: string): string {
  const { netPrice, grossPrice, priceDiscount, baseQuantity } = line
  const money = (name: string, value: string) => basic(name, value, { currencyID: currency })
  if (netPrice === undefined) return ""
  const discount =
    grossPrice === undefined || priceDiscount === undefined
      ? ""
      : group(
          "AllowanceCharge",
          basic("ChargeIndicator", "false"),
          money("Amount", priceDiscount),
          money("BaseAmount", grossPrice),
        )
  return group(
    "Price",
    money("PriceAmount", netPrice),
    baseQuantity && basic("BaseQuantity", baseQuantity, { unitCode: unitCode(line.unit) }),
    discount,
  )
}
