import { z } from "zod"
import type { Hindrance, StaffSession } from "../../../domain/access/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { StaffAccessTexts } from "../../../platform/language/texts/staff-access.en.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { readForm } from "../../guards/form.ts"
import { setCookies } from "../access-page.tsx"
import { AccountPage, type AccountPageProps } from "./page.tsx"
import { passwordMessage } from "./password-message.ts"
import { RecoveryCodesPage } from "./second-factor-page.tsx"

export function visitOf(c: StaffContext) {
  return { businessId: c.var.businessId, network: c.var.clientNetwork, request: c.req.raw.headers }
}

export const secret = (words: StaffAccessTexts) =>
  z.string(words.required).min(1, words.required).max(1000, words.tooLong(1000))

/** The session behind a guarded page. It may have ended since the guard looked. */
export function findOwnSession(c: StaffContext): Promise<StaffSession | null> {
  return c.var.kvit.staffAccounts.findSession(c.req.raw.headers, c.var.businessId)
}

export function toSignIn(c: StaffContext): Response {
  return c.redirect(routes.staff.signIn.to({ next: routes.staff.account.path }), 303)
}

/** What is said at the password's field when a change did not happen. */
export function hindranceMessage(
  words: StaffAccessTexts,
  hindrance: Exclude<Hindrance, "signed_out">,
): string {
  return hindrance === "wrong_password" ? words.account.wrongPassword : words.account.tooMany
}

export async function showAccountPage(
  c: StaffContext,
  more: Pick<AccountPageProps, "notice" | "problems"> = {},
  status: 200 | 422 = 200,
): Promise<Response> {
  const session = await findOwnSession(c)
  if (!session) return toSignIn(c)
  const sessions = await c.var.kvit.staffAccounts.listSessions(session)
  return c.html(<AccountPage c={c} session={session} sessions={sessions} {...more} />, status)
}

/** `GET /account`. */
export function showAccount(c: StaffContext): Promise<Response> {
  const { done } = texts(c.var.language).staffAccess.account
  const name = c.req.query("done") ?? ""
  return showAccountPage(c, {
    notice: Object.hasOwn(done, name) ? done[name as keyof typeof done] : undefined,
  })
}

/** `POST /account/password`. */
export async function changePassword(c: StaffContext): Promise<Response> {
  const words = texts(c.var.language).staffAccess
  const schema = z.object({ currentPassword: secret(words), newPassword: secret(words) })
  const input = await readForm(c, schema)
  const again = (fields: Record<string, string>) =>
    showAccountPage(c, { problems: { form: "password", fields } }, 422)
  if (!input.ok) return again({ ...input.problems })
  const answer = await c.var.kvit.staffAccounts.changePassword({ ...visitOf(c), ...input.values })
  switch (answer.outcome) {
    case "changed":
      setCookies(c, answer.setCookies)
      return c.redirect(routes.staff.account.to({ done: "password" }), 303)
    case "refused":
      return again({ newPassword: passwordMessage(words, answer.problem) })
    case "signed_out":
      return toSignIn(c)
    default:
      return again({ currentPassword: hindranceMessage(words, answer.outcome) })
  }
}

/** `POST /account/recovery-codes`. */
export async function makeRecoveryCodes(c: StaffContext): Promise<Response> {
  const words = texts(c.var.language).staffAccess
  const input = await readForm(c, z.object({ password: secret(words) }))
  const again = (fields: Record<string, string>) =>
    showAccountPage(c, { problems: { form: "recovery", fields } }, 422)
  if (!input.ok) return again({ ...input.problems })
  const answer = await c.var.kvit.staffAccounts.newRecoveryCodes({ ...visitOf(c), ...input.values })
  if (answer.outcome === "signed_out") return toSignIn(c)
  if (answer.outcome === "not_on") return c.redirect(routes.staff.account.to(), 303)
  if (answer.outcome !== "made") return again({ password: hindranceMessage(words, answer.outcome) })
  const session = await findOwnSession(c)
  if (!session) return toSignIn(c)
  return c.html(<RecoveryCodesPage c={c} session={session} codes={answer.recoveryCodes} enabled={false} />)
}

/** `POST /account/sessions/:id/end`; the id `others` ends all but this one. */
export async function endSession(c: StaffContext): Promise<Response> {
  const session = await findOwnSession(c)
  if (!session) return toSignIn(c)
  const { staffAccounts } = c.var.kvit
  const id = c.req.param("id") ?? ""
  if (id === "others") {
    await staffAccounts.endOtherSessions(c.var.businessId, session)
    return c.redirect(routes.staff.account.to({ done: "sessions" }), 303)
  }
  const ended = isId(id) && (await staffAccounts.endSession(c.var.businessId, session, id))
  return ended ? c.redirect(routes.staff.account.to({ done: "session" }), 303) : c.notFound()
}
