import { z } from "zod"
import { drawEnrolment, type StaffSession } from "../../../domain/access/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { readForm } from "../../guards/form.ts"
import { setCookies } from "../access-page.tsx"
import { findOwnSession, hindranceMessage, secret, showAccountPage, toSignIn, visitOf } from "./actions.tsx"
import { BeginPage, ConfirmPage, RecoveryCodesPage } from "./second-factor-page.tsx"

/** `GET /account/second-factor`: the first step, for those who have none yet. */
export async function showSecondFactor(c: StaffContext): Promise<Response> {
  const session = await findOwnSession(c)
  if (!session) return toSignIn(c)
  if (session.secondFactor || session.pending === "new_password")
    return c.redirect(routes.staff.account.to(), 303)
  return c.html(<BeginPage c={c} session={session} />)
}

/** `POST /account/second-factor`: `step` says which of begin, confirm and remove. */
export async function changeSecondFactor(c: StaffContext): Promise<Response> {
  const words = texts(c.var.language).staffAccess
  const session = await findOwnSession(c)
  if (!session) return toSignIn(c)
  // A password that was made for somebody is not what a second factor is added to.
  if (session.pending === "new_password") return c.redirect(routes.staff.account.to(), 303)
  const input = await readForm(
    c,
    z.discriminatedUnion("step", [
      z.object({ step: z.literal("begin"), password: secret(words) }),
      z.object({
        step: z.literal("confirm"),
        secret: z.string().regex(/^[A-Z2-7]{16,80}$/),
        code: z.string(words.required).trim().min(1, words.required).max(20, words.tooLong(20)),
      }),
      z.object({ step: z.literal("remove"), password: secret(words) }),
    ]),
  )
  if (!input.ok) return repeatStep(c, session, input.typed, input.problems.password ?? input.problems.code)
  const { values } = input
  switch (values.step) {
    case "begin":
      return begin(c, session, values.password)
    case "confirm":
      return confirm(c, session, values)
    case "remove":
      return remove(c, values.password)
  }
}

/** The form again, with what is wrong; a form that is not ours begins at the first step. */
async function repeatStep(
  c: StaffContext,
  session: StaffSession,
  typed: Readonly<Record<string, string>>,
  error: string | undefined,
): Promise<Response> {
  if (typed.step === "remove") {
    return showAccountPage(c, { problems: { form: "remove", fields: { password: error ?? "" } } }, 422)
  }
  if (typed.step === "confirm" && /^[A-Z2-7]{16,80}$/.test(typed.secret ?? "")) {
    return repeatConfirm(c, session, typed.secret ?? "", error)
  }
  return c.html(<BeginPage c={c} session={session} error={error} />, 422)
}

async function repeatConfirm(
  c: StaffContext,
  session: StaffSession,
  secret: string,
  error: string | undefined,
): Promise<Response> {
  const enrolment = await drawEnrolment(session.email, c.var.business.name, secret)
  return c.html(<ConfirmPage c={c} session={session} enrolment={enrolment} error={error} />, 422)
}

async function begin(c: StaffContext, session: StaffSession, password: string): Promise<Response> {
  const words = texts(c.var.language).staffAccess
  const issuer = c.var.business.name
  const answer = await c.var.kvit.staffAccounts.beginSecondFactor({ ...visitOf(c), password, issuer })
  switch (answer.outcome) {
    case "begun":
      return c.html(<ConfirmPage c={c} session={session} enrolment={answer.enrolment} />)
    case "already_on":
      return c.redirect(routes.staff.account.to(), 303)
    case "signed_out":
      return toSignIn(c)
    default:
      return c.html(
        <BeginPage c={c} session={session} error={hindranceMessage(words, answer.outcome)} />,
        422,
      )
  }
}

async function confirm(
  c: StaffContext,
  session: StaffSession,
  values: { secret: string; code: string },
): Promise<Response> {
  const words = texts(c.var.language).staffAccess
  const answer = await c.var.kvit.staffAccounts.confirmSecondFactor({ ...visitOf(c), code: values.code })
  switch (answer.outcome) {
    case "enabled":
      setCookies(c, answer.setCookies)
      return c.html(<RecoveryCodesPage c={c} session={session} codes={answer.recoveryCodes} enabled={true} />)
    case "already_on":
      return c.redirect(routes.staff.account.to(), 303)
    case "not_begun":
      return c.html(<BeginPage c={c} session={session} error={words.enrol.notBegun} />, 422)
    case "signed_out":
      return toSignIn(c)
    case "too_many":
      return repeatConfirm(c, session, values.secret, words.account.tooMany)
    default:
      return repeatConfirm(c, session, values.secret, words.enrol.wrongCode)
  }
}

async function remove(c: StaffContext, password: string): Promise<Response> {
  const words = texts(c.var.language).staffAccess
  const answer = await c.var.kvit.staffAccounts.removeSecondFactor({ ...visitOf(c), password })
  switch (answer.outcome) {
    case "removed":
      setCookies(c, answer.setCookies)
      return c.redirect(routes.staff.accountSecondFactor.to(), 303)
    case "not_on":
      return c.redirect(routes.staff.accountSecondFactor.to(), 303)
    case "signed_out":
      return toSignIn(c)
    default: {
      const fields = { password: hindranceMessage(words, answer.outcome) }
      return showAccountPage(c, { problems: { form: "remove", fields } }, 422)
    }
  }
}
