/** Money that came in. Recording it books it in the ledger in the same transaction. */
export { kvitVersion, type PaymentEnvironment } from "./environment.ts"
export { openMobilePayClient } from "./mobilepay/open-client.ts"
export type {
  MobilePayClient,
  ProviderAnswer,
  ProviderCause,
  ProviderPaymentEvent,
  ProviderProblem,
} from "./mobilepay/provider.ts"
export { type ProviderWebhookEvent, parseWebhook, verifyWebhook } from "./mobilepay/webhook.ts"
export { type PaymentSum, sumPayments } from "./payment-sums.ts"
export {
  type PaymentInput,
  type PaymentMethod,
  type PaymentOutcome,
  paymentMethods,
  recordPayment,
} from "./record-payment.ts"
