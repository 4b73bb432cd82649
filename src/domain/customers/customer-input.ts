import { fold, termsOf } from "../../platform/search/index.ts"

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
 * What a customer is recognised by, surest first: company registration (CVR), VAT number, GLN, electronic address,
 * other identifiers; where there is none of these, the name with street and town, else the name with the e-mail
 * address. Of somebody with nothing but a name: nothing.
 */
export function identifiersOf(customer: CustomerInput): Identifier[] {
  const found: Identifier[] = []
  const add = (scheme: string, value: string | undefined) => {
    if (value && !found.some((known) => known.scheme === scheme && known.value === value)) {
      found.push({ scheme: scheme.slice(0, 60), value })
    }
  }
  const others = [
    ...(customer.otherIdentifiers ?? []),
    ...(customer.endpoint ? [customer.endpoint] : []),
  ].map(({ scheme, value }) => ({ scheme: schemeWord(scheme), value }))
  const vatId = plainCode(customer.vatId)
  const registration =
    registrationOf(customer) ??
    danishRegistration(/^DK\d{8}$/.test(vatId) ? vatId : undefined) ??
    others.filter(({ scheme }) => scheme === "cvr").map(({ value }) => danishRegistration(value))[0]
  if (registration) add(registration.scheme, registration.value)
  if (!registration?.value || vatId !== `DK${registration.value}`) add("vat", vatId)
  add("gln", plainCode(customer.gln))
  for (const { scheme, value } of others) {
    // A CVR number that is not the company's own, such as its bookkeeper's mail box, is an address like any other.
    if (scheme === "cvr") {
      if (plainCode(value).replace(/^DK/, "") !== registration?.value) add("id:0184", plainCode(value))
    } else add(scheme, scheme === "gln" ? plainCode(value) : asWritten(value))
  }
  if (found.length === 0) add("name", nameAndPlace(customer))
  return found
}

/** A company's registration: the law knows one company by it. */
export function isRegistration({ scheme }: Identifier): boolean {
  return scheme === "cvr" || scheme.startsWith("company:")
}

/** Registration and VAT number: two that differ in it are two, and one alone is enough to recognise somebody by. */
export function isStrong(identifier: Identifier): boolean {
  return isRegistration(identifier) || identifier.scheme === "vat"
}

function registrationOf({ companyId, country = "" }: CustomerInput): Identifier | undefined {
  const danish = country === "DK" || country === "" ? danishRegistration(companyId) : undefined
  const value = asWritten(companyId).toUpperCase()
  return danish ?? (value === "" ? undefined : { scheme: `company:${country}`, value })
}

function danishRegistration(code: string | undefined): Identifier | undefined {
  const digits = /^(?:DK)?(\d{8})$/.exec(plainCode(code))?.[1]
  return digits === undefined ? undefined : { scheme: "cvr", value: digits }
}

/** Codes whose punctuation means nothing: CVR and VAT numbers, GLN. */
function plainCode(code: string | undefined): string {
  return (code ?? "").toUpperCase().replace(/[^\p{L}\p{N}]/gu, "")
}

/** Of codes of unknown make every mark may mean something, but no space does. */
function asWritten(code: string | undefined): string {
  return (code ?? "").replace(/\s/g, "")
}

/** The schemes of ISO 6523 that say what other fields say too get the same word, so that they meet. */
function schemeWord(scheme: string): string {
  if (scheme === "0184" || /cvr/i.test(scheme)) return "cvr"
  if (scheme === "0088" || /gln|ean/i.test(scheme)) return "gln"
  return `id:${scheme}`
}

/** Two persons of one name are told apart by where they live or are written to; without that, they are not joined. */
function nameAndPlace(customer: CustomerInput): string | undefined {
  const { name, addressLine1, postalCode, city, country } = customer
  const email = customer.email ?? customer.contact?.email
  const isWhole = addressLine1 && (postalCode || city)
  if (!isWhole && !email) return undefined
  const parts = isWhole ? [name, addressLine1, postalCode, city, country] : [name, email]
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
