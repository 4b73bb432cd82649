import type { Child } from "hono/jsx"
import type { EventKind, RecordedEvent } from "../../../domain/events/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatMoney, type Language } from "../../../platform/language/index.ts"
import { type Texts, texts } from "../../../platform/language/texts/index.ts"
import { isCurrency } from "../../../platform/money/index.ts"
import { routes } from "../../../routes.ts"
import { documentTitle } from "../../ui/document/index.ts"

type Words = Texts["staffActivity"]

/** What happened, in a sentence; customer and document are links. */
export function EventSentence({ event, language }: { event: RecordedEvent; language: Language }) {
  const words = texts(language).staffActivity
  const parts: Record<string, Child> = {
    who: whoOf(event, words),
    customer: event.customer ? (
      <a href={routes.staff.customer.to({ id: event.customer.id })}>{event.customer.name}</a>
    ) : (
      words.someCustomer
    ),
    document: event.document ? (
      <a href={routes.staff.document.to({ id: event.document.id })}>
        {documentTitle(event.document, language)}
      </a>
    ) : (
      words.someDocument
    ),
    amount: <Amount event={event} language={language} />,
  }
  return (
    <>
      {templateOf(event, words)
        .split(/\{(\w+)\}/)
        .map((piece, at) => (at % 2 === 0 ? piece : parts[piece]))}
    </>
  )
}

function whoOf(event: RecordedEvent, words: Words): string {
  if (event.actorKind === "staff") return event.staffName ?? words.formerStaff
  if (event.actorKind === "system") return words.program
  return event.actorKind === "customer" && event.customer ? event.customer.name : words.visitor
}

/** Some kinds say more by what is in them. */
function templateOf(event: RecordedEvent, words: Words): string {
  // Compiles only while every event has its sentence.
  const sentences: Record<EventKind, string> = words.sentences
  if (event.kind === "customer.portal_access_changed" && typeof event.data.allowed === "boolean") {
    return event.data.allowed ? words.accessTurnedOn : words.accessTurnedOff
  }
  if (event.kind === "portal_link.shared" || event.kind === "portal_link.opened") {
    const { what, way, by } = event.data
    const told = event.kind === "portal_link.shared" ? words.shared : words.opened
    return told[String(what)]?.[String(way ?? by)] ?? sentences[event.kind]
  }
  if (event.kind === "customer.signed_in" && (event.data.way === "link" || event.data.way === "code"))
    return words.signedInByMail
  if (event.kind === "sign_in.link_opened" && event.data.by === "machine") return words.linkOpenedByMachine
  if (event.kind === "payment.recorded" && !event.document) return words.recordedOnAccount
  if (event.kind === "payment_page.opened" && !event.document) return words.accountPayPageOpened
  if (event.data.state === "draft") return words.draftSaved
  return sentences[event.kind] ?? event.kind
}

/** An amount of money that moved leads to the payment, or to the attempt where it did not. */
function Amount({ event, language }: { event: RecordedEvent; language: Language }) {
  const text = amountOf(event, language)
  const { payment, attempt } = event.data
  if (typeof payment === "string" && isId(payment))
    return <a href={routes.staff.payment.to({ id: payment })}>{text}</a>
  if (typeof attempt === "string" && isId(attempt))
    return <a href={routes.staff.paymentAttempt.to({ id: attempt })}>{text}</a>
  return <span>{text}</span>
}

function amountOf({ data }: RecordedEvent, language: Language): string {
  const { amount, currency } = data
  const isMoney =
    typeof amount === "string" &&
    /^-?\d{1,18}$/.test(amount) &&
    typeof currency === "string" &&
    isCurrency(currency)
  return isMoney ? formatMoney({ amount: BigInt(amount), currency }, language) : ""
}
