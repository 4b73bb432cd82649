import { ownListStatement, readFilter, toPage } from "../../../domain/documents/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { AnyContext } from "../../context.ts"
import { reading } from "../../guards/mount.ts"
import { findPreviewed, PortalPage } from "../portal-page.tsx"
import { DocumentList } from "./list-view.tsx"

export const rowsPerPage = 25

/** The customer's documents, narrowed and sorted as the address says. Read while the session is checked. */
export function prepareDocumentsPage(asked: AnyContext) {
  const filter = readFilter(asked.req.query())
  const rows = ownListStatement(filter, { limit: rowsPerPage, today: asked.var.today })
  return reading([rows], async (c, [documents]) => {
    const words = texts(c.var.language).portal
    return c.html(
      <PortalPage c={c} title={words.documents} section="documents" customers={await findPreviewed(c)}>
        <h1>{words.documents}</h1>
        <DocumentList c={c} page={toPage(documents, rowsPerPage)} filter={filter} />
      </PortalPage>,
    )
  })
}
