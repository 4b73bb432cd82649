import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { sendStatementCsv, sendStatementPdf } from "./files.ts"
import { mailStatement } from "./mail.ts"
import { showStatement } from "./show.tsx"

/** A customer's statement of account: its page, its files, and mailing it. */
export function mountStatement(app: App, refusals: Refusals): void {
  const { staff } = routes
  mount(app, staff.customerStatement, { GET: showStatement }, refusals)
  mount(app, staff.customerStatementPdf, { GET: sendStatementPdf }, refusals)
  mount(app, staff.customerStatementCsv, { GET: sendStatementCsv }, refusals)
  mount(app, staff.customerStatementMail, { POST: mailStatement }, refusals)
}
