import type { Capability } from "../../domain/access/index.ts"
import { listOwnDocuments, readFilter } from "../../domain/documents/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import { routes } from "../../routes.ts"
import type { PortalContext } from "../context.ts"
import { documentTitle } from "../ui/document/index.ts"
import { Button, Sheet } from "../ui/index.ts"
import { showNothingHere } from "./dead-ends.tsx"
import { PortalPage } from "./portal-page.tsx"

const mostListed = 25

/**
 * For those let in by the links of single documents who ask for more: the list, the overview. Another document is
 * not found, as if there were none.
 */
export async function showOnlyDocuments(c: PortalContext, asked: Capability): Promise<Response> {
  if (asked === "document") return showNothingHere(c)
  const { language, actor, today } = c.var
  const words = texts(language).portalLinks
  const { documents } = await listOwnDocuments(actor, readFilter({}), { limit: mostListed, today })
  return c.html(
    <PortalPage c={c} title={words.onlyTitle(documents.length)}>
      <Sheet>
        <h1>{words.onlyTitle(documents.length)}</h1>
        <p>{words.only}</p>
        <ul class="plain-list">
          {documents.map((document) => (
            <li>
              <a href={routes.portal.document.to({ id: document.id })}>{documentTitle(document, language)}</a>
            </li>
          ))}
        </ul>
        <div class="actions">
          <Button kind="primary" href={routes.portal.signIn.to()}>
            {words.seeAll}
          </Button>
        </div>
      </Sheet>
    </PortalPage>,
    403,
  )
}
