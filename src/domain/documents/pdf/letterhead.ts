import { accentOf, type Branding, onAccent } from "./branding.ts"

/** What `letterhead.typ` prints at the head of a letter. */
export function letterhead(branding: Branding) {
  const accent = accentOf(branding)
  const contact = [branding.phone, branding.email, branding.website, branding.letterheadText]
  return {
    name: branding.name,
    monogram: (branding.name.match(/[\p{L}\p{N}]/u)?.[0] ?? "").toUpperCase(),
    accent,
    onAccent: onAccent(accent),
    lines: [...branding.addressLines, ...contact.filter((line) => line !== undefined)],
  }
}

/** Where the money goes, for the foot of every page. */
export function accountLine({ bank }: Branding): (string | undefined)[] {
  return [
    bank?.name,
    [bank?.registrationNumber, bank?.account].filter((part) => part !== undefined).join(" ") || undefined,
    bank?.iban && `IBAN ${bank.iban}`,
    bank?.bic && `BIC ${bank.bic}`,
  ]
}
