import { listOwnDocuments, readFilter } from "../../../domain/documents/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { PortalContext } from "../../context.ts"
import { findOwnCustomers, PortalPage } from "../portal-page.tsx"
import { DocumentList } from "./list-view.tsx"

export const rowsPerPage = 25

/** The customer's documents, narrowed and sorted as the address says. */
export async function listDocumentsPage(c: PortalContext): Promise<Response> {
  const filter = readFilter(c.req.query())
  const page = await listOwnDocuments(c.var.actor, filter, { limit: rowsPerPage, today: c.var.today })
  const words = texts(c.var.language).portal
  return c.html(
    <PortalPage c={c} title={words.documents} section="documents" customers={await findOwnCustomers(c)}>
      <h1>{words.documents}</h1>
      <DocumentList c={c} page={page} filter={filter} />
    </PortalPage>,
  )
}
