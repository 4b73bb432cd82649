import type { ProviderProblem } from "../mobilepay/provider.ts"

/** Why a refund came to nothing, as a word of ours; each has its sentence for staff. */
export const refundProblems = [
  "already_refunded",
  "not_enough",
  "too_late",
  "keys",
  "not_set_up",
  "sales_unit",
  "refused",
] as const
export type RefundProblem = (typeof refundProblems)[number]

/** What the provider's error codes mean for a refund (Vipps MobilePay, error codes of the ePayment interface). */
const words: Readonly<Record<string, RefundProblem>> = {
  "5090": "sales_unit",
  "6150": "not_enough",
  "6180": "already_refunded",
  "6220": "too_late",
}

export function refundProblemWord(problem: ProviderProblem): RefundProblem {
  if (problem.kind === "keys") return "keys"
  return words[problem.code ?? ""] ?? "refused"
}
