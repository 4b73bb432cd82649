import type { DocumentLine } from "../../documents/index.ts"
import { findCountry, findVat, identifierOf } from "./codes.ts"
import { children, findBasic, findFirst, findProse, findText, passOver, textOf } from "./element.ts"
import { findDecimal, present } from "./values.ts"
import { refuse, type XmlElement } from "./xml-tree.ts"

/** What a line says about its goods (BG-31, BG-32). Refuses an item without a name (BR-25). */
export function readItem(line: XmlElement) {
  const item = findFirst(line, "Item") ?? refuse(line, `${line.name} has no Item.`)
  const instances = children(item, "ItemInstance")
  const numberOf = (name: string) => findText(findFirst(item, name), "ID")
  return {
    name: findText(item, "Name") ?? refuse(item, "The line's item has no name."),
    description: findProse(item, "Description"),
    itemNumber: numberOf("SellersItemIdentification"),
    buyersItemNumber: numberOf("BuyersItemIdentification"),
    manufacturersItemNumber: numberOf("ManufacturersItemIdentification"),
    standardItem: identifierOf(findBasic(findFirst(item, "StandardItemIdentification"), "ID")),
    specification: numberOf("ItemSpecificationDocumentReference"),
    classifications: children(item, "CommodityClassification").flatMap(classificationOf),
    vat: findVat(children(item, "ClassifiedTaxCategory")) ?? findVat(taxCategoriesOf(line)),
    originCountry: findCountry(findFirst(item, "OriginCountry")),
    serialNumbers: textsOf(instances, "SerialID"),
    lotNumbers: textsOf(
      instances.flatMap((each) => children(each, "LotIdentification")),
      "LotNumberID",
    ),
    properties: [
      ...children(item, "AdditionalItemProperty").flatMap(propertyOf),
      ...(textsOf(instances, "RegistrationID") ?? []).map((value) => ({ name: "Registration", value })),
    ],
  }
}

function classificationOf(element: XmlElement): DocumentLine["classifications"] {
  const code = findBasic(element, "ItemClassificationCode")
  const value = code && textOf(code)
  if (code === undefined || value === undefined) return []
  const { attributes } = code
  return [present({ value, scheme: attributes.get("listID"), version: attributes.get("listVersionID") })]
}

function propertyOf(element: XmlElement): DocumentLine["properties"] {
  const name = findText(element, "Name")
  if (name === undefined) return []
  const value = findProse(element, "Value") ?? findDecimal(element, "ValueQuantity")
  return value === undefined ? [] : [{ name, value }]
}

/** OIOUBL states a line's VAT in a total of its own, whose amounts repeat what the rate says. */
function taxCategoriesOf(line: XmlElement): XmlElement[] {
  return children(line, "TaxTotal").flatMap((total) => {
    passOver(total, "TaxAmount", "RoundingAmount")
    return children(total, "TaxSubtotal").flatMap((subtotal) => {
      passOver(subtotal, "TaxableAmount", "TaxAmount", "Percent", "CalculationSequenceNumeric")
      return children(subtotal, "TaxCategory")
    })
  })
}

function textsOf(holders: XmlElement[], name: string): string[] | undefined {
  const texts = holders.flatMap((each) => findText(each, name) ?? [])
  return texts.length === 0 ? undefined : texts
}
