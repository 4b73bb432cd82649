import { addressOf } from "./address.ts"
import { identifierOf } from "./codes.ts"
import { findAt, findBasic, findFirst, findProse, findText } from "./element.ts"
import { findContact } from "./parties.ts"
import { findDate, findPeriod, findPresent } from "./values.ts"
import type { XmlElement } from "./xml-tree.ts"

/** Where goods go: the first delivery (BG-13), and what an order wishes of it. */
export function findDelivery(root: XmlElement) {
  const delivery = findFirst(root, "Delivery")
  const location = findFirst(delivery, "DeliveryLocation")
  const party = findFirst(delivery, "DeliveryParty")
  const named = findText(findFirst(party, "PartyName"), "Name") ?? findText(location, "Name")
  return findPresent({
    date: findDate(delivery, "ActualDeliveryDate"),
    requestedPeriod: findPeriod(findFirst(delivery, "RequestedDeliveryPeriod")),
    locationId: identifierOf(findBasic(location, "ID")),
    name: named ?? findText(findFirst(party, "PartyLegalEntity"), "RegistrationName"),
    address: addressOf(findFirst(location, "Address") ?? findFirst(delivery, "DeliveryAddress")),
    partyId: identifierOf(findBasic(findFirst(party, "PartyIdentification"), "ID")),
    contact: findContact(party),
    terms: findDeliveryTerms(root),
  })
}

function findDeliveryTerms(root: XmlElement): string | undefined {
  const terms = findFirst(root, "DeliveryTerms")
  if (terms === undefined) return undefined
  const parts = [
    findText(terms, "ID"),
    findProse(terms, "SpecialTerms"),
    findText(findAt(terms, "DeliveryLocation"), "ID"),
  ]
  return parts.filter((each) => each !== undefined).join(", ") || undefined
}
