import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { chooseSharing, shareAtOnce, shareChosen, undo } from "./actions.tsx"
import { askCloseAll, closeAll, mailPortalLink, mailSignInLink, mailTokenLink } from "./customer-actions.tsx"
import { inviteCustomers, showInvitations, stopInviting } from "./invitations.tsx"
import { closeLink, copyLink, copyNewLink } from "./links.tsx"
import { sendMail, showSender } from "./send.tsx"

/** Links to customers: of documents, to the portal, to the sign-in; documents sent by mail; many customers invited. */
export function mountSharing(app: App, refusals: Refusals): void {
  const { staff } = routes
  mount(app, staff.documentShare, { POST: shareAtOnce }, refusals)
  mount(app, staff.documentSharing, { GET: chooseSharing, POST: shareChosen }, refusals)
  mount(app, staff.documentSend, { GET: showSender, POST: sendMail }, refusals)
  mount(app, staff.documentLinks, { POST: copyNewLink }, refusals)
  mount(app, staff.documentLinkCopy, { POST: copyLink }, refusals)
  mount(app, staff.documentLinkClose, { POST: closeLink }, refusals)
  mount(app, staff.shareUndo, { POST: undo }, refusals)
  mount(app, staff.customerPortalLinkMail, { POST: mailPortalLink }, refusals)
  mount(app, staff.customerSignInLink, { POST: mailSignInLink }, refusals)
  mount(app, staff.customerLinksClose, { GET: askCloseAll, POST: closeAll }, refusals)
  mount(app, staff.portalTokenMail, { POST: mailTokenLink }, refusals)
  mount(app, staff.portalInvitations, { GET: showInvitations, POST: inviteCustomers }, refusals)
  mount(app, staff.portalInvitationStop, { POST: stopInviting }, refusals)
}
