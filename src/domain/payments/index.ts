/** Money that came in. Recording it books it in the ledger in the same transaction. */
export { type PaymentSum, sumPayments } from "./payment-sums.ts"
export {
  type PaymentInput,
  type PaymentMethod,
  type PaymentOutcome,
  paymentMethods,
  recordPayment,
} from "./record-payment.ts"
