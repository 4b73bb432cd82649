import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { sendStatementCsv, sendStatementPdf } from "./files.ts"
import { mailStatement } from "./mail.ts"
import { showStatement } from "./show.tsx"

/** The statement of account: its page, its files, and having it mailed. */
export function mountStatement(app: App, refusals: Refusals): void {
  const { portal } = routes
  mount(app, portal.statement, { GET: showStatement }, refusals)
  mount(app, portal.statementPdf, { GET: sendStatementPdf }, refusals)
  mount(app, portal.statementCsv, { GET: sendStatementCsv }, refusals)
  mount(app, portal.statementMail, { POST: mailStatement }, refusals)
}
