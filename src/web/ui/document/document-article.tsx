import type { PropsWithChildren } from "hono/jsx"
import type { Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { StateBadge, TypeBadge } from "../badge.tsx"
import { DocumentHead, PartyBlock, TotalsBlock, VehicleBlock } from "../document-sheet.tsx"
import { Code, CopyButton, KeyValue } from "../facts.tsx"
import { LinesTable } from "../lines-table.tsx"
import { QrCode } from "../qr-code.tsx"
import { Card, Sheet, WrittenText } from "../sheet.tsx"
import type { DocumentView } from "./document-view.ts"
import type { PaymentFact, PaymentView } from "./payment-view.ts"

/** The document on its sheet: who, what, how much. Children stand at its foot. */
export function DocumentArticle({ view, children }: PropsWithChildren<{ view: DocumentView }>) {
  return (
    <Sheet label={view.title}>
      <DocumentHead
        badges={
          <>
            <TypeBadge type={view.type.kind} text={view.type.text} />
            <StateBadge state={view.status.state} text={view.status.text} />
          </>
        }
        title={view.title}
        note={view.note}
      />
      <PartyBlock parties={view.parties} />
      {view.vehicle && <VehicleBlock registration={view.vehicle.registration} facts={view.vehicle.facts} />}
      <LinesTable {...view.lines} />
      <TotalsBlock {...view.totals} />
      {view.notes && (
        <section class="sheet-note">
          <h2 class="label-heading">{view.notes.heading}</h2>
          {view.notes.texts.map((note) => (
            <WrittenText>{note}</WrittenText>
          ))}
        </section>
      )}
      {view.terms && (
        <section class="sheet-note">
          <h2 class="label-heading">{view.terms.heading}</h2>
          <WrittenText>{view.terms.text}</WrittenText>
        </section>
      )}
      {children}
    </Sheet>
  )
}

interface PaymentCardProps {
  payment: PaymentView
  language: Language
  /** Where another heading fits better, such as "Other ways to pay". */
  heading?: string | undefined
}

/** The ways to pay an invoice, each code whole and with its copy button. Children stand at its foot. */
export function PaymentCard({ payment, language, heading, children }: PropsWithChildren<PaymentCardProps>) {
  const { amount, qr } = payment
  return (
    <Card title={heading ?? payment.heading} id="how-to-pay">
      {amount && <PaymentFacts facts={[amount]} language={language} />}
      {payment.means.map((means) => (
        <section class="means">
          <h3 class="label-heading">{means.label}</h3>
          <PaymentFacts facts={means.facts} language={language} />
        </section>
      ))}
      {qr && (
        <section class="means">
          <h3 class="label-heading">{qr.heading}</h3>
          <QrCode shape={qr.shape} label={qr.label} />
          <p class="hint">{qr.hint}</p>
        </section>
      )}
      {children}
    </Card>
  )
}

function PaymentFacts({ facts, language }: { facts: readonly PaymentFact[]; language: Language }) {
  const words = texts(language)
  return (
    <KeyValue
      facts={facts.map((fact) => ({
        label: fact.label,
        value: fact.isCode ? <Code value={fact.value} /> : fact.value,
        copy: fact.isCode && (
          <CopyButton
            value={fact.copied ?? fact.value}
            texts={words.shared.copy}
            label={words.document.copyOf(fact.label)}
          />
        ),
      }))}
    />
  )
}
