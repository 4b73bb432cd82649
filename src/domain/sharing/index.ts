/**
 * Handing links to customers: one document's at once or by a written mail, the portal's, one that leads to the
 * sign-in; and inviting many. Links themselves, and what they open, are in `access`.
 */
export {
  type AskForStatementOutcome,
  askForStatement,
  findOwnAddress,
  mailAskedStatement,
  mailStatementJob,
  type OwnAddress,
} from "./ask-for-statement.ts"
export { type CopiedLink, copyDocumentLink, copyNewDocumentLink } from "./copy-link.ts"
export {
  findInvitation,
  type InvitationProgress,
  type Invited,
  invitationsPerMinute,
  type StartInvitationOutcome,
  sendInvitationsJob,
  startInvitation,
  stopInvitation,
} from "./invitations.ts"
export { createLinkMakers } from "./link-makers.ts"
export { findShare, listShares, type ShareRow } from "./list-shares.ts"
export {
  countReachable,
  type Hindrance,
  hindrances,
  listUnreachable,
  type Reachability,
  type UnreachableCustomer,
} from "./reachability.ts"
export { chooseRecipient, listRecipients, type Recipient } from "./recipients.ts"
export {
  type DocumentToSend,
  recipientKey,
  type SendDocumentOutcome,
  sendDocument,
} from "./send-document.ts"
export { sendInvitationBatch } from "./send-invitations.ts"
export { sendShare } from "./send-share.ts"
export {
  listStatementRecipients,
  type SendStatementOutcome,
  sendStatement,
} from "./send-statement.ts"
export {
  type MailedLink,
  type ShareOutcome,
  sendShareJob,
  shareByMail,
  undoShare,
} from "./share-by-mail.ts"
