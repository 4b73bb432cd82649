import { createHmac } from "node:crypto"
import type { Budget } from "../budgets.ts"
import { findCookie, findDevice, forLibrary, makeDeviceCookie, takeCookies } from "./cookies.ts"
import type { StaffEnvironment } from "./environment.ts"
import { findRefusal } from "./library.ts"
import {
  findMemberByAccount,
  findMemberByEmail,
  type Member,
  makeAccountAddress,
  normalizeEmail,
  recordFailure,
  recordOfMember,
} from "./members.ts"
import { passwordLength } from "./passwords.ts"
import { readRecoveryCode, readTotpCode } from "./recovery-codes.ts"
import { endPreviousSession } from "./sessions.ts"

/** A request to the sign-in: which business, from which network, with which headers. */
export interface Visit {
  businessId: string
  network: string
  request: Headers
}

export interface SignInAnswer {
  /** Unknown addresses, removed members and wrong passwords are all `refused`, in the same time. */
  outcome: "signed_in" | "second_factor" | "refused" | "too_many"
  setCookies: string[]
}

export async function signIn(
  environment: StaffEnvironment,
  input: Visit & { email: string; password: string },
): Promise<SignInAnswer> {
  const { businessId, request } = input
  const address = makeAccountAddress(businessId, input.email)
  const budgets = budgetsOf(environment, input, address)
  if (!(await environment.budgets.spend(budgets))) return { outcome: "too_many", setCookies: [] }
  const member = await findMemberByEmail(environment, businessId, input.email)
  const entered = await enter(environment, input, member ? address : makeAccountAddress(businessId, ""))
  if (!member || !entered || (entered.accountId !== null && entered.accountId !== member.accountId)) {
    await recordFailure(environment, businessId, member, "password")
    return { outcome: "refused", setCookies: [] }
  }
  if (entered.accountId === null) return { outcome: "second_factor", setCookies: entered.setCookies }
  return welcome(environment, { ...input, request }, member, entered.setCookies)
}

/** Asks the library; null when it refused, `accountId` null when it waits for the second factor. */
async function enter(
  environment: StaffEnvironment,
  input: Visit & { password: string },
  address: string,
): Promise<{ accountId: string | null; setCookies: string[] } | null> {
  const { api } = await environment.library()
  const password = input.password.length > passwordLength.most ? "" : input.password
  try {
    const answer = await api.signInEmail({
      body: { email: address, password },
      headers: forLibrary(input.request, [], input.network),
      returnHeaders: true,
    })
    const accountId = "user" in answer.response ? answer.response.user.id : null
    return { accountId, setCookies: takeCookies(answer.headers, environment.cookies) }
  } catch (error) {
    if (findRefusal(error) === null) throw error
    return null
  }
}

/** Strangers' failures slow strangers: a browser known for the account has a budget of its own. */
function budgetsOf(environment: StaffEnvironment, visit: Visit, address: string): Budget[] {
  const device = findDevice(visit.request, environment.cookies, {
    key: environment.deviceKey,
    account: address,
  })
  if (device) return [{ of: `device ${device} ${address}`, burst: 10, refillSeconds: 60 }]
  return [
    { of: `network ${visit.network}`, burst: 20, refillSeconds: 30 },
    { of: `account ${address} from ${visit.network}`, burst: 10, refillSeconds: 60 },
    { of: `account ${address}`, burst: 30, refillSeconds: 300 },
  ]
}

/** What every completed sign-in does. */
async function welcome(
  environment: StaffEnvironment,
  visit: Visit,
  member: Member,
  setCookies: string[],
): Promise<SignInAnswer> {
  const { businessId, request } = visit
  const address = makeAccountAddress(businessId, normalizeEmail(member.email))
  await endPreviousSession(environment, request)
  await recordOfMember(environment, member, "staff.signed_in")
  await environment.budgets.restore(budgetsOf(environment, visit, address))
  await sweep(environment)
  const device = makeDeviceCookie(environment.cookies, {
    secure: environment.secureCookies,
    key: environment.deviceKey,
    account: address,
  })
  return { outcome: "signed_in", setCookies: [...setCookies, device] }
}

