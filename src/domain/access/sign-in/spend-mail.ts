import type { Statement } from "../../../platform/database/index.ts"
import { toArrays } from "../budgets.ts"
import { findDevice } from "./device.ts"
import { budgetKey, type SignInEnvironment } from "./environment.ts"
import { mailsOfAccount, mailsOfAll, mailsOfDevice, mailsOfNetwork } from "./limits.ts"

const hurry: Statement = {
  name: "spend_mail_hurry",
  text: "select set_config('synchronous_commit', 'off', true)",
  values: [],
}

const text = `select case
  when not kvit_installation.spend($1::bytea[], $2::int[], $3::int[], clock_timestamp()) then 'network_busy'
  when kvit_installation.spend($4::bytea[], $5::int[], $6::int[], clock_timestamp()) then 'yes'
  when cardinality($7::bytea[]) > 0
    and kvit_installation.spend($7::bytea[], $8::int[], $9::int[], clock_timestamp()) then 'yes'
  else 'limited' end as allowed`

/**
 * Takes what a mail costs: a try of the network, then of the account, or where strangers used that up, of a browser
 * known for the account. In one go and a transaction of its own, since everybody who asks waits for the one row that
 * counts everybody. It need not wait for the disk: the commit of the ask that follows writes both.
 */
export async function spendMail(
  environment: SignInEnvironment,
  { network, deviceCookie }: { network: string; deviceCookie: string | null },
  account: Buffer,
): Promise<"yes" | "limited" | "network_busy"> {
  const key = budgetKey(environment)
  const device = findDevice(environment, deviceCookie, account)
  const ofDevice = device === null ? [] : [...mailsOfDevice({ account, device, network }), mailsOfAll]
  const values = [
    ...toArrays([mailsOfNetwork({ network })], key),
    ...toArrays([...mailsOfAccount({ account }), mailsOfAll], key),
    ...toArrays(ofDevice, key),
  ]
  const spend: Statement<{ allowed: string }> = { name: "spend_mail", text, values }
  const [, rows] = await environment.database.pipeline("kvit_door", [hurry, spend])
  const allowed = rows[0]?.allowed
  return allowed === "yes" || allowed === "network_busy" ? allowed : "limited"
}
