import type { Payment } from "../world/state.ts"
import { formatAmount, formatNumber, stateOf } from "./format.ts"
import { Act, Page } from "./layout.tsx"
import { NumberField } from "./phone.tsx"
import type { Texts } from "./texts.ts"

interface LandingProps {
  texts: Texts
  payment: Payment
  /** Of the shop. */
  name: string
  /** Whether the payer wants to give another number than the one confirmed. */
  changes: boolean
  typed: { number: string; problem: string } | null
}

/** Where the shop sends the payer: the number, then the app, then back to the shop. */
export function LandingPage({ texts, payment, name, changes, typed }: LandingProps) {
  const to = `/landing/${payment.token}`
  const isOpen = payment.state === "CREATED" && payment.unknownUntil === null
  const asksNumber = isOpen && payment.method === "WALLET" && (!payment.isInApp || changes || typed !== null)
  return (
    <Page texts={texts} title={texts.payTo(name)} live={!asksNumber}>
      <section class="sheet">
        <h1>{texts.payTo(name)}</h1>
        <div class="figure">{formatAmount(texts, payment.currency, payment.value)}</div>
        {payment.description && <div>{payment.description}</div>}
        {asksNumber ? (
          <AskNumber to={to} texts={texts} payment={payment} typed={typed} />
        ) : (
          <div data-live>
            <After texts={texts} payment={payment} name={name} to={to} />
          </div>
        )}
        {isOpen && (
          <>
            <div class="acts">
              <Act to={`${to}/cancel`} label={texts.back(name)} class="plain whole" />
            </div>
            <small>{texts.backCancels}</small>
          </>
        )}
      </section>
    </Page>
  )
}

function AskNumber(props: Pick<LandingProps, "texts" | "payment" | "typed"> & { to: string }) {
  const { texts, payment, typed } = props
  const known = payment.phoneNumber ? formatNumber(payment.phoneNumber) : ""
  return (
    <form method="post" action={`${props.to}/number`}>
      <NumberField texts={texts} value={typed?.number ?? known} problem={typed?.problem ?? null} />
      <div class="acts">
        <button type="submit" class="main whole">
          {texts.next}
        </button>
      </div>
    </form>
  )
}

/** With the number given: to the app; with the payment finished: back to the shop. */
function After(props: Pick<LandingProps, "texts" | "payment" | "name"> & { to: string }) {
  const { texts, payment, name, to } = props
  if (payment.unknownUntil !== null) return <p class="soft">{texts.unknown}</p>
  if (payment.state !== "CREATED") {
    const { word, tone } = stateOf(texts, payment)
    return (
      <>
        <p>
          <span class={`badge ${tone}`}>{word}</span>
        </p>
        {payment.returnUrl && (
          <a class="button main" href={payment.returnUrl} data-go>
            {texts.continueTo(name)}
          </a>
        )}
      </>
    )
  }
  if (payment.method === "CARD") {
    return (
      <div class="acts">
        {payment.refusal && (
          <p class="problem whole" role="alert">
            {texts.refusals[payment.refusal]}
          </p>
        )}
        <Act to={`${to}/card`} label={texts.payByCard} class="main whole" />
      </div>
    )
  }
  return (
    <>
      <p>{texts.openAppHelp(formatNumber(payment.phoneNumber ?? ""))}</p>
      <a class="button main" href={`/phone/${payment.token}`}>
        {texts.openApp}
      </a>
      <p class="soft" role="status">
        {texts.waiting} <a href={`${to}?number=other`}>{texts.anotherNumber}</a>
      </p>
    </>
  )
}
