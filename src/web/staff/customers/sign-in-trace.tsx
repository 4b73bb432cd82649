import { type SignInAttempt, traceSignIns } from "../../../domain/access/index.ts"
import type { CustomerCard } from "../../../domain/customers/index.ts"
import { findSignInMails, type SignInMailState } from "../../../domain/notifications/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { StaffContext } from "../../context.ts"
import { Card, Notice } from "../../ui/index.ts"

/** "Why can't this customer get in?": each attempt, and what stands in the way. */
export async function SignInTraceCard({ c, customer }: { c: StaffContext; customer: CustomerCard }) {
  const { kvit, actor, language } = c.var
  const words = texts(language).signInTrace
  const trace = await traceSignIns(kvit, actor, customer.id)
  const mails = await findSignInMails(
    actor,
    trace.attempts.map((attempt) => attempt.flowId),
  )
  const hindrances = [
    ...(customer.portalAccess ? [] : [words.accessOff]),
    ...(trace.hasAddress ? [] : [words.noAddress]),
    ...trace.unusable.map(words.unusable),
    ...trace.linkOnly.map(words.linkOnly),
  ]
  return (
    <div class="block">
      <Card title={words.title} id="sign-ins">
        {hindrances.map((hindrance) => (
          <Notice kind="warning">{hindrance}</Notice>
        ))}
        {trace.attempts.length === 0
          ? trace.hasAddress && <p class="soft">{words.none}</p>
          : trace.attempts.map((attempt) => (
              <Attempt c={c} attempt={attempt} mail={mails.get(attempt.flowId) ?? null} />
            ))}
      </Card>
    </div>
  )
}

interface Step {
  at: Date | null
  text: string
}

interface AttemptProps {
  c: StaffContext
  attempt: SignInAttempt
  mail: SignInMailState | null
}

function Attempt({ c, attempt, mail }: AttemptProps) {
  const { language, business } = c.var
  const words = texts(language).signInTrace
  return (
    <section class="attempt">
      <h3 class="label-heading">{words.attempt(attempt.address)}</h3>
      <ol class="feed">
        {stepsOf(attempt, mail, words).map(({ at, text }) => (
          <li>
            <span>{text}</span>
            {at && <time datetime={at.toISOString()}>{formatMoment(at, language, business.timeZone)}</time>}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What happened, in the order it did, each with its plain cause. */
function stepsOf(
  attempt: SignInAttempt,
  mail: SignInMailState | null,
  words: ReturnType<typeof texts>["signInTrace"],
): Step[] {
  const mailed: Readonly<Record<string, string>> = words.mails
  const { outcome, usedAt, usedBy, endedAt, expiresAt } = attempt
  const steps: (Step | null)[] = [
    { at: attempt.askedAt, text: words.asked(attempt.browserName) },
    outcome === "mailed" ? null : { at: null, text: words.outcomes[outcome ?? "waiting"] },
    mail && { at: mail.at, text: mailed[stateOf(mail)] ?? mail.state },
    attempt.openedByMachineAt && { at: attempt.openedByMachineAt, text: words.byMachine },
    attempt.openedElsewhereAt && { at: attempt.openedElsewhereAt, text: words.elsewhere },
    attempt.wrongCodes > 0
      ? { at: null, text: words.wrongCodes(attempt.wrongCodes, attempt.triesLeft) }
      : null,
    usedAt && usedBy ? { at: usedAt, text: words.usedBy[usedBy] } : null,
    !usedAt && endedAt ? { at: endedAt, text: words.ended } : null,
    !usedAt && !endedAt && expiresAt
      ? { at: attempt.isOver ? expiresAt : null, text: attempt.isOver ? words.expired : words.open }
      : null,
  ]
  return steps.filter((step) => step !== null)
}

function stateOf({ state, problem }: SignInMailState): string {
  return state === "failed" && problem === "recipient_refused" ? "refused" : state
}
