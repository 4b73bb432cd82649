/** Signing in with an e-mail address, without a password: ask, a mail with link and code, redeem. See docs/sign-in.md. */
export {
  type AccessRequest,
  type AccessRequestInput,
  countAccessRequests,
  finishAccessRequest,
  listAccessRequests,
  requestAccess,
} from "./access-requests.ts"
export { normalizeAddress } from "./address.ts"
export { type Ask, type Asked, askToSignIn, signInRequested } from "./ask.ts"
export { deviceDays } from "./device.ts"
export type { SignInEnvironment } from "./environment.ts"
export type { SignedIn, SignInVisit } from "./let-in.ts"
export { lookUpFlow, type SignInRecipient } from "./look-up.ts"
export { type MintedSignIn, mintSignIn } from "./mint.ts"
export { type CodeOutcome, readCode, redeemCode } from "./redeem-code.ts"
export { countDeadLink, findOpenLink, type OpenLink, redeemLink } from "./redeem-link.ts"
export { type SignInAttempt, type SignInTrace, traceSignIns } from "./trace.ts"
export { findWaiting, type WaitingFor } from "./waiting.ts"
