import {
  type DocumentDetail,
  findDocument,
  findDocumentRecord,
  listVersions,
} from "../../../domain/documents/index.ts"
import { listEvents, summarizeViews } from "../../../domain/events/index.ts"
import { listBookings } from "../../../domain/ledger/index.ts"
import { getBankDetails } from "../../../domain/settings/index.ts"
import { listRecipients, listShares } from "../../../domain/sharing/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { DocumentArticle, documentView, PaymentCard } from "../../ui/document/index.ts"
import { Button, Card, DocumentLayout, Figure, Live, Notice } from "../../ui/index.ts"
import { Feed } from "../activity/feed.tsx"
import { LedgerDone } from "../ledger/account-section.tsx"
import { canWriteOff } from "../ledger/write-off.tsx"
import { DocumentAttempts } from "../payments/payments-card.tsx"
import { showNothingHere } from "../refusals.tsx"
import { findShareNotice } from "../sharing/share-notice.tsx"
import { SharesTable } from "../sharing/shares-table.tsx"
import { SharingCard } from "../sharing/sharing-card.tsx"
import { StaffPage } from "../staff-page.tsx"
import { About, Files, Related } from "./about.tsx"
import { Bookings } from "./bookings.tsx"
import { Versions } from "./versions.tsx"
import { Views } from "./views.tsx"

const eventsShown = 10
const sharesShown = 10

/** One document: the sheet the customer sees, and what only staff know of it. */
export async function showDocument(c: StaffContext): Promise<Response> {
  const { actor, language, today, business } = c.var
  const id = c.req.param("id") ?? ""
  const [detail, record] = isId(id)
    ? await Promise.all([findDocument(actor, id), findDocumentRecord(actor, id)])
    : [null, null]
  if (!detail || !record) return showNothingHere(c)
  const [bank, versions, bookings, views, events, shares, recipients, shareNotice, attempts] =
    await Promise.all([
      getBankDetails(actor),
      listVersions(actor, id),
      listBookings(actor, id),
      summarizeViews(actor, id),
      listEvents(actor, { documentId: id, limit: eventsShown }),
      listShares(actor, { documentId: id, limit: sharesShown }),
      listRecipients(actor, { documentId: id }),
      findShareNotice(c),
      DocumentAttempts({ c, documentId: id }),
    ])
  const view = documentView(detail, { language, today, business, perspective: "staff", bank })
  const words = texts(language).staffDocuments
  const watched = routes.staff.events.to({ of: id })
  return c.html(
    <StaffPage c={c} title={view.title} section="documents">
      {c.req.query("done") === "payment" && <Notice kind="success">{words.paymentRecorded}</Notice>}
      <LedgerDone c={c} />
      {shareNotice}
      {detail.state === "draft" && <Notice kind="info">{words.draftNote}</Notice>}
      <DocumentLayout
        first={
          <Live id="live-first" events={watched}>
            <First c={c} detail={detail} figure={view.figure} />
          </Live>
        }
        sheet={
          <div class="column">
            <Live id="live-sheet" events={watched}>
              <DocumentArticle view={view} />
              {attempts}
              <Bookings c={c} detail={detail} bookings={bookings} />
            </Live>
            {detail.state !== "draft" && (
              <section class="block">
                <h2>{texts(language).sharing.customer.title}</h2>
                <SharesTable c={c} shares={shares} />
              </section>
            )}
            <Views c={c} views={views} />
            <Versions c={c} detail={detail} versions={versions} />
            <Live id="live-activity" events={watched}>
              <Card title={words.activity}>
                <Feed c={c} events={events.events} />
                {events.older && (
                  <p class="card-more">
                    <a href={routes.staff.activity.to({ document: id })}>{words.allActivity}</a>
                  </p>
                )}
              </Card>
            </Live>
          </div>
        }
        rest={
          <>
            <SharingCard c={c} detail={detail} recipients={recipients} />
            <About c={c} record={record} />
            <Files c={c} detail={detail} sha256={versions[0]?.pdfSha256 ?? null} />
            <Related detail={detail} language={language} />
            {view.payment && (
              <Live id="live-ways" events={watched}>
                <PaymentCard payment={view.payment} language={language} />
              </Live>
            )}
          </>
        }
      />
    </StaffPage>,
  )
}

interface FirstProps {
  c: StaffContext
  detail: DocumentDetail
  figure: { label: string; amount: string }
}

/** The figure that matters, and what can be done. */
function First({ c, detail, figure }: FirstProps) {
  const { language, actor } = c.var
  const words = texts(language)
  const { id } = detail
  const isPayable = detail.kind === "invoice" && detail.state === "issued" && detail.balance > 0n
  return (
    <section class="card">
      <div role="status">
        <span class="soft">{figure.label}</span>
        <Figure amount={figure.amount} />
      </div>
      <div class="actions">
        {isPayable && actor.role !== "read_only" && (
          <Button kind="primary" icon="landmark" href={routes.staff.documentPayments.to({ id })}>
            {words.staffDocuments.recordPayment}
          </Button>
        )}
        {canWriteOff(detail) && actor.role !== "read_only" && (
          <Button href={routes.staff.documentWriteOff.to({ id })}>{words.staffLedger.writeOff.action}</Button>
        )}
        {detail.state !== "draft" && (
          <Button icon="download" download href={routes.staff.documentPdf.to({ id })}>
            {words.document.downloadPdf}
          </Button>
        )}
      </div>
    </section>
  )
}
