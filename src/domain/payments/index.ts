/**
 * Money that came in. Recording it books it in the ledger in the same transaction. What is paid with MobilePay is an
 * attempt, which is followed until it has an end, and booked when the money is taken.
 */
export {
  type AccountItem,
  type AccountOffer,
  findAccountOffer,
  mostInvoicesAtOnce,
} from "./attempts/account-offer.ts"
export type { AttemptStage, AttemptState } from "./attempts/attempt.ts"
export { cancelAttempt, type TakeOver, takeOver } from "./attempts/cancel-attempt.ts"
export { type AttemptItemView, type AttemptView, findAttempt } from "./attempts/find-attempt.ts"
export { findPaymentOffer, mostPayable, type NoOffer, type PaymentOffer } from "./attempts/offer.ts"
export { recordPayPageOpened } from "./attempts/pay-page-opened.ts"
export { formatPhoneNumber } from "./attempts/phone.ts"
export type { StartOutcome, StartRefusal } from "./attempts/start-outcome.ts"
export {
  type StartAccountPayment,
  type StartPayment,
  startAccountPayment,
  startPayment,
} from "./attempts/start-payment.ts"
export type { PaymentEnvironment } from "./environment.ts"
export { receiptJob } from "./follow/book-capture.ts"
export { followDuePayments } from "./follow/due.ts"
export { followJob, followPayment } from "./follow/follow-payment.ts"
export type { AttemptProblem } from "./follow/problems.ts"
export { reconcileJob, reconcilePayments } from "./follow/reconcile.ts"
export type {
  MobilePayClient,
  ProviderAnswer,
  ProviderCause,
  ProviderPaymentEvent,
  ProviderProblem,
} from "./mobilepay/provider.ts"
export {
  type AnnounceOutcome,
  announceBankPayment,
  type BankPaymentNotice,
  findBankPaymentNotice,
} from "./notices/announce-bank-payment.ts"
export { dismissNotice } from "./payment-notices.ts"
export { type PaymentSum, sumPayments } from "./payment-sums.ts"
export {
  type AttemptDetail,
  type AttemptItemRow,
  type AttemptStep,
  findAttemptDetail,
} from "./reading/attempt-detail.ts"
export { type AttemptFilter, type AttemptRow, listAttempts } from "./reading/list-attempts.ts"
export {
  findPaymentNotice,
  listPaymentNotices,
  type PaymentNotice,
  type PaymentNoticeFacts,
} from "./reading/list-notices.ts"
export { listPaymentsReceived, type PaymentRow } from "./reading/list-payments.ts"
export { listRefunds, type RefundRow } from "./reading/list-refunds.ts"
export {
  findPaymentDetail,
  type PaymentBooking,
  type PaymentDetail,
  type PaymentRefund,
} from "./reading/payment-detail.ts"
export {
  type PageOf,
  type PaymentFilter,
  type PaymentList,
  paymentLists,
  readPaymentFilter,
} from "./reading/payment-filter.ts"
export {
  findPaymentWarnings,
  type PaymentWarning,
  type PaymentWarningKind,
} from "./reading/payment-warnings.ts"
export { sumUnderWay } from "./reading/sum-under-way.ts"
export {
  type AccountPaymentInput,
  type AccountPaymentOutcome,
  recordAccountPayment,
} from "./record-account-payment.ts"
export {
  type PaymentInput,
  type PaymentMethod,
  type PaymentOutcome,
  paymentMethods,
  recordPayment,
} from "./record-payment.ts"
export {
  askRefundAgain,
  type RefundInput,
  type RefundOutcome,
  refundJob,
  refundPayment,
} from "./refunds/refund-payment.ts"
export { runRefund } from "./refunds/run-refund.ts"
export {
  type Brand,
  brands,
  type CheckOutcome,
  type ConnectionProblem,
  captureRules,
  checkWebhook,
  checkWebhooks,
  checkWebhooksJob,
  connectionProblems,
  findAddressProblem,
  findMobilePayOverview,
  findMobilePaySettings,
  findUnsealableKeys,
  findWebhook,
  findWebhookStatus,
  isPaymentPage,
  type MobilePayForm,
  type MobilePayFormProblem,
  type MobilePayFormProblems,
  type MobilePayOverview,
  type MobilePaySettings,
  mobilePayCurrencies,
  mobilePayEnvironments,
  type RegisterOutcome,
  registerWebhook,
  removeWebhook,
  saveMobilePaySettings,
  testMobilePay,
  type WebhookProblem,
  type WebhookStatus,
} from "./settings/index.ts"
export { findBusinessOfWebhook, receiveWebhook } from "./webhooks/receive-webhook.ts"
