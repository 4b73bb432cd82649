import type { ProviderProblem } from "../mobilepay/provider.ts"

/** Why an attempt came to nothing, as a word of ours; each has its sentence for the customer. */
export const attemptProblems = [
  "declined",
  "expired",
  "cancelled",
  "balance_changed",
  "push_not_allowed",
  "currency",
  "amount_too_small",
  "amount_too_large",
  "phone",
  "no_user",
  "keys",
  "sales_unit",
  "funds",
  "capture_refused",
  "mismatch",
  "released",
  "given_up",
  "unreachable",
  "unknown",
] as const
export type AttemptProblem = (typeof attemptProblems)[number]

/** What the provider's error codes mean to us (Vipps MobilePay, error codes of the ePayment interface). */
const words: Readonly<Record<string, AttemptProblem>> = {
  "4040": "amount_too_small",
  "4070": "phone",
  "5040": "currency",
  "5050": "sales_unit",
  "5060": "sales_unit",
  "5080": "push_not_allowed",
  "5090": "sales_unit",
  "6010": "amount_too_small",
  "6090": "amount_too_large",
  "6100": "capture_refused",
  "6260": "funds",
  "6280": "capture_refused",
  "7010": "no_user",
}

/** The word for a refusal that will stay one. */
export function problemWord(problem: ProviderProblem): AttemptProblem {
  if (problem.kind === "keys") return "keys"
  if (problem.kind === "unreachable" || problem.kind === "busy") return "unreachable"
  return words[problem.code ?? ""] ?? "unknown"
}

/** Whether the same call under the same key may still be answered otherwise, so that it is repeated later. */
export function isPassing(problem: ProviderProblem): boolean {
  if (problem.kind === "unreachable" || problem.kind === "busy") return true
  // Being worked on; and a capture that failed for now (6260, 6280 of August 2026).
  return ["6160", "6250", "6260", "6280"].includes(problem.code ?? "")
}

/** Whether the provider says that it does not know the payment. */
export function isUnknownPayment(problem: ProviderProblem): boolean {
  return problem.kind === "refused" && (problem.status === 404 || problem.code === "5090")
}
