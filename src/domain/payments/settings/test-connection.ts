import type { WorkActor } from "../../../platform/database/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import type { ProviderProblem } from "../mobilepay/provider.ts"
import { tryOpenMobilePay } from "./open-mobilepay.ts"

/** What is wrong with the way to the provider, as a word of ours; each has its sentence with what to do. */
export const connectionProblems = [
  "no_keys",
  "unsealable",
  "token_refused",
  "sales_unit",
  "host_unknown",
  "no_connection",
  "connection_lost",
  "timeout",
  "certificate",
  "clock",
  "not_theirs",
  "busy",
  "refused",
] as const
export type ConnectionProblem = (typeof connectionProblems)[number]

/** Asks the provider with the keys that are saved; null where they open the door. */
export async function testMobilePay(
  environment: PaymentEnvironment,
  actor: WorkActor,
): Promise<ConnectionProblem | null> {
  const client = await tryOpenMobilePay(environment, actor)
  if (typeof client === "string") return client
  const answer = await client.testConnection()
  return answer.ok ? null : connectionProblem(answer.problem)
}

export function connectionProblem({ kind, cause }: ProviderProblem): ConnectionProblem {
  if (cause) return cause
  if (kind === "busy") return "busy"
  if (kind === "keys") return "sales_unit"
  return kind === "refused" ? "refused" : "connection_lost"
}
