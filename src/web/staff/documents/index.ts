import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { sendAttachment, sendPdf, sendXml } from "./files.ts"
import { listDocumentsPage } from "./list.tsx"
import { savePayment, showPaymentForm } from "./payment.tsx"
import { showDocument } from "./show.tsx"

/** The documents: their list, each one's page and files, and the payments staff record on them. */
export function mountDocuments(app: App, refusals: Refusals): void {
  const { staff } = routes
  mount(app, staff.documents, { GET: listDocumentsPage }, refusals)
  mount(app, staff.document, { GET: showDocument }, refusals)
  mount(app, staff.documentPdf, { GET: sendPdf }, refusals)
  mount(app, staff.documentXml, { GET: sendXml }, refusals)
  mount(app, staff.documentAttachment, { GET: sendAttachment }, refusals)
  mount(app, staff.documentPayments, { GET: showPaymentForm, POST: savePayment }, refusals)
}
