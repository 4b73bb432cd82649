import { listAccessRequests } from "../../../domain/access/index.ts"
import { findCustomerCard } from "../../../domain/customers/index.ts"
import { findDocument } from "../../../domain/documents/index.ts"
import { listEvents } from "../../../domain/events/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Button, Card, EmptyState, PageHead, Pager } from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"
import { Feed } from "./feed.tsx"
import { AccessRequests } from "./requests.tsx"

const eventsPerPage = 50

/** Everything that happened, newest first; of one customer or one document where the address names it. */
export async function listActivity(c: StaffContext): Promise<Response> {
  const { actor, language } = c.var
  const id = (name: string) => {
    const asked = c.req.query(name) ?? ""
    return isId(asked) ? asked : undefined
  }
  const [customer, document, before] = [id("customer"), id("document"), id("before")]
  const isAll = !customer && !document && !before
  const [title, page, requests] = await Promise.all([
    titleOf(c, { customer, document }),
    listEvents(actor, { customerId: customer, documentId: document, before, limit: eventsPerPage }),
    isAll ? listAccessRequests(actor) : [],
  ])
  const words = texts(language)
  const to = (query: { before?: string | undefined }) =>
    routes.staff.activity.to({ customer, document, ...query })
  return c.html(
    <StaffPage c={c} title={title} section="activity">
      <PageHead title={title}>
        {(customer || document) && (
          <Button href={routes.staff.activity.to()}>{words.staffActivity.everything}</Button>
        )}
      </PageHead>
      <AccessRequests c={c} requests={requests} />
      {page.events.length > 0 ? (
        <Card>
          <Feed c={c} events={page.events} />
        </Card>
      ) : (
        <EmptyState title={words.staffActivity.none} icon="activity" />
      )}
      <Pager
        label={words.shared.pages}
        newer={before ? { href: to({}), text: words.shared.newer } : undefined}
        older={page.older ? { href: to({ before: page.older }), text: words.shared.older } : undefined}
      />
    </StaffPage>,
  )
}

async function titleOf(
  c: StaffContext,
  of: { customer: string | undefined; document: string | undefined },
): Promise<string> {
  const { actor, language } = c.var
  const words = texts(language).staffActivity
  const document = of.document ? await findDocument(actor, of.document) : null
  if (document) return words.titleOfDocument(documentTitle(document, language))
  const customer = of.customer ? await findCustomerCard(actor, of.customer) : null
  return customer ? words.titleOfCustomer(customer.name) : words.title
}
