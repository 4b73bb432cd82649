import { listTokens } from "../../../domain/access/index.ts"
import { findCustomerCard } from "../../../domain/customers/index.ts"
import { listDocuments, readFilter, type StaffDocumentRow } from "../../../domain/documents/index.ts"
import { listEvents } from "../../../domain/events/index.ts"
import { findBalances, findOpenItems } from "../../../domain/ledger/index.ts"
import { listShares } from "../../../domain/sharing/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Card, DocumentRows, Live, Notice, PageHead } from "../../ui/index.ts"
import { Feed } from "../activity/feed.tsx"
import { staffRow } from "../documents/staff-row.ts"
import { AccountSection, LedgerDone } from "../ledger/account-section.tsx"
import { CustomerPayments } from "../payments/payments-card.tsx"
import { showNothingHere } from "../refusals.tsx"
import { findShareNotice } from "../sharing/share-notice.tsx"
import { SharesTable } from "../sharing/shares-table.tsx"
import { StaffPage } from "../staff-page.tsx"
import { AccountCard } from "./account-card.tsx"
import { Contacts, Details, Vehicles } from "./details.tsx"
import { PortalCard } from "./portal-card.tsx"
import { SignInTraceCard } from "./sign-in-trace.tsx"

const documentsShown = 10
const eventsShown = 10
const sharesShown = 10

/** Everything staff know of one customer. */
export async function showCustomer(c: StaffContext): Promise<Response> {
  const { actor, language, today } = c.var
  const id = c.req.param("id") ?? ""
  const customer = isId(id) ? await findCustomerCard(actor, id) : null
  if (!customer) return showNothingHere(c)
  const [balances, items, documents, tokens, events, shares, shareNotice, payments] = await Promise.all([
    findBalances(actor, [id], today),
    findOpenItems(actor, [id]),
    listDocuments(actor, readFilter({ customer: id }), { limit: documentsShown, today }),
    listTokens(actor, { customerIds: [id], limit: 1 }),
    listEvents(actor, { customerId: id, limit: eventsShown }),
    listShares(actor, { customerId: id, limit: sharesShown }),
    findShareNotice(c),
    CustomerPayments({ c, customerId: id }),
  ])
  const words = texts(language).staffCustomers
  const watched = routes.staff.events.to({ of: id })
  const hasPortal = c.var.kvit.config.edition !== "desktop"
  return c.html(
    <StaffPage c={c} title={customer.name} section="customers">
      <PageHead title={customer.name}>
        {hasPortal && customer.portalAccess && !customer.mergedInto && (
          <form method="post" action={routes.staff.customerPreview.to({ id })}>
            <Button icon="eye">{words.preview}</Button>
          </form>
        )}
      </PageHead>
      <Done c={c} />
      <LedgerDone c={c} />
      {shareNotice}
      {customer.mergedInto && (
        <Notice kind="warning">
          {words.mergedInto}{" "}
          <a href={routes.staff.customer.to({ id: customer.mergedInto })}>{words.openMerged}</a>
        </Notice>
      )}
      <div class="halves">
        <div class="column">
          <Live id="live-account" events={watched}>
            <AccountCard customerId={id} balances={balances} language={language} />
          </Live>
          {hasPortal && <PortalCard c={c} customer={customer} token={tokens.tokens[0] ?? null} />}
        </div>
        <Details customer={customer} language={language} />
      </div>
      <Live id="live-documents" events={watched}>
        <AccountSection c={c} customerId={id} items={items} />
        <Documents c={c} customerId={id} rows={documents.documents} hasMore={documents.next !== null} />
        {payments}
      </Live>
      <section class="block">
        <h2>{texts(language).sharing.customer.title}</h2>
        <SharesTable c={c} shares={shares} />
        {actor.role !== "read_only" && shares.some((share) => share.linkId !== null) && (
          <p class="card-more">
            <a href={routes.staff.customerLinksClose.to({ id })}>
              {texts(language).sharing.customer.closeAll}
            </a>
          </p>
        )}
      </section>
      <Contacts contacts={customer.contacts} language={language} />
      <SignInTraceCard c={c} customer={customer} />
      <Vehicles vehicles={customer.vehicles} language={language} />
      <Live id="live-activity" events={watched}>
        <Card title={words.activity}>
          <Feed c={c} events={events.events} />
          {events.older && (
            <p class="card-more">
              <a href={routes.staff.activity.to({ customer: id })}>{words.allActivity}</a>
            </p>
          )}
        </Card>
      </Live>
    </StaffPage>,
  )
}

/** What the form before did, by one of the words it may say. */
function Done({ c }: { c: StaffContext }) {
  const words = texts(c.var.language).staffCustomers
  switch (c.req.query("done")) {
    case "token":
      return <Notice kind="success">{words.tokenMade}</Notice>
    case "has_active":
      return <Notice kind="info">{words.tokenThere}</Notice>
    case "blocked":
      return <Notice kind="warning">{words.tokenBlocked}</Notice>
    case "access_on":
      return <Notice kind="success">{words.turnedOn}</Notice>
    case "access_off":
      return <Notice kind="success">{words.turnedOff}</Notice>
    case "unchanged":
      return <Notice kind="info">{words.accessUnchanged}</Notice>
    default:
      return null
  }
}

interface DocumentsProps {
  c: StaffContext
  customerId: string
  rows: readonly StaffDocumentRow[]
  hasMore: boolean
}

function Documents({ c, customerId, rows, hasMore }: DocumentsProps) {
  const words = texts(c.var.language).staffCustomers
  return (
    <section class="block">
      <h2>{words.documents}</h2>
      {rows.length > 0 ? (
        <DocumentRows
          label={words.documents}
          rows={rows.map((row) => staffRow(c, row, { of: customerId }))}
        />
      ) : (
        <p class="soft">{words.noDocuments}</p>
      )}
      {hasMore && (
        <p class="card-more">
          <a href={routes.staff.documents.to({ customer: customerId })}>{words.allDocuments}</a>
        </p>
      )}
    </section>
  )
}
