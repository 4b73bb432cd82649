import type { PortalLinksTexts } from "./portal-links.en.ts"

/** Ord til dem, der kom med linket til et enkelt dokument. */
export const portalLinksDa: PortalLinksTexts = {
  seeAll: "Se alle dine dokumenter",
  onlyTitle: (documents: number): string =>
    documents === 1 ? "Dette link åbner ét dokument" : "Disse links åbner enkelte dokumenter",
  only: "Du kom med et link, der ikke kræver, at du logger ind. Log ind med din e-mail for at se alt, vi har til dig; der er ingen adgangskode.",
}
