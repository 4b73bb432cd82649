/** The portal: what customers see. Every page but the ways in is behind a customer's session. */
import { routes } from "../../routes.ts"
import { type App, mount, type Refusals } from "../guards/mount.ts"
import { sendBrand, sendLogo } from "../ui/brand-files.ts"
import { showNoSession, showNothingHere } from "./dead-ends.tsx"
import { showDemoMailbox } from "./demo-mailbox.tsx"
import { sendAttachment, sendPdf, sendXml } from "./documents/files.ts"
import { prepareDocumentsPage } from "./documents/list.tsx"
import { saveBankPayment } from "./documents/save-bank-payment.ts"
import { showDocument } from "./documents/show.tsx"
import { enterByToken, signOut } from "./enter.ts"
import { showHome } from "./home.tsx"
import { enterByDocumentLink, goToSignIn } from "./links.ts"
import { showOnlyDocuments } from "./only-documents.tsx"
import { showPayPage, startToPay } from "./payments/pay-invoice.tsx"
import { showPaySeveral, startToPaySeveral } from "./payments/pay-several.tsx"
import { showReturn } from "./payments/return.tsx"
import { cancelPayment, goToProvider, showPayment } from "./payments/show-payment.tsx"
import { mountSignIn } from "./sign-in/index.ts"
import { mountStatement } from "./statement/index.ts"

export const portalRefusals: Refusals = {
  noSession: showNoSession,
  onlyDocuments: showOnlyDocuments,
  notAllowed: showNothingHere,
}

export function mountPortal(app: App): void {
  const refusals = portalRefusals
  const { portal } = routes
  mount(app, portal.home, { GET: showHome }, refusals)
  mount(app, portal.documents, { GET: { prepare: prepareDocumentsPage } }, refusals)
  mount(app, portal.document, { GET: showDocument }, refusals)
  mount(app, portal.documentPdf, { GET: sendPdf }, refusals)
  mount(app, portal.documentXml, { GET: sendXml }, refusals)
  mount(app, portal.documentAttachment, { GET: sendAttachment }, refusals)
  mount(app, portal.documentBankPayment, { POST: saveBankPayment }, refusals)
  mount(app, portal.documentPay, { GET: showPayPage, POST: startToPay }, refusals)
  mount(app, portal.pay, { GET: showPaySeveral, POST: startToPaySeveral }, refusals)
  mount(app, portal.payment, { GET: showPayment }, refusals)
  mount(app, portal.paymentGo, { GET: goToProvider }, refusals)
  mount(app, portal.paymentCancel, { POST: cancelPayment }, refusals)
  mount(app, portal.paymentReturn, { GET: showReturn }, refusals)
  mount(app, portal.token, { GET: enterByToken }, refusals)
  mount(app, portal.documentLink, { GET: enterByDocumentLink }, refusals)
  mount(app, portal.toSignIn, { GET: goToSignIn }, refusals)
  mountStatement(app, refusals)
  mountSignIn(app, refusals)
  mount(app, portal.signOut, { POST: signOut }, refusals)
  mount(app, portal.logo, { GET: sendLogo }, refusals)
  mount(app, portal.demoMailbox, { GET: showDemoMailbox }, refusals)
  mount(app, portal.brand, { GET: sendBrand }, refusals)
}
