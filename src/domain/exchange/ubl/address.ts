import type { Party } from "../../documents/index.ts"
import { findCountry } from "./codes.ts"
import { children, findFirst, findText, passOver } from "./element.ts"
import { findPresent } from "./values.ts"
import type { XmlElement } from "./xml-tree.ts"

type Address = NonNullable<Party["address"]>

/** What OIOUBL and UBL have beyond street and second line, in the order people write it. */
const finerParts = ["BuildingName", "Floor", "Room", "Postbox", "Department", "MarkAttention", "MarkCare"]

/**
 * The postal address, else the registered one. A registered address that says nothing more than the postal
 * one needs no place of its own.
 */
export function readAddress(
  postal: XmlElement | undefined,
  registered: XmlElement | undefined,
): Address | undefined {
  const address = addressOf(postal)
  if (registered === undefined) return address
  if (address === undefined) return addressOf(registered)
  const said = [...Object.values(address)]
  if (leaves(registered).every((each) => said.includes(each.text.trim()))) {
    passOver(registered, ...registered.children.map((each) => each.name))
  }
  return address
}

/** Street and building number, then the second line, then all the rest (BG-5, BG-8, BG-15). */
export function addressOf(element: XmlElement | undefined): Address | undefined {
  if (element === undefined) return undefined
  passOver(element, "AddressFormatCode", "ID")
  const street = [findText(element, "StreetName"), findText(element, "BuildingNumber")]
  const rest = [
    findText(element, "AdditionalStreetName"),
    ...finerParts.map((name) => findText(element, name)),
    ...children(element, "AddressLine").map((each) => findText(each, "Line")),
  ]
  const lines = [street.filter((each) => each !== undefined).join(" "), ...rest].filter(Boolean)
  return findPresent({
    line1: lines[0],
    line2: lines[1],
    line3: lines.slice(2).join(", ") || undefined,
    city: findText(element, "CityName"),
    postalCode: findText(element, "PostalZone"),
    subdivision: findText(element, "CountrySubentity"),
    country: findCountry(findFirst(element, "Country")),
  })
}

function leaves(element: XmlElement): XmlElement[] {
  return element.children.length === 0 ? [element] : element.children.flatMap(leaves)
}
