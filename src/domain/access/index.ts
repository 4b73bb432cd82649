/**
 * Ways in. Customers come by a portal token, which is exchanged for a session; staff by their accounts.
 * Whatever the way, what comes out is an actor.
 */

export { setPortalAccess } from "./portal-access.ts"
export {
  endPortalSession,
  endPreviews,
  enterPortal,
  findPortalSession,
  openPreview,
  openSessionByToken,
  type PortalSession,
} from "./portal-sessions/portal-sessions.ts"
export {
  drawEnrolment,
  type Enrolment,
  type Hindrance,
  openStaffAccounts,
  type PasswordProblem,
  passwordLength,
  type SessionLine,
  StaffAccountError,
  type StaffAccounts,
  type StaffSession,
} from "./staff/index.ts"
export { listStaff, type StaffLine } from "./staff/list-staff.ts"
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
