import { type AttemptDetail, type TakeOver, takeOver } from "../../../domain/payments/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Confirm } from "../../ui/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { findAskedAttempt } from "./asked.ts"
import { money } from "./words.tsx"

/** What staff may ask of an attempt as it stands. Given up is only what the provider says nothing sensible of. */
function allowed(attempt: AttemptDetail): readonly Exclude<TakeOver, "check">[] {
  const { state, problem, checkProblem, cancelAskedAt, captureRule, captureAskedAt } = attempt
  const isOpen = state === "starting" || state === "pending" || state === "authorized"
  const last: TakeOver[] = isOpen && (checkProblem || problem === "released") ? ["give_up"] : []
  const first = (): TakeOver[] => {
    if (state === "starting" || state === "pending") return cancelAskedAt ? [] : ["cancel"]
    if (state !== "authorized" || problem === "released") return []
    return captureRule === "by_hand" && !captureAskedAt ? ["capture", "release"] : ["release"]
  }
  return [...first(), ...last].filter((one) => one !== "check")
}

/** The buttons of an attempt, for those who may press them. */
export function AttemptActions({ c, attempt }: { c: StaffContext; attempt: AttemptDetail }) {
  const { language, actor } = c.var
  const words = texts(language).staffPayments.attempt
  if (actor.role === "read_only") return null
  const { id } = attempt
  const may = allowed(attempt)
  return (
    <div class="actions">
      {may.includes("capture") && (
        <Button kind="primary" href={routes.staff.paymentAttemptCapture.to({ id })}>
          {words.capture}
        </Button>
      )}
      <form method="post" action={routes.staff.paymentAttemptCheck.to({ id })}>
        <Button icon="refresh-cw">{words.check}</Button>
      </form>
      {may.includes("release") && (
        <Button kind="plain" href={routes.staff.paymentAttemptRelease.to({ id })}>
          {words.release}
        </Button>
      )}
      {may.includes("cancel") && (
        <Button kind="plain" href={routes.staff.paymentAttemptRelease.to({ id })}>
          {words.cancel}
        </Button>
      )}
      {may.includes("give_up") && (
        <Button kind="plain" href={routes.staff.paymentAttemptRelease.to({ id }, { what: "give_up" })}>
          {words.giveUp}
        </Button>
      )}
    </div>
  )
}

/** `POST /payments/attempts/:id/check`: asks MobilePay how it stands, and says whether it answered. */
export async function checkAttempt(c: StaffContext): Promise<Response> {
  const before = await findAskedAttempt(c)
  if (!before) return showNothingHere(c)
  await takeOver(c.var.kvit, c.var.actor, before.id, "check")
  const after = await findAskedAttempt(c)
  return back(c, before.id, after?.checkProblem ? "check_failed" : "checked")
}

/** `GET /payments/attempts/:id/capture`: asks before the payer is charged. */
export async function confirmCapture(c: StaffContext): Promise<Response> {
  const attempt = await findAskedAttempt(c)
  if (!attempt) return showNothingHere(c)
  if (!allowed(attempt).includes("capture")) return back(c, attempt.id, "not_possible")
  const words = texts(c.var.language).staffPayments.attempt
  const { id } = attempt
  const title = words.captureTitle(money(c, attempt.authorizedAmount || attempt.amount, attempt.currency))
  return c.html(
    <StaffPage c={c} title={title} section="payments">
      <Confirm
        title={title}
        action={routes.staff.paymentAttemptCapture.to({ id })}
        confirm={words.capture}
        cancel={{ href: routes.staff.paymentAttempt.to({ id }), text: words.keep }}
      >
        <p>{words.captureText}</p>
      </Confirm>
    </StaffPage>,
  )
}

/** `POST /payments/attempts/:id/capture`: takes what the payer approved. */
export async function captureAttempt(c: StaffContext): Promise<Response> {
  const attempt = await findAskedAttempt(c)
  if (!attempt) return showNothingHere(c)
  if (!allowed(attempt).includes("capture")) return back(c, attempt.id, "not_possible")
  const state = await takeOver(c.var.kvit, c.var.actor, attempt.id, "capture")
  return back(c, attempt.id, state === "completed" ? undefined : "capture_asked")
}

/** `GET /payments/attempts/:id/release`: asks before a reservation is released, or a payment cancelled or given up. */
export async function confirmRelease(c: StaffContext): Promise<Response> {
  const attempt = await findAskedAttempt(c)
  if (!attempt) return showNothingHere(c)
  const words = texts(c.var.language).staffPayments.attempt
  const { id } = attempt
  const what = chooseEnd(attempt, c.req.query("what"))
  if (!what) return back(c, id, "not_possible")
  const amount = money(c, attempt.authorizedAmount || attempt.amount, attempt.currency)
  const { title, text, confirm } = {
    release: { title: words.releaseTitle(amount), text: words.releaseText, confirm: words.release },
    cancel: { title: words.cancelTitle, text: words.cancelText, confirm: words.cancel },
    give_up: { title: words.giveUpTitle, text: words.giveUpText, confirm: words.giveUp },
  }[what]
  return c.html(
    <StaffPage c={c} title={title} section="payments">
      <Confirm
        title={title}
        action={routes.staff.paymentAttemptRelease.to({ id })}
        confirm={confirm}
        cancel={{ href: routes.staff.paymentAttempt.to({ id }), text: words.keep }}
        hidden={{ what }}
        danger
      >
        <p>{text}</p>
      </Confirm>
    </StaffPage>,
  )
}

/** What is asked for, else the mildest end there is. */
function chooseEnd(attempt: AttemptDetail, asked: string | undefined) {
  const ends = (["release", "cancel", "give_up"] as const).filter((one) => allowed(attempt).includes(one))
  return ends.find((one) => one === asked) ?? ends[0]
}

/** `POST /payments/attempts/:id/release`: only what was confirmed; what the payer approved meanwhile is not released by it. */
export async function releaseAttempt(c: StaffContext): Promise<Response> {
  const attempt = await findAskedAttempt(c)
  if (!attempt) return showNothingHere(c)
  const { what } = await c.req.parseBody()
  const asked = allowed(attempt).find((one) => one === what && one !== "capture")
  if (!asked) return back(c, attempt.id, "not_possible")
  const state = await takeOver(c.var.kvit, c.var.actor, attempt.id, asked)
  if (state === "cancelled" || state === "failed") return back(c, attempt.id, undefined)
  return back(c, attempt.id, asked === "release" ? "release_asked" : "cancel_asked")
}

function back(c: StaffContext, id: string, done: string | undefined): Response {
  return c.redirect(routes.staff.paymentAttempt.to({ id }, { done }), 303)
}
