import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { askCredit, saveCredit } from "./credit.tsx"
import { askOpeningBalance, saveOpeningBalance } from "./opening-balance.tsx"
import { askWriteOff, saveWriteOff, saveWriteOffBack } from "./write-off.tsx"

/** What staff do to an account by hand: use credit, write off, record what was owed before. */
export function mountLedger(app: App, refusals: Refusals): void {
  const { staff } = routes
  mount(app, staff.customerCredit, { GET: askCredit, POST: saveCredit }, refusals)
  mount(app, staff.customerOpeningBalance, { GET: askOpeningBalance, POST: saveOpeningBalance }, refusals)
  mount(app, staff.documentWriteOff, { GET: askWriteOff, POST: saveWriteOff }, refusals)
  mount(app, staff.documentWriteOffBack, { POST: saveWriteOffBack }, refusals)
}
