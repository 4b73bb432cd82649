import type { DocumentData, Party } from "../document-data.ts"
import { basic, group } from "./xml.ts"

type Identifier = { scheme?: string | undefined; value: string }

/** The one who is billed: for UBL the customer. */
export function buyerOf(data: DocumentData): Party {
  return data.billTo ?? data.customer
}

export function sellerParty(data: DocumentData): string {
  const { seller } = data
  return group(
    "AccountingSupplierParty",
    group(
      "Party",
      endpoint(seller),
      ...identifications(seller),
      names(seller),
      postalAddress("PostalAddress", seller.address),
      taxScheme(seller.vatId, "VAT"),
      taxScheme(seller.taxRegistration, "TAX"),
      legalEntity(seller, seller.legalForm),
      contact(seller),
    ),
  )
}

export function buyerParty(data: DocumentData): string {
  const buyer = buyerOf(data)
  return group(
    "AccountingCustomerParty",
    group(
      "Party",
      endpoint(buyer),
      // A buyer has one identifier at most (UBL-SR-16).
      identifications(buyer)[0],
      names(buyer),
      postalAddress("PostalAddress", buyer.address),
      taxScheme(buyer.vatId, "VAT"),
      legalEntity(buyer, undefined),
      contact(buyer),
    ),
  )
}

export function payeeParty({ payee }: DocumentData): string {
  if (payee === undefined) return ""
  return group(
    "PayeeParty",
    identifications(payee)[0],
    group("PartyName", basic("Name", payee.name)),
    group("PartyLegalEntity", registration(payee)),
  )
}

export function taxRepresentativeParty({ taxRepresentative }: DocumentData): string {
  if (taxRepresentative === undefined) return ""
  return group(
    "TaxRepresentativeParty",
    group("PartyName", basic("Name", taxRepresentative.name)),
    postalAddress("PostalAddress", taxRepresentative.address),
    taxScheme(taxRepresentative.vatId, "VAT"),
  )
}

/** Where goods went, and to whom: the customer, where another one is billed. */
export function delivery(data: DocumentData): string {
  const stated = data.delivery
  const receiver = data.billTo === undefined ? undefined : data.customer
  const place = stated?.address ?? receiver?.address
  return group(
    "Delivery",
    basic("ActualDeliveryDate", stated?.date),
    group(
      "DeliveryLocation",
      identifier("ID", stated?.locationId),
      // A delivery address needs its country (BR-57).
      place?.country === undefined ? undefined : postalAddress("Address", place),
    ),
    group("DeliveryParty", group("PartyName", basic("Name", stated?.name ?? receiver?.name))),
  )
}

/** The electronic address (BT-34, BT-49); a Danish company is reached by its CVR number where none is stated. */
export function endpointOf(party: Party): Identifier | undefined {
  if (party.endpoint?.scheme !== undefined) return party.endpoint
  const company = companyIdOf(party)
  if (company?.scheme === "0184") return { scheme: "0184", value: withCountry(company.value) }
  return party.identifiers.find(({ scheme }) => scheme === "0088")
}

/** A CVR number is eight digits (PEPPOL-COMMON-R042), and a Danish company's needs its scheme (DK-R-014). */
export function companyIdOf(party: Party): Identifier | undefined {
  const { companyId } = party
  if (companyId === undefined) return undefined
  const digits = companyId.value.replaceAll(/^DK|\s/g, "")
  const isDanish = companyId.scheme === "0184" || (!companyId.scheme && party.address?.country === "DK")
  return isDanish && /^\d{8}$/.test(digits) ? { scheme: "0184", value: digits } : companyId
}

function endpoint(party: Party): string {
  return identifier("EndpointID", endpointOf(party))
}

function withCountry(digits: string): string {
  return `DK${digits}`
}

/** Only identifiers of a registered scheme: receivers refuse others (BR-CL-10, DK-R-013). */
function identifications(party: Party): string[] {
  return party.identifiers
    .filter(isRegistered)
    .map((item) => group("PartyIdentification", identifier("ID", item)))
}

function names(party: Party): string {
  return group("PartyName", basic("Name", party.tradingName ?? party.name))
}

function legalEntity(party: Party, legalForm: string | undefined): string {
  return group(
    "PartyLegalEntity",
    basic("RegistrationName", party.name),
    registration(party),
    basic("CompanyLegalForm", legalForm),
  )
}

function registration(party: Party): string {
  return identifier("CompanyID", companyIdOf(party))
}

function contact({ contact }: Party): string {
  return group(
    "Contact",
    basic("Name", contact?.name),
    basic("Telephone", contact?.phone),
    basic("ElectronicMail", contact?.email),
  )
}

function taxScheme(companyId: string | undefined, scheme: string): string {
  if (companyId === undefined) return ""
  return group("PartyTaxScheme", basic("CompanyID", companyId), group("TaxScheme", basic("ID", scheme)))
}

function postalAddress(name: string, address: Party["address"]): string {
  return group(
    name,
    basic("StreetName", address?.line1),
    basic("AdditionalStreetName", address?.line2),
    basic("CityName", address?.city),
    basic("PostalZone", address?.postalCode),
    basic("CountrySubentity", address?.subdivision),
    group("AddressLine", basic("Line", address?.line3)),
    group("Country", basic("IdentificationCode", address?.country)),
  )
}

/** With its scheme where that is an ISO 6523 code; the sender's own words for schemes are not known elsewhere. */
export function identifier(name: string, item: Identifier | undefined): string {
  if (item === undefined) return ""
  return basic(name, item.value, isRegistered(item) ? { schemeID: item.scheme } : {})
}

function isRegistered({ scheme }: Identifier): boolean {
  return scheme !== undefined && /^\d{4}$/.test(scheme)
}
