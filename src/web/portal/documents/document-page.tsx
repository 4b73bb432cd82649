import type { DocumentDetail, RelatedDocument } from "../../../domain/documents/index.ts"
import type { LedgerEntry } from "../../../domain/ledger/index.ts"
import type { BankPaymentNotice, MobilePaySettings, PaymentOffer } from "../../../domain/payments/index.ts"
import type { BankDetails } from "../../../domain/settings/index.ts"
import { dateIn } from "../../../platform/clock/index.ts"
import { formatDate, formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { DocumentArticle, documentTitle, documentView, PaymentCard } from "../../ui/document/index.ts"
import { Button, Card, DocumentLayout, Figure, Icon, KeyValue, Live } from "../../ui/index.ts"
import { PayBox } from "../payments/pay-box.tsx"
import { type OwnCustomer, PortalPage } from "../portal-page.tsx"
import { BankPayment, type TypedBankPayment } from "./bank-payment.tsx"

export interface DocumentPageProps {
  c: PortalContext
  detail: DocumentDetail
  /** For private customers, where the business shows them prices with VAT. */
  pricesWithVat: boolean
  bank: BankDetails
  customers: readonly OwnCustomer[]
  entries: readonly LedgerEntry[]
  /** Whether and how it can be paid here. */
  offer: PaymentOffer | null
  mobilePay: MobilePaySettings | null
  /** What the customer said of paying it by bank. */
  notice: BankPaymentNotice | null
  typed?: TypedBankPayment | undefined
}

/** The page of one document. */
export function DocumentPage({
  c,
  detail,
  pricesWithVat,
  bank,
  customers,
  entries,
  ...more
}: DocumentPageProps) {
  const { language, today, business } = c.var
  const { id } = detail
  const events = routes.portal.documentEvents.to({ id })
  const view = documentView(detail, { language, today, business, perspective: "portal", pricesWithVat, bank })
  return (
    <PortalPage
      c={c}
      title={view.title}
      section="documents"
      customers={customers}
      here={routes.portal.document.to({ id })}
    >
      <DocumentLayout
        first={
          <Live id="document-first" events={events}>
            <First c={c} detail={detail} figure={view.figure} {...more} />
          </Live>
        }
        sheet={
          <Live id="document-sheet" events={events}>
            <DocumentArticle view={view}>
              <VersionNote c={c} detail={detail} />
            </DocumentArticle>
          </Live>
        }
        rest={
          <Live id="document-rest" events={events}>
            <WaysToPay c={c} detail={detail} payment={view.payment} {...more} />
            <Payments c={c} entries={entries} />
            <Related c={c} related={detail.related} />
            <Attachments c={c} detail={detail} />
          </Live>
        }
      />
    </PortalPage>
  )
}

interface FirstProps extends Pick<DocumentPageProps, "c" | "detail" | "offer" | "mobilePay"> {
  figure: { label: string; amount: string }
}

/** The figure that matters, the button to pay it, and the files. */
function First({ c, detail, figure, offer, mobilePay }: FirstProps) {
  const { language } = c.var
  const { id } = detail
  const isPaidHere = offer?.kind === "offer" || (offer?.kind === "pending" && offer.attemptId !== null)
  return (
    <Card>
      <div role="status">
        <p class="soft">{figure.label}</p>
        <Figure amount={figure.amount} />
      </div>
      <div class="card-actions">
        <PayBox detail={detail} offer={offer} settings={mobilePay} language={language} />
        <Button
          href={routes.portal.documentPdf.to({ id })}
          icon="download"
          kind={isPaidHere ? "outlined" : "primary"}
          download
        >
          {texts(language).document.downloadPdf}
        </Button>
        {hasXml(detail) && (
          <Button href={routes.portal.documentXml.to({ id })} download>
            {texts(language).document.downloadXml}
          </Button>
        )}
      </div>
    </Card>
  )
}

interface WaysToPayProps extends Pick<DocumentPageProps, "c" | "detail" | "offer" | "notice" | "typed"> {
  payment: ReturnType<typeof documentView>["payment"]
}

/** How an open invoice is paid, and the customer's word that it is. */
function WaysToPay({ c, detail, payment, offer, notice, typed }: WaysToPayProps) {
  if (detail.kind !== "invoice" || detail.balance <= 0n) return null
  const { language } = c.var
  const said = (
    <BankPayment c={c} documentId={detail.id} issueDate={detail.issueDate} notice={notice} typed={typed} />
  )
  if (!payment) return <Card title={texts(language).portalPayments.bank.title}>{said}</Card>
  return (
    <PaymentCard
      payment={payment}
      language={language}
      heading={offer?.kind === "offer" ? texts(language).portalPayments.otherWays : undefined}
    >
      {said}
    </PaymentCard>
  )
}

/** Invoices and credit notes always have their e-invoice; an order where it came with one. */
function hasXml(detail: DocumentDetail): boolean {
  return ["invoice", "credit_note"].includes(detail.kind) || detail.files.some((file) => file.role === "xml")
}

function VersionNote({ c, detail }: { c: PortalContext; detail: DocumentDetail }) {
  if (detail.version < 2 || !detail.issuedAt) return null
  const { language, business } = c.var
  const date = formatDate(dateIn(business.timeZone, detail.issuedAt), language)
  return <p class="soft">{texts(language).document.newVersion(detail.version, date)}</p>
}

const settling: readonly LedgerEntry["kind"][] = ["payment", "allocation", "refund", "write_off"]

/** What was paid or credited on it, when. */
function Payments({ c, entries }: { c: PortalContext; entries: readonly LedgerEntry[] }) {
  const { language } = c.var
  const words = texts(language)
  const settled = entries.filter(({ kind }) => settling.includes(kind))
  if (settled.length === 0) return null
  return (
    <Card title={words.document.payments}>
      <KeyValue
        facts={settled.map((entry) => ({
          label: `${formatDate(entry.entryDate, language)} · ${words.shared.entries[nameOf(entry)]}`,
          value: formatMoney({ amount: -entry.amount, currency: entry.currency }, language),
        }))}
      />
    </Card>
  )
}

/** Money that was on the account before is a payment like any other. */
function nameOf({ kind, paymentMethod }: LedgerEntry): LedgerEntry["kind"] {
  return kind === "allocation" && paymentMethod ? "payment" : kind
}

function Related({ c, related }: { c: PortalContext; related: readonly RelatedDocument[] }) {
  if (related.length === 0) return null
  return (
    <Card title={texts(c.var.language).document.related}>
      <ul class="plain-list">
        {related.map((other) => (
          <li>
            <a href={routes.portal.document.to({ id: other.id })}>{documentTitle(other, c.var.language)}</a>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Attachments({ c, detail }: { c: PortalContext; detail: DocumentDetail }) {
  const attachments = detail.files.filter((file) => file.role === "attachment")
  if (attachments.length === 0) return null
  return (
    <Card title={texts(c.var.language).document.attachments}>
      <ul class="plain-list">
        {attachments.map((file) => (
          <li>
            <a
              href={routes.portal.documentAttachment.to({ id: detail.id, position: file.position })}
              download
            >
              <Icon name="paperclip" /> {file.fileName}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
