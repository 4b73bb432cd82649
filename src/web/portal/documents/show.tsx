import {
  type DocumentDetail,
  findDocument,
  type RelatedDocument,
  recordView,
} from "../../../domain/documents/index.ts"
import { type LedgerEntry, listEntries } from "../../../domain/ledger/index.ts"
import { getPortalSettings } from "../../../domain/settings/index.ts"
import { dateIn } from "../../../platform/clock/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatDate, formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { isLiveRead } from "../../guards/live-read.ts"
import { DocumentArticle, documentTitle, documentView, PaymentCard } from "../../ui/document/index.ts"
import { Button, Card, DocumentLayout, Figure, Icon, KeyValue, Live } from "../../ui/index.ts"
import { showNothingHere } from "../dead-ends.tsx"
import { findOwnCustomers, PortalPage } from "../portal-page.tsx"

/**
 * One document, as a document: its sheet, what is owed, its files. Opening it counts as a view; a HEAD request is a
 * machine that looks whether it is there, and an open page that reads itself again was counted when it was opened.
 */
export async function showDocument(c: PortalContext): Promise<Response> {
  const { actor, language, today, business } = c.var
  const id = c.req.param("id") ?? ""
  const detail = isId(id) ? await findDocument(actor, id) : null
  if (!detail) return showNothingHere(c)
  const [settings, customers, entries] = await Promise.all([
    getPortalSettings(actor),
    findOwnCustomers(c),
    listEntries(actor, id),
    c.req.method === "GET" && !isLiveRead(c) && recordView(actor, "document.viewed", id),
  ])
  const isPerson = customers.some(
    (customer) => customer.id === detail.customerId && customer.kind === "person",
  )
  const pricesWithVat = settings.showPricesWithVat && isPerson
  const view = documentView(detail, { language, today, business, perspective: "portal", pricesWithVat })
  const events = routes.portal.documentEvents.to({ id })
  return c.html(
    <PortalPage c={c} title={view.title} section="documents" customers={customers}>
      <DocumentLayout
        first={
          <Live id="live-first" events={events}>
            <Card>
              <div role="status">
                <p class="soft">{view.figure.label}</p>
                <Figure amount={view.figure.amount} />
              </div>
              <div class="card-actions">
                <Button href={routes.portal.documentPdf.to({ id })} icon="download" kind="primary" download>
                  {texts(language).document.downloadPdf}
                </Button>
                {hasXml(detail) && (
                  <Button href={routes.portal.documentXml.to({ id })} download>
                    {texts(language).document.downloadXml}
                  </Button>
                )}
              </div>
            </Card>
          </Live>
        }
        sheet={
          <Live id="live-sheet" events={events}>
            <DocumentArticle view={view}>
              <VersionNote c={c} detail={detail} />
            </DocumentArticle>
          </Live>
        }
        rest={
          <Live id="live-rest" events={events}>
            {view.payment && detail.balance > 0n && (
              <PaymentCard payment={view.payment} language={language} />
            )}
            <Payments c={c} entries={entries} />
            <Related c={c} related={detail.related} />
            <Attachments c={c} detail={detail} />
          </Live>
        }
      />
    </PortalPage>,
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
