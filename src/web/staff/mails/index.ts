/** The mails to customers: what was sent or kept, and what became of each. */
import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { showMails } from "./list.tsx"
import { sendAgain, sendMailHtml, showMail } from "./show.tsx"

export function mountMails(app: App, refusals: Refusals): void {
  const { staff } = routes
  mount(app, staff.mails, { GET: showMails }, refusals)
  mount(app, staff.mail, { GET: showMail }, refusals)
  mount(app, staff.mailHtml, { GET: sendMailHtml }, refusals)
  mount(app, staff.mailAgain, { POST: sendAgain }, refusals)
}
