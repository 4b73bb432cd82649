import { compact, fold, termsOf } from "../../platform/search/index.ts"

/** A customer as somebody describes them: an import, a form, a row of a file. */
export interface CustomerInput {
  number?: string | undefined
  kind: "company" | "person"
  name: string
  /** What people call it, where that is another name; staff find it by both. */
  tradingName?: string | undefined
  /** National registration; in Denmark CVR, eight digits. */
  companyId?: string | undefined
  vatId?: string | undefined
  gln?: string | undefined
  endpoint?: { scheme: string; value: string } | undefined
  email?: string | undefined
  phone?: string | undefined
  addressLine1?: string | undefined
  addressLine2?: string | undefined
  postalCode?: string | undefined
  city?: string | undefined
  /** ISO 3166-1 alpha-2. */
  country?: string | undefined
  language?: "da" | "en" | undefined
  contact?: { name: string; email?: string | undefined; phone?: string | undefined } | undefined
  /** Identifiers besides those above, with their ISO 6523 scheme or the sender's word for it. */
  otherIdentifiers?: readonly { scheme: string; value: string }[] | undefined
}

export interface Identifier {
  scheme: string
  value: string
}

/**
 * What a customer is recognised by, surest first: CVR, VAT number, GLN, electronic address, other identifiers.
 * Only where there is none of these, the name with the whole address.
 */
export function identifiersOf(customer: CustomerInput): Identifier[] {
  const found: Identifier[] = []
  const add = (scheme: string, value: string | undefined) => {
    const plain = compact(value ?? "").toUpperCase()
    if (plain !== "" && !found.some((known) => known.scheme === scheme && known.value === plain)) {
      found.push({ scheme: scheme.slice(0, 60), value: plain })
    }
  }
  const country = customer.country ?? ""
  const danishVat = /^DK\d{8}$/.exec(compact(customer.vatId ?? "").toUpperCase())?.[0]
  const cvr = /^(?:DK)?(\d{8})$/.exec(compact(customer.companyId ?? "").toUpperCase())?.[1]
  if (cvr && (country === "DK" || country === "")) add("cvr", cvr)
  else add(`company:${country}`, customer.companyId)
  if (danishVat) add("cvr", danishVat.slice(2))
  else add("vat", customer.vatId)
  add("gln", customer.gln)
  if (customer.endpoint) add(schemeWord(customer.endpoint.scheme), customer.endpoint.value)
  for (const other of customer.otherIdentifiers ?? []) add(schemeWord(other.scheme), other.value)
  return found.length > 0 ? found : [{ scheme: "name", value: nameAndAddress(customer) }]
}

/** The schemes of ISO 6523 that say what other fields say too get the same word, so that they meet. */
function schemeWord(scheme: string): string {
  if (scheme === "0184" || /cvr/i.test(scheme)) return "cvr"
  if (scheme === "0088" || /gln|ean/i.test(scheme)) return "gln"
  return `id:${scheme}`
}

function nameAndAddress(customer: CustomerInput): string {
  const parts = [customer.name, customer.addressLine1, customer.postalCode, customer.city, customer.country]
  return parts
    .map((part) =>
      fold(part ?? "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .join("|")
    .slice(0, 800)
}

/** What staff find a customer by. */
export function customerTerms(customer: CustomerInput & { number: string }): string[] {
  return termsOf({
    texts: [
      customer.name,
      customer.tradingName,
      customer.email,
      customer.addressLine1,
      customer.city,
      customer.postalCode,
      customer.contact?.name,
      customer.contact?.email,
    ],
    codes: [
      customer.number,
      customer.companyId,
      customer.vatId,
      customer.gln,
      customer.phone,
      customer.endpoint?.value,
    ],
  })
}
