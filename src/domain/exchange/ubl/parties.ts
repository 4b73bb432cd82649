import type { Party } from "../../documents/index.ts"
import { readAddress } from "./address.ts"
import { identifierOf, isVat } from "./codes.ts"
import { children, findBasic, findFirst, findProse, findText, passOver } from "./element.ts"
import { findPresent, present } from "./values.ts"
import { refuse, type XmlElement } from "./xml-tree.ts"

/** The party in a role such as `AccountingCustomerParty`; refuses one without any name. */
export function readRole(role: XmlElement): Party {
  const party = findFirst(role, "Party") ?? refuse(role, `${role.name} has no Party.`)
  const assigned = ["SupplierAssignedAccountID", "CustomerAssignedAccountID"].flatMap((scheme) => {
    const value = findText(role, scheme)
    return value === undefined ? [] : [{ scheme, value }]
  })
  const read = readParty(party, role.name)
  return { ...read, identifiers: [...read.identifiers, ...assigned] }
}

/** A party by its legal name (BT-27, BT-44), else its trading name, else its person's name. */
export function readParty(party: XmlElement, role = party.name): Party {
  const legal = findFirst(party, "PartyLegalEntity")
  const registered = findText(legal, "RegistrationName")
  const traded = findText(findFirst(party, "PartyName"), "Name")
  const person = registered === undefined && traded === undefined ? findPersonName(party) : undefined
  const contact = findContact(party)
  const name = registered ?? traded ?? person ?? contact?.name
  if (name === undefined) return refuse(party, `${role} has no name.`)
  return present({
    name,
    tradingName: traded === name ? undefined : traded,
    identifiers: children(party, "PartyIdentification").flatMap((each) => {
      const identifier = identifierOf(findBasic(each, "ID"))
      return identifier === undefined ? [] : [identifier]
    }),
    companyId: identifierOf(findBasic(legal, "CompanyID")),
    ...taxNumbers(party),
    legalForm: legal && findProse(legal, "CompanyLegalForm"),
    endpoint: identifierOf(findBasic(party, "EndpointID")),
    address: readAddress(findFirst(party, "PostalAddress"), findFirst(legal, "RegistrationAddress")),
    contact,
  })
}

export function findContact(party: XmlElement | undefined) {
  const contact = findFirst(party, "Contact")
  return findPresent({
    name: findText(contact, "Name"),
    phone: findText(contact, "Telephone"),
    email: findText(contact, "ElectronicMail"),
  })
}

function taxNumbers(party: XmlElement) {
  let vatId: string | undefined
  let taxRegistration: string | undefined
  for (const each of children(party, "PartyTaxScheme")) {
    if (isVat(each)) vatId ??= findText(each, "CompanyID")
    else taxRegistration ??= findText(each, "CompanyID")
  }
  return { vatId, taxRegistration }
}

function findPersonName(party: XmlElement): string | undefined {
  const person = findFirst(party, "Person")
  const names = ["FirstName", "MiddleName", "FamilyName"].map((each) => findText(person, each))
  passOver(person, "NameSuffix")
  return names.filter((each) => each !== undefined).join(" ") || undefined
}
