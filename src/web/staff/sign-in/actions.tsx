import { z } from "zod"
import { endPreviews } from "../../../domain/access/index.ts"
import { createStaffActor } from "../../../platform/database/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { StaffAccessTexts } from "../../../platform/language/texts/staff-access.en.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import { readForm } from "../../guards/form.ts"
import { safeNext } from "../../guards/next-path.ts"
import { setCookies } from "../access-page.tsx"
import { SecondFactorPage, type SecondFactorPageProps, SignInPage, type SignInPageProps } from "./page.tsx"

const signInSchema = (words: StaffAccessTexts) =>
  z.object({
    email: z.string(words.required).trim().min(1, words.required).max(254, words.tooLong(254)),
    password: z.string(words.required).min(1, words.required).max(1000, words.tooLong(1000)),
  })

const codeSchema = (words: StaffAccessTexts) =>
  z.object({
    code: z.string(words.required).trim().min(1, words.required).max(40, words.tooLong(40)),
    kind: z.enum(["totp", "recovery"]),
  })

function visitOf(c: AnyContext) {
  return { businessId: c.var.businessId, network: c.var.clientNetwork, request: c.req.raw.headers }
}

/** `GET /sign-in`: the form, or straight on for those who are in. */
export async function showSignIn(c: AnyContext): Promise<Response> {
  const next = safeNext(c.req.query("next"))
  const session = await c.var.kvit.staffAccounts.findSession(c.req.raw.headers, c.var.businessId)
  if (session) return c.redirect(next, 303)
  return c.html(<SignInPage c={c} next={next} notice={noticeOf(c)} />)
}

function noticeOf(c: AnyContext): SignInPageProps["notice"] {
  const words = texts(c.var.language).staffAccess
  const notices: Record<string, SignInPageProps["notice"]> = {
    "signed-out": { kind: "success", text: words.signedOutNotice },
    "set-up": { kind: "success", text: words.signIn.setUpDone },
    "set-up-without-sample": { kind: "info", text: words.signIn.sampleFailed },
    again: { kind: "info", text: words.signIn.again },
  }
  const after = c.req.query("after") ?? ""
  return Object.hasOwn(notices, after) ? notices[after] : undefined
}

/** `POST /sign-in`: e-mail and password. Every refusal looks the same. */
export async function signIn(c: AnyContext): Promise<Response> {
  const words = texts(c.var.language).staffAccess
  const input = await readForm(c, signInSchema(words))
  const next = safeNext(input.typed.next)
  const again = (more: Partial<SignInPageProps>, status: 422 | 429) =>
    c.html(<SignInPage c={c} next={next} email={input.typed.email} {...more} />, status)
  if (!input.ok) return again({ problems: input.problems }, 422)
  const { email, password } = input.values
  const answer = await c.var.kvit.staffAccounts.signIn({ ...visitOf(c), email, password })
  setCookies(c, answer.setCookies)
  switch (answer.outcome) {
    case "signed_in":
      return c.redirect(next, 303)
    case "second_factor":
      return c.redirect(routes.staff.signInSecondFactor.to({ next }), 303)
    case "refused":
      return again({ notice: { kind: "problem", text: words.signIn.refused } }, 422)
    case "too_many":
      return again({ notice: { kind: "problem", text: words.signIn.tooMany } }, 429)
  }
}

/** `GET /sign-in/second-factor`. */
export function showSecondFactor(c: AnyContext): Response | Promise<Response> {
  const kind = c.req.query("with") === "recovery" ? "recovery" : "totp"
  return c.html(<SecondFactorPage c={c} next={safeNext(c.req.query("next"))} kind={kind} />)
}

/** `POST /sign-in/second-factor`: the code of the app, or a recovery code. */
export async function verifySecondFactor(c: AnyContext): Promise<Response> {
  const words = texts(c.var.language).staffAccess
  const input = await readForm(c, codeSchema(words))
  const next = safeNext(input.typed.next)
  const kind = input.typed.kind === "recovery" ? "recovery" : "totp"
  const again = (more: Partial<SecondFactorPageProps>, status: 422 | 429) =>
    c.html(<SecondFactorPage c={c} next={next} kind={kind} {...more} />, status)
  if (!input.ok) return again({ problems: input.problems }, 422)
  const answer = await c.var.kvit.staffAccounts.verifySecondFactor({ ...visitOf(c), ...input.values })
  setCookies(c, answer.setCookies)
  switch (answer.outcome) {
    case "signed_in":
      return c.redirect(next, 303)
    case "expired":
      return c.redirect(routes.staff.signIn.to({ next, after: "again" }), 303)
    case "refused":
      return again(
        {
          problems: {
            code: kind === "totp" ? words.secondFactor.refused : words.secondFactor.recoveryRefused,
          },
        },
        422,
      )
    case "too_many":
      return again({ problem: words.secondFactor.tooMany }, 429)
  }
}

/** `POST /sign-out`. The device's cookie and the customers' session on the same host stay. */
export async function signOut(c: AnyContext): Promise<Response> {
  const { kvit, businessId } = c.var
  const session = await kvit.staffAccounts.findSession(c.req.raw.headers, businessId)
  if (session) await endPreviews(createStaffActor(kvit, { businessId, ...session }))
  setCookies(c, await c.var.kvit.staffAccounts.signOut(c.req.raw.headers, c.var.businessId))
  c.header("Clear-Site-Data", '"cache", "storage"')
  return c.redirect(routes.staff.signIn.to({ after: "signed-out" }), 303)
}