async function sweep(environment: StaffEnvironment): Promise<void> {
  await environment.budgets.sweep()
  await environment.pool.query("delete from sessions where expires_at < now()")
  await environment.pool.query("delete from verifications where expires_at < now()")
  await environment.pool.query("delete from spent_codes where spent_at < now() - interval '1 hour'")
}

export interface SecondFactorAnswer {
  /** `expired`: the password must be typed again. */
  outcome: "signed_in" | "refused" | "too_many" | "expired"
  setCookies: string[]
}

/** The second step, in the browser that took the first, within ten minutes and five tries. */
export async function verifySecondFactor(
  environment: StaffEnvironment,
  input: Visit & { code: string; kind: "totp" | "recovery" },
): Promise<SecondFactorAnswer> {
  const { businessId, request, network } = input
  const member = await findWaitingMember(environment, businessId, request)
  if (!member) return { outcome: "expired", setCookies: [] }
  const { api } = await environment.library()
  // Without the session's cookie, or the library would take it for a signed-in person's check.
  const headers = forLibrary(request, [environment.cookies.flow], network)
  const verify = () =>
    input.kind === "totp"
      ? api.verifyTOTP({ body: { code: readTotpCode(input.code) }, headers, returnHeaders: true })
      : api.verifyBackupCode({ body: { code: readRecoveryCode(input.code) }, headers, returnHeaders: true })
  const code = input.kind === "totp" ? readTotpCode(input.code) : null
  const result = await spendingCode(environment, member.accountId, code, verify)
  if (result.answer) {
    return welcomeFully(environment, input, member, takeCookies(result.answer.headers, environment.cookies))
  }
  const outcome = outcomeOf(result.refusal)
  await recordFailure(environment, businessId, member, outcome === "too_many" ? "limit" : "second_factor")
  return { outcome, setCookies: [] }
}

async function welcomeFully(
  environment: StaffEnvironment,
  visit: Visit,
  member: Member,
  setCookies: string[],
): Promise<SecondFactorAnswer> {
  const answer = await welcome(environment, visit, member, setCookies)
  return { outcome: "signed_in", setCookies: answer.setCookies }
}

function outcomeOf(refusal: string): SecondFactorAnswer["outcome"] {
  if (refusal === "ACCOUNT_TEMPORARILY_LOCKED" || refusal === "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE") {
    return "too_many"
  }
  return refusal === "INVALID_TWO_FACTOR_COOKIE" ? "expired" : "refused"
}

/** Whose second step the flow's cookie stands for. The library checks the cookie's signature when it verifies. */
async function findWaitingMember(
  environment: StaffEnvironment,
  businessId: string,
  request: Headers,
): Promise<Member | null> {
  const cookie = findCookie(request, environment.cookies.flow)
  const identifier = /^[\w-]+/.exec(cookie ?? "")?.[0]
  if (!identifier) return null
  const result = await environment.pool.query<{ value: string }>(
    "select value from verifications where identifier = $1 and expires_at > now()",
    [identifier],
  )
  const accountId = result.rows[0]?.value
  return accountId === undefined ? null : findMemberByAccount(environment, businessId, accountId)
}

/**
 * Runs `verify` with the code claimed first, so that a code that was used, or is being used, is refused
 * (RFC 6238, section 5.2). A code that turns out wrong is given back.
 */
export async function spendingCode<T>(
  environment: StaffEnvironment,
  accountId: string,
  code: string | null,
  verify: () => Promise<T>,
): Promise<{ answer: T } | { answer: null; refusal: string }> {
  const hmac = code === null ? null : createHmac("sha256", environment.codeKey).update(code).digest()
  if (hmac) {
    const claimed = await environment.pool.query(
      `insert into spent_codes as s (user_id, code_hmac) values ($1, $2)
       on conflict (user_id, code_hmac) do update set spent_at = now()
         where s.spent_at < now() - interval '2 minutes'`,
      [accountId, hmac],
    )
    if (claimed.rowCount === 0) return { answer: null, refusal: "INVALID_CODE" }
  }
  try {
    return { answer: await verify() }
  } catch (error) {
    if (hmac) {
      await environment.pool.query("delete from spent_codes where user_id = $1 and code_hmac = $2", [
        accountId,
        hmac,
      ])
    }
    const refusal = findRefusal(error)
    if (refusal === null) throw error
    return { answer: null, refusal }
  }
}
