import { type AttemptView, brands, formatPhoneNumber } from "../../../domain/payments/index.ts"
import { formatMoment, formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import { Button, Card, Figure, KeyValue, Live } from "../../ui/index.ts"
import { type OwnCustomer, PortalPage } from "../portal-page.tsx"
import { PaymentHead, type PaymentProps } from "./payment-head.tsx"
import { PaymentItems } from "./payment-items.tsx"
import { WaitingPart } from "./waiting-part.tsx"

/** One payment: waiting for the payer, approved, paid, or come to nothing, and what to do next. */
export function PaymentPage(
  props: PaymentProps & { customers: readonly OwnCustomer[]; customer: string | undefined },
) {
  const { c, attempt, customers } = props
  const words = texts(c.var.language).portalPayments.payment
  const isOver = attempt.stage === "complete" || attempt.stage === "failed"
  return (
    <PortalPage
      c={c}
      title={words.title}
      section="documents"
      customers={customers}
      refreshSeconds={isOver ? undefined : 5}
    >
      <div class="gate pay">
        <Live id="payment" events={routes.portal.paymentEvents.to({ id: attempt.id })}>
          <Card>
            <Stage {...props} />
          </Card>
          <Card title={attempt.stage === "complete" ? words.itemsPaid : words.items}>
            {props.customer && customers.length > 1 && <p class="soft">{props.customer}</p>}
            <PaymentItems {...props} />
          </Card>
        </Live>
      </div>
    </PortalPage>
  )
}

function Stage(props: PaymentProps) {
  switch (props.attempt.stage) {
    case "waiting":
      return <WaitingPart {...props} />
    case "approved":
      return <ApprovedPart {...props} />
    case "complete":
      return <CompletePart {...props} />
    case "failed":
      return <FailedPart {...props} />
  }
}

function ApprovedPart({ c, attempt }: PaymentProps) {
  const { language, business } = c.var
  const words = texts(language).portalPayments.payment
  const amount = formatMoney({ amount: attempt.amount, currency: attempt.currency }, language)
  const isReserved = attempt.captureRule === "by_hand"
  return (
    <PaymentHead
      icon={isReserved ? "circle-check" : "refresh-cw"}
      tone={isReserved ? "good" : "waiting"}
      isWaiting={!isReserved}
      title={words.approved}
      text={isReserved ? words.reservedText(business.name) : words.approvedText}
    >
      <Figure amount={amount} />
    </PaymentHead>
  )
}

function CompletePart({ c, attempt, brand }: PaymentProps) {
  const { language, business } = c.var
  const words = texts(language).portalPayments.payment
  const { methods } = texts(language).shared
  const money = (amount: bigint) => formatMoney({ amount, currency: attempt.currency }, language)
  const { finishedAt, phoneNumber, captured } = attempt
  return (
    <>
      <PaymentHead
        icon="circle-check"
        tone="good"
        title={words.complete}
        text={
          captured === attempt.amount
            ? words.completeText(business.name)
            : words.completeOther(money(captured), money(attempt.amount))
        }
      >
        <Figure amount={money(captured)} />
      </PaymentHead>
      <KeyValue
        facts={[
          ...(finishedAt
            ? [{ label: words.paidAt, value: formatMoment(finishedAt, language, business.timeZone) }]
            : []),
          { label: words.paidWith, value: attempt.method === "card" ? methods.card : brands[brand].name },
          ...(phoneNumber ? [{ label: words.phone, value: formatPhoneNumber(phoneNumber) }] : []),
        ]}
      />
      <div class="card-actions">
        {attempt.documentId && (
          <Button href={routes.portal.documentPdf.to({ id: attempt.documentId })} icon="download" download>
            {words.receipt}
          </Button>
        )}
        <BackLink c={c} attempt={attempt} />
      </div>
    </>
  )
}

function FailedPart({ c, attempt }: PaymentProps) {
  const words = texts(c.var.language).portalPayments
  const said = words.failed[attempt.problem ?? attempt.state] ?? words.failed[attempt.state]
  const [title = "", text = ""] = said ?? words.failed.unknown ?? []
  const isQuiet = attempt.state === "cancelled" || attempt.state === "expired"
  return (
    <>
      <PaymentHead
        icon={isQuiet ? "ban" : "circle-alert"}
        tone={isQuiet ? "quiet" : "late"}
        title={title}
        text={text}
      />
      <div class="card-actions">
        <Button kind="primary" icon="refresh-cw" href={tryAgainAddress(attempt)}>
          {words.payment.tryAgain}
        </Button>
        <BackLink c={c} attempt={attempt} />
      </div>
    </>
  )
}

/** Another attempt: of the same invoice, or of the same invoices of the account. */
function tryAgainAddress(attempt: AttemptView): string {
  if (attempt.documentId) return routes.portal.documentPay.to({ id: attempt.documentId })
  return routes.portal.pay.to({ customer: attempt.customerId, currency: attempt.currency })
}

/** To the invoice, or where there are several, to the overview. */
function BackLink({ c, attempt }: Pick<PaymentProps, "c" | "attempt">) {
  const words = texts(c.var.language)
  const { toDocument, toOverview } = words.portalPayments.payment
  const [only] = attempt.items
  if (!attempt.documentId) return <Button href={routes.portal.home.to()}>{toOverview}</Button>
  const name = [words.shared.kinds.invoice.toLowerCase(), only?.number].filter(Boolean).join(" ")
  return <Button href={routes.portal.document.to({ id: attempt.documentId })}>{toDocument(name)}</Button>
}
