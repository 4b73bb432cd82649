import { isDeepStrictEqual } from "node:util"
import type { Language } from "../../../platform/language/index.ts"
import type { DocumentData, Party } from "../document-data.ts"

/** Whether somebody else than the customer owes the document, as it states them itself. */
export function isBilledToAnother({ customer, billTo }: DocumentData): boolean {
  if (billTo === undefined) return false
  const who = ({ name, companyId, address }: Party) => ({ name, companyId, address })
  return !isDeepStrictEqual(who(customer), who(billTo))
}

export interface Registration {
  of: "cvr" | "company" | "vat"
  value: string
}

/** `12 34 56 78` of the CVR, or another country's number; the VAT number where it says more than the CVR does. */
export function registrationsOf({ companyId, vatId }: Party): Registration[] {
  const digits = companyId?.value.replaceAll(/\D/g, "")
  const isDanish = companyId?.scheme === "0184" || vatId === `DK${digits}`
  const found: Registration[] = []
  if (companyId) {
    const isCvr = isDanish && digits?.length === 8
    const value = isCvr ? digits.replace(/(..)(?=.)/g, "$1\u00a0") : companyId.value
    found.push({ of: isDanish ? "cvr" : "company", value })
  }
  if (vatId && vatId !== `DK${digits}`) found.push({ of: "vat", value: vatId })
  return found
}

/** As it stands on an envelope; the country only where the letter leaves the seller's. */
export function addressLines(
  address: Party["address"],
  data: Pick<DocumentData, "seller">,
  language: Language,
): string[] {
  if (address === undefined) return []
  const town = [address.postalCode, address.city].filter((part) => part !== undefined).join(" ")
  const isAbroad = address.country !== undefined && address.country !== (data.seller.address?.country ?? "DK")
  return [
    address.line1,
    address.line2,
    address.line3,
    town,
    address.subdivision,
    isAbroad && address.country ? countryName(address.country, language) : undefined,
  ].filter((line): line is string => line !== undefined && line !== "")
}

function countryName(code: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code
}
