import { inIndexOrder, ownListStatement, readFilter, toPage } from "../../../domain/documents/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import { reading } from "../../guards/mount.ts"
import { CustomerSwitch } from "../customer-switch.tsx"
import { findNamedCustomers, PortalPage } from "../portal-page.tsx"
import { DocumentList, toQuery } from "./list-view.tsx"

export const rowsPerPage = 25

/** The customer's documents, narrowed and sorted as the address says. Read while the session is checked. */
export function prepareDocumentsPage(asked: AnyContext) {
  const filter = readFilter(asked.req.query())
  const rows = ownListStatement(filter, { limit: rowsPerPage, today: asked.var.today })
  return reading([inIndexOrder, rows], async (c, [, documents]) => {
    const words = texts(c.var.language).portal
    const customers = await findNamedCustomers(c)
    const filled = Object.entries(toQuery({ ...filter, customer: undefined, after: undefined }))
    return c.html(
      <PortalPage c={c} title={words.documents} section="documents" customers={customers}>
        <h1>{words.documents}</h1>
        <CustomerSwitch
          c={c}
          customers={customers}
          chosen={filter.customer}
          action={routes.portal.documents.to()}
          to={(customer) => routes.portal.documents.to(toQuery({ ...filter, customer, after: undefined }))}
          kept={Object.fromEntries(filled.flatMap(([name, value]) => (value ? [[name, value]] : [])))}
        />
        <DocumentList c={c} page={toPage(documents, rowsPerPage)} filter={filter} customers={customers} />
      </PortalPage>,
    )
  })
}
