/**
 * Ways in. Customers come by a portal token, which is exchanged for a session; staff by their accounts.
 * Whatever the way, what comes out is an actor.
 */

export { type Capability, capabilities, isCapable } from "./capabilities.ts"
export {
  type DocumentSession,
  endDocumentSession,
  findDocumentSession,
} from "./document-links/document-sessions.ts"
export {
  closeDocumentLink,
  closeDocumentLinksOf,
  countDocumentLinksOf,
  findDocumentLink,
  findDocumentLinkText,
} from "./document-links/list-document-links.ts"
export {
  documentLinkDays,
  type LinkRecipient,
  type MakeDocumentLinkOutcome,
  makeDocumentLink,
  type NewDocumentLink,
} from "./document-links/make-document-link.ts"
export { type OpenedDocumentLink, openDocumentLink } from "./document-links/open-document-link.ts"
export {
  listSigningKeys,
  rotateSigningKey,
  type SigningKey,
} from "./keys/signing-keys.ts"
export type { Opener } from "./link-opening.ts"
export { recordShare, recordShareEvent, type Share, type SharedLink, type ShareWay } from "./link-shares.ts"
export { setPortalAccess } from "./portal-access.ts"
export { endOwnSessions, listOwnSessions, type OwnSession } from "./portal-sessions/own-sessions.ts"
export {
  endPortalSession,
  endPreviews,
  enterPortal,
  findPortalSession,
  openPreview,
  openSessionByToken,
  type PortalSession,
} from "./portal-sessions/portal-sessions.ts"
export * from "./sign-in/index.ts"
export {
  findFilledAddress,
  findSignInLinkToken,
  makeSignInLink,
  openSignInLink,
} from "./sign-in-links/sign-in-links.ts"
export {
  drawEnrolment,
  type Enrolment,
  type Hindrance,
  openStaffAccounts,
  type PasswordProblem,
  passwordLength,
  type SessionLine,
  type StaffAccounts,
  type StaffSession,
} from "./staff/index.ts"
export { listStaff, type StaffLine } from "./staff/list-staff.ts"
export { countStatementMail } from "./statement-mails.ts"
export { ensureToken } from "./tokens/ensure-token.ts"
export {
  countActiveTokens,
  findToken,
  listTokens,
  type TokenPage,
  type TokenRow,
  type TokenState,
  tokenStates,
} from "./tokens/list-tokens.ts"
export {
  countCustomersWithoutToken,
  type MakeTokenOutcome,
  makeMissingTokens,
  makeToken,
} from "./tokens/make-token.ts"
export { revokeAllTokens, revokeToken } from "./tokens/revoke-tokens.ts"
export { shareToken } from "./tokens/share-token.ts"
