import type { PdfImage } from "../../../platform/pdf/index.ts"

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
