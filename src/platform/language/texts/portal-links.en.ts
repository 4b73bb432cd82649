/** Words for those who came by the link of a single document. */
export const portalLinksEn = {
  seeAll: "See all your documents",
  onlyTitle: (documents: number): string =>
    documents === 1 ? "This link opens one document" : "These links open single documents",
  only: "You came by a link that needs no sign-in. To see everything we have for you, sign in by e-mail; there is no password.",
}
export type PortalLinksTexts = typeof portalLinksEn
