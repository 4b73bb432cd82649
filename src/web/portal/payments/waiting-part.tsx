import { type AttemptView, brands, formatPhoneNumber } from "../../../domain/payments/index.ts"
import { formatMoney, formatTime } from "../../../platform/language/index.ts"
import { type Texts, texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { Button, Figure, Notice } from "../../ui/index.ts"
import { PaymentHead, type PaymentProps } from "./payment-head.tsx"

/** The provider is asked, or waits for the payer: on their phone, or on its own page. */
export function WaitingPart(props: PaymentProps) {
  const { c, attempt, brand } = props
  const { language, business } = c.var
  const words = texts(language).portalPayments.payment
  const { name } = brands[brand]
  return (
    <>
      <WaitingHead {...props} />
      {attempt.state === "pending" && (
        <p class="soft small">{words.until(formatTime(attempt.expiresAt, language, business.timeZone))}</p>
      )}
      {attempt.flow === "push" && attempt.state === "pending" && attempt.phoneNumber && (
        <details class="reveal">
          <summary>{words.notReceived}</summary>
          <ul class="hints">
            {words.notReceivedHints(name).map((hint) => (
              <li>{hint}</li>
            ))}
          </ul>
        </details>
      )}
      <SimulatedPhone c={c} attempt={attempt} />
      <div class="card-actions">
        {attempt.flow === "redirect" && attempt.redirectUrl && (
          <Button
            kind="pay"
            provider={brand}
            icon="external-link"
            href={routes.portal.paymentGo.to({ id: attempt.id })}
            newTab
          >
            {words.goOnButton(name)}
          </Button>
        )}
        <Cancel c={c} attempt={attempt} />
      </div>
    </>
  )
}

function WaitingHead({ c, attempt, brand }: PaymentProps) {
  const { language } = c.var
  const words = texts(language).portalPayments.payment
  const { name } = brands[brand]
  const figure = (
    <Figure amount={formatMoney({ amount: attempt.amount, currency: attempt.currency }, language)} />
  )
  if (attempt.isBeingCancelled || attempt.state === "starting") {
    const text = attempt.isBeingCancelled ? words.cancelling : words.askingText
    return (
      <PaymentHead
        icon="refresh-cw"
        tone="waiting"
        isWaiting
        title={attempt.isBeingCancelled ? words.cancellingTitle : words.asking(name)}
        text={text}
      >
        {figure}
      </PaymentHead>
    )
  }
  const { title, text } = askedOf(attempt, words, name)
  return (
    <PaymentHead icon="smartphone" tone="waiting" title={title} text={text}>
      {figure}
    </PaymentHead>
  )
}

/** What the payer does now. Whose phone is asked is told only to who may know: others are told to wait. */
function askedOf(attempt: AttemptView, words: Texts["portalPayments"]["payment"], name: string) {
  if (attempt.flow !== "push") return { title: words.goOn(name), text: words.goOnText(name) }
  if (!attempt.phoneNumber) return { title: words.waitsForPayer, text: words.waitsForPayerText(name) }
  const phone = formatPhoneNumber(attempt.phoneNumber).replaceAll(" ", "\u00a0")
  return { title: words.openApp(name), text: words.openAppText(name, phone) }
}

/** Where MobilePay is simulated, there is a phone to try it with. */
function SimulatedPhone({ c, attempt }: Pick<PaymentProps, "attempt"> & { c: PortalContext }) {
  const simulator = c.var.kvit.config.mobilePaySimulator
  if (simulator === null || attempt.flow !== "push" || attempt.state !== "pending") return null
  const words = texts(c.var.language).portalPayments.payment
  return (
    <Notice kind="info">
      {words.simulated}{" "}
      <a href={`${simulator}/phone`} target="_blank" rel="noopener">
        {words.simulatedPhone}
      </a>
    </Notice>
  )
}

function Cancel({ c, attempt }: Pick<PaymentProps, "attempt"> & { c: PortalContext }) {
  if (attempt.isBeingCancelled) return null
  return (
    <form method="post" action={routes.portal.paymentCancel.to({ id: attempt.id })}>
      <Button disabled={c.var.actor.way === "preview"}>
        {texts(c.var.language).portalPayments.payment.cancel}
      </Button>
    </form>
  )
}
