import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { saveAccountPayment, showAccountPayment } from "./account-payment.tsx"
import { showAttempt } from "./attempt.tsx"
import {
  captureAttempt,
  checkAttempt,
  confirmCapture,
  confirmRelease,
  releaseAttempt,
} from "./attempt-actions.tsx"
import { showPayments } from "./list.tsx"
import { dismissPaymentNotice } from "./notices.ts"
import { repeatRefund, showPayment } from "./payment.tsx"
import { saveRefund, showRefundForm } from "./refund.tsx"

/** Money: what came in, attempts to pay and what staff do about them, refunds, what customers say they paid. */
export function mountPayments(app: App, refusals: Refusals): void {
  const { staff } = routes
  mount(app, staff.payments, { GET: showPayments }, refusals)
  mount(app, staff.payment, { GET: showPayment }, refusals)
  mount(app, staff.paymentRefund, { GET: showRefundForm, POST: saveRefund }, refusals)
  mount(app, staff.refundAgain, { POST: repeatRefund }, refusals)
  mount(app, staff.paymentNoticeDismiss, { POST: dismissPaymentNotice }, refusals)
  mount(app, staff.paymentAttempt, { GET: showAttempt }, refusals)
  mount(app, staff.paymentAttemptCheck, { POST: checkAttempt }, refusals)
  mount(app, staff.paymentAttemptCapture, { GET: confirmCapture, POST: captureAttempt }, refusals)
  mount(app, staff.paymentAttemptRelease, { GET: confirmRelease, POST: releaseAttempt }, refusals)
  mount(app, staff.customerPayments, { GET: showAccountPayment, POST: saveAccountPayment }, refusals)
}
