/** The staff workplace. Every page but sign-in and set-up is behind a member of staff's session. */
import { routes } from "../../routes.ts"
import { type App, mount } from "../guards/mount.ts"
import { changePassword, endSession, makeRecoveryCodes, showAccount } from "./account/actions.tsx"
import { changeSecondFactor, showSecondFactor as showEnrolment } from "./account/second-factor.tsx"
import { mountActivity } from "./activity/index.ts"
import { mountCustomers } from "./customers/index.ts"
import { mountDocuments } from "./documents/index.ts"
import { mountLedger } from "./ledger/index.ts"
import { mountMails } from "./mails/index.ts"
import { mountPayments } from "./payments/index.ts"
import { refusals } from "./refusals.tsx"
import { setUp, showSetUp } from "./set-up/actions.tsx"
import { mountSettings } from "./settings/index.ts"
import { mountSharing } from "./sharing/index.ts"
import { showSecondFactor, showSignIn, signIn, signOut, verifySecondFactor } from "./sign-in/actions.tsx"
import { mountStatement } from "./statement/index.ts"

export { refusals as staffRefusals }

export function mountStaff(app: App): void {
  mountAccess(app)
  mountActivity(app, refusals)
  mountCustomers(app, refusals)
  mountDocuments(app, refusals)
  mountPayments(app, refusals)
  mountLedger(app, refusals)
  mountSettings(app, refusals)
  mountSharing(app, refusals)
  mountMails(app, refusals)
  mountStatement(app, refusals)
}

function mountAccess(app: App): void {
  const { staff } = routes
  mount(app, staff.setUp, { GET: showSetUp, POST: setUp }, refusals)
  mount(app, staff.signIn, { GET: showSignIn, POST: signIn }, refusals)
  mount(app, staff.signInSecondFactor, { GET: showSecondFactor, POST: verifySecondFactor }, refusals)
  mount(app, staff.signOut, { POST: signOut }, refusals)
  mount(app, staff.account, { GET: showAccount }, refusals)
  mount(app, staff.accountPassword, { POST: changePassword }, refusals)
  mount(app, staff.accountSecondFactor, { GET: showEnrolment, POST: changeSecondFactor }, refusals)
  mount(app, staff.accountRecoveryCodes, { POST: makeRecoveryCodes }, refusals)
  mount(app, staff.accountSession, { POST: endSession }, refusals)
}
