import { type CustomerInput, type Identifier, identifiersOf } from "../customers/index.ts"
import type { DocumentData, Party } from "../documents/index.ts"
import type { Business } from "../settings/index.ts"

/** A party of a document as a customer of ours. A company unless nothing but a name and an address is known of it. */
export function toCustomerInput(party: Party): CustomerInput {
  const { address, contact } = party
  const gln = party.identifiers.find((identifier) => identifier.scheme === "0088")?.value
  const isCompany =
    party.companyId !== undefined ||
    party.vatId !== undefined ||
    party.identifiers.length > 0 ||
    party.endpoint !== undefined
  return {
    kind: isCompany ? "company" : "person",
    name: party.name,
    tradingName: party.tradingName,
    companyId: party.companyId?.value,
    vatId: party.vatId,
    gln,
    endpoint: party.endpoint
      ? { scheme: party.endpoint.scheme ?? "", value: party.endpoint.value }
      : undefined,
    email: contact?.email,
    phone: contact?.phone,
    addressLine1: address?.line1,
    addressLine2: address?.line2,
    postalCode: address?.postalCode,
    city: address?.city,
    country: address?.country,
    contact: contact?.name ? { name: contact.name, email: contact.email, phone: contact.phone } : undefined,
    otherIdentifiers: party.identifiers.map((identifier) => ({
      scheme: identifier.scheme ?? "",
      value: identifier.value,
    })),
  }
}

/** The business as the seller on its own documents. */
export function toSeller(business: Business): Party {
  return {
    name: business.name,
    identifiers: [],
    ...(business.company_id ? { companyId: { scheme: "0184", value: business.company_id } } : {}),
    ...(business.vat_id ? { vatId: business.vat_id } : {}),
    ...(business.gln
      ? { endpoint: { scheme: "0088", value: business.gln } }
      : business.company_id
        ? { endpoint: { scheme: "0184", value: business.company_id } }
        : {}),
    address: {
      country: business.country,
      ...(business.address_line1 ? { line1: business.address_line1 } : {}),
      ...(business.address_line2 ? { line2: business.address_line2 } : {}),
      ...(business.postal_code ? { postalCode: business.postal_code } : {}),
      ...(business.city ? { city: business.city } : {}),
    },
    ...(business.phone || business.email
      ? {
          contact: {
            name: business.name,
            ...(business.phone ? { phone: business.phone } : {}),
            ...(business.email ? { email: business.email } : {}),
          },
        }
      : {}),
  }
}

/**
 * Which seller issued a document: empty for the business itself, recognised by any identifier they share or by its
 * name. Of another seller, the addresses of both sides as the file gives them, so that equal numbers of two sellers,
 * or of one seller to two addresses, stay apart.
 */
export function sellerKeyOf(data: DocumentData, business: Business): string {
  const own = new Set(identifiersOf(toCustomerInput(toSeller(business))).map(written))
  const isOwn =
    identifiersOf(toCustomerInput(data.seller)).some((identifier) => own.has(written(identifier))) ||
    data.seller.name.trim().toLowerCase() === business.name.trim().toLowerCase()
  return isOwn ? "" : `${addressOf(data.seller)} > ${addressOf(data.billTo ?? data.customer)}`.slice(0, 300)
}

function written({ scheme, value }: Identifier): string {
  return `${scheme}:${value}`
}

function addressOf(party: Party): string {
  if (party.endpoint) return `${party.endpoint.scheme ?? ""}:${party.endpoint.value}`
  const [surest] = identifiersOf(toCustomerInput(party))
  return surest ? written(surest) : party.name
}
