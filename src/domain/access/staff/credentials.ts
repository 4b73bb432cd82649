import type { Budget } from "../budgets.ts"
import { forLibrary, takeCookies } from "./cookies.ts"
import type { StaffEnvironment } from "./environment.ts"
import { findRefusal } from "./library.ts"
import { findForbiddenWords, recordOfMember } from "./members.ts"
import { findPasswordProblem, type PasswordProblem } from "./passwords.ts"
import { readTotpCode } from "./recovery-codes.ts"
import { endOtherSessions, findSession, memberOf, type StaffSession } from "./sessions.ts"
import { spendingCode, type Visit } from "./sign-in.ts"

/** Why a signed-in person's own change did not happen. `signed_out`: there is no session any more. */
export type Hindrance = "signed_out" | "wrong_password" | "too_many"

const proofs: ReadonlySet<string> = new Set(["changed", "begun", "enabled", "made", "removed"])

/** Runs a change that asks for the person's password again; wrong ones are counted like those of a sign-in. */
async function asThemselves<T extends { outcome: string }>(
  environment: StaffEnvironment,
  visit: Visit,
  change: (session: StaffSession, headers: Headers) => Promise<T>,
): Promise<T | { outcome: Hindrance }> {
  const session = await findSession(environment, visit.request, visit.businessId)
  if (!session) return { outcome: "signed_out" }
  const budget: Budget = { of: `own account ${session.accountId}`, burst: 10, refillSeconds: 60 }
  if (!(await environment.budgets.spend([budget]))) return { outcome: "too_many" }
  try {
    const done = await change(
      session,
      forLibrary(visit.request, [environment.cookies.session], visit.network),
    )
    // Only what was done proves the password; an answer that came before it was asked gives no tries back.
    if (proofs.has(done.outcome)) await environment.budgets.restore([budget])
    return done
  } catch (error) {
    if (findRefusal(error) !== "INVALID_PASSWORD") throw error
    return { outcome: "wrong_password" }
  }
}

export type PasswordAnswer =
  | { outcome: "changed"; setCookies: string[] }
  | { outcome: "refused"; problem: PasswordProblem | "unchanged" }
  | { outcome: Hindrance }

/** Changes the person's password and ends their other sessions. */
export async function changePassword(
  environment: StaffEnvironment,
  input: Visit & { currentPassword: string; newPassword: string },
): Promise<PasswordAnswer> {
  const { businessId, currentPassword, newPassword } = input
  return asThemselves(environment, input, async (session, headers): Promise<PasswordAnswer> => {
    const words = await findForbiddenWords(environment, businessId, session)
    const problem = newPassword === currentPassword ? "unchanged" : findPasswordProblem(newPassword, words)
    if (problem) return { outcome: "refused", problem }
    const { api } = await environment.library()
    const answer = await api.changePassword({
      body: { currentPassword, newPassword, revokeOtherSessions: true },
      headers,
      returnHeaders: true,
    })
    await environment.pool.query("update users set password_is_temporary = false where id = $1", [
      session.accountId,
    ])
    await recordOfMember(environment, memberOf(businessId, session), "staff.password_changed")
    return { outcome: "changed", setCookies: takeCookies(answer.headers, environment.cookies) }
  })
}

/** What an authenticator app needs, as an address, as a picture of it, and to type. */
export interface Enrolment {
  uri: string
  /** SVG markup of our own making. */
  qrSvg: string
  /** Base32. */
  secret: string
}

export type BeginAnswer =
  | { outcome: "begun"; enrolment: Enrolment }
  | { outcome: "already_on" }
  | { outcome: Hindrance }

/** Makes the secret of a second factor. It counts from the first right code on. */
export async function beginSecondFactor(
  environment: StaffEnvironment,
  input: Visit & { password: string; issuer: string },
): Promise<BeginAnswer> {
  return asThemselves(environment, input, async (session, headers): Promise<BeginAnswer> => {
    if (session.secondFactor) return { outcome: "already_on" }
    const { api } = await environment.library()
    const begun = await api.enableTwoFactor({ body: { password: input.password, method: "totp" }, headers })
    const secret = begun.method === "totp" ? new URL(begun.totpURI).searchParams.get("secret") : null
    if (!secret) throw new Error("The second factor was begun without a secret.")
    return { outcome: "begun", enrolment: await drawEnrolment(session.email, input.issuer, secret) }
  })
}

