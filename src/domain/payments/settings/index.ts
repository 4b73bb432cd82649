/** How a business takes payments by MobilePay: what it set, its sealed keys, and the webhook it is told by. */
export { type Brand, brands, isPaymentPage } from "./brands.ts"
export { type CheckOutcome, checkWebhook, checkWebhooks, checkWebhooksJob } from "./check-webhooks.ts"
export { findUnsealableKeys } from "./find-unsealable.ts"
export {
  captureRules,
  findMobilePayOverview,
  findMobilePaySettings,
  type MobilePayOverview,
  type MobilePaySettings,
  mobilePayCurrencies,
  mobilePayEnvironments,
  readMobilePaySettings,
} from "./mobilepay-settings.ts"
export { openMobilePay } from "./open-mobilepay.ts"
export { rememberPushRefused } from "./push.ts"
export type { MobilePayForm, MobilePayFormProblem, MobilePayFormProblems } from "./read-form.ts"
export { type RegisterOutcome, registerWebhook, type WebhookProblem } from "./register-webhook.ts"
export { removeWebhook } from "./remove-webhook.ts"
export { type SaveMobilePayOutcome, saveMobilePaySettings } from "./save-settings.ts"
export { type ConnectionProblem, connectionProblems, testMobilePay } from "./test-connection.ts"
export { findAddressProblem } from "./webhook-address.ts"
export { findWebhook, findWebhookStatus, type WebhookStatus } from "./webhook-status.ts"
