import type { PdfImage } from "../../../platform/pdf/index.ts"
import { addressOf, type Business } from "../../settings/index.ts"

/** How the business looks on its letters. What it is by law (name, address, CVR) stands in the document itself. */
export interface Branding {
  name: string
  logo?: PdfImage
  /** `#0b5b45`; anything else is printed in ink. */
  accent: string
  addressLines: string[]
  phone?: string
  email?: string
  website?: string
  /** One line of the business's own under the contact details. */
  letterheadText?: string
  bank?: { name?: string; registrationNumber?: string; account?: string; iban?: string; bic?: string }
  /** One line of the business's own at the foot of every page. */
  footerText?: string
}

const ink = "#1d1c1a"

export function accentOf(branding: Branding): string {
  return /^#[0-9a-f]{6}$/i.test(branding.accent) ? branding.accent : ink
}

/** White or ink, whichever stands out more from the accent (WCAG 2.2, relative luminance). */
export function onAccent(accent: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(accent.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.22 ? ink : "#ffffff"
}

/** How a business looks by its settings. */
export function brandingOf(business: Business): Branding {
  const logoType = business.logo_type
  return {
    name: business.name,
    accent: business.accent,
    addressLines: addressOf(business),
    ...(business.logo && (logoType === "image/png" || logoType === "image/jpeg")
      ? { logo: { bytes: business.logo, mediaType: logoType } }
      : {}),
    ...(business.phone ? { phone: business.phone } : {}),
    ...(business.email ? { email: business.email } : {}),
    ...(business.website ? { website: business.website } : {}),
    ...(business.letterhead ? { letterheadText: business.letterhead } : {}),
    bank: {
      ...(business.bank_registration ? { registrationNumber: business.bank_registration } : {}),
      ...(business.bank_account ? { account: business.bank_account } : {}),
      ...(business.iban ? { iban: business.iban } : {}),
      ...(business.bic ? { bic: business.bic } : {}),
    },
  }
}