/** The picture and address of a secret made before, for a form that comes back. Throws on what is no secret. */
export async function drawEnrolment(email: string, issuer: string, secret: string): Promise<Enrolment> {
  if (!/^[A-Z2-7]{16,80}$/.test(secret)) throw new Error("The secret has an unknown form.")
  const by = encodeURIComponent(issuer.replaceAll(":", " ").trim() || "Kvit")
  // The key URI format of the authenticator apps: issuer and account, both percent-encoded.
  const uri = `otpauth://totp/${by}:${encodeURIComponent(email)}?secret=${secret}&issuer=${by}&algorithm=SHA1&digits=6&period=30`
  const { default: qrcode } = await import("qrcode")
  const qrSvg = await qrcode.toString(uri, { type: "svg", errorCorrectionLevel: "M", margin: 2, width: 240 })
  return { uri, qrSvg, secret }
}

export type ConfirmAnswer =
  | { outcome: "enabled"; recoveryCodes: string[]; setCookies: string[] }
  | { outcome: "wrong_code" | "already_on" | "not_begun" }
  | { outcome: Hindrance }

/** Switches the second factor on with a first right code; the person's other sessions, which had none, end. */
export async function confirmSecondFactor(
  environment: StaffEnvironment,
  input: Visit & { code: string },
): Promise<ConfirmAnswer> {
  return asThemselves(environment, input, async (session, headers): Promise<ConfirmAnswer> => {
    if (session.secondFactor) return { outcome: "already_on" }
    const { api } = await environment.library()
    const code = readTotpCode(input.code)
    const result = await spendingCode(environment, session.accountId, code, () =>
      api.verifyTOTP({ body: { code }, headers, returnHeaders: true }),
    )
    if (!result.answer) {
      return { outcome: result.refusal === "TOTP_NOT_ENABLED" ? "not_begun" : "wrong_code" }
    }
    const setCookies = takeCookies(result.answer.headers, environment.cookies)
    const { backupCodes } = await api.viewBackupCodes({ body: { userId: session.accountId } })
    const now = await findSession(environment, asRequest(input.request, setCookies), input.businessId)
    await endOtherSessions(environment, input.businessId, now ?? session)
    await recordOfMember(environment, memberOf(input.businessId, session), "staff.second_factor_enabled")
    return { outcome: "enabled", recoveryCodes: backupCodes, setCookies }
  })
}

/** The request as it would come with the cookies just given. */
function asRequest(request: Headers, setCookies: readonly string[]): Headers {
  return new Headers({
    "user-agent": request.get("user-agent") ?? "",
    cookie: setCookies.map((line) => line.split(";")[0]).join("; "),
  })
}

export type RecoveryAnswer =
  | { outcome: "made"; recoveryCodes: string[] }
  | { outcome: "not_on" }
  | { outcome: Hindrance }

/** Makes new recovery codes; the old ones open nothing any more. */
export async function newRecoveryCodes(
  environment: StaffEnvironment,
  input: Visit & { password: string },
): Promise<RecoveryAnswer> {
  return asThemselves(environment, input, async (session, headers): Promise<RecoveryAnswer> => {
    if (!session.secondFactor) return { outcome: "not_on" }
    const { api } = await environment.library()
    const made = await api.generateBackupCodes({ body: { password: input.password }, headers })
    await recordOfMember(environment, memberOf(input.businessId, session), "staff.second_factor_reset", {
      part: "recovery_codes",
    })
    return { outcome: "made", recoveryCodes: made.backupCodes }
  })
}

export type RemoveAnswer =
  | { outcome: "removed"; setCookies: string[] }
  | { outcome: "not_on" }
  | { outcome: Hindrance }

/** Takes the second factor away, to move it to another phone. Where one is required, enrolling is all that is left. */
export async function removeSecondFactor(
  environment: StaffEnvironment,
  input: Visit & { password: string },
): Promise<RemoveAnswer> {
  return asThemselves(environment, input, async (session, headers): Promise<RemoveAnswer> => {
    if (!session.secondFactor) return { outcome: "not_on" }
    const { api } = await environment.library()
    const answer = await api.disableTwoFactor({
      body: { password: input.password },
      headers,
      returnHeaders: true,
    })
    await recordOfMember(environment, memberOf(input.businessId, session), "staff.second_factor_reset")
    return { outcome: "removed", setCookies: takeCookies(answer.headers, environment.cookies) }
  })
}
