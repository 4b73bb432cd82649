import { findFirst, findText, passOver, textOf } from "./element.ts"
import { findDecimal, present } from "./values.ts"
import type { XmlElement } from "./xml-tree.ts"

/** OIOUBL's words for identifier schemes, as the ISO 6523 numbers that Peppol uses. */
const identifierSchemes: Record<string, string> = {
  "DK:CVR": "0184",
  "DK:P": "0096",
  "DK:SE": "0198",
  GLN: "0088",
  EAN: "0088",
  DUNS: "0060",
}

/** OIOUBL's words for VAT categories, as UNCL5305 codes. */
const vatCategories: Record<string, string> = {
  STANDARDRATED: "S",
  ZERORATED: "Z",
  REVERSECHARGE: "AE",
}

const vatSchemes = ["VAT", "63", "MOMS"]

/** An identifier with its scheme. A CVR number is kept as its eight digits. */
export function identifierOf(
  element: XmlElement | undefined,
): { scheme?: string; value: string } | undefined {
  const value = element && textOf(element)
  if (element === undefined || value === undefined) return undefined
  const stated = element.attributes.get("schemeID")?.trim()
  if (!stated) return { value }
  const scheme = identifierSchemes[stated.toUpperCase()] ?? stated
  return { scheme, value: scheme === "0184" ? value.replace(/^DK[ :]?(?=\d{8}$)/i, "") : value }
}

/** Whether a tax category or registration is about VAT; OIOUBL has other taxes beside it. */
export function isVat(holder: XmlElement): boolean {
  const scheme = findText(findFirst(holder, "TaxScheme"), "ID")
  passOver(holder, "TaxScheme")
  return scheme === undefined || vatSchemes.includes(scheme.toUpperCase())
}

/** A VAT category with its rate; absent when there is no category for VAT among the elements. */
export function findVat(categories: XmlElement[]) {
  for (const each of categories) {
    if (!isVat(each)) continue
    const category = vatCategoryOf(findText(each, "ID"))
    passOver(each, "Name")
    if (category !== undefined) return present({ category, rate: findDecimal(each, "Percent") })
  }
  return undefined
}

export function vatCategoryOf(stated: string | undefined): string | undefined {
  return stated && (vatCategories[stated.toUpperCase()] ?? stated)
}

/** An ISO 3166-1 code in capitals; anything else is left unread. */
export function findCountry(holder: XmlElement | undefined): string | undefined {
  const element = holder?.children.find((each) => each.name === "IdentificationCode" && each.space === "cbc")
  const code = element?.text.trim().toUpperCase()
  if (element === undefined || code === undefined || !/^[A-Z]{2}$/.test(code)) return undefined
  element.isRead = true
  passOver(holder, "Name")
  return code
}
