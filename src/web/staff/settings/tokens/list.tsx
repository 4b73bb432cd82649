import { listTokens } from "../../../../domain/access/index.ts"
import { searchCustomerIds } from "../../../../domain/customers/index.ts"
import { getPortalSettings } from "../../../../domain/settings/index.ts"
import type { StaffContext } from "../../../context.ts"
import { findShareNotice } from "../../sharing/share-notice.tsx"
import { findPortalMissing } from "../portal-missing.tsx"
import { wordsOf } from "../settings-page.tsx"
import { readFilter } from "./filter.ts"
import { TokensPage, type TokensPageProps } from "./page.tsx"

const tokensPerPage = 50

/** `GET /settings/portal/tokens`. */
export async function showTokens(c: StaffContext): Promise<Response> {
  return (await findPortalMissing(c, wordsOf(c).portalTokens.title)) ?? renderTokens(c)
}

/** The list with something more on it: a link to copy, what is wrong with the form. */
export async function renderTokens(
  c: StaffContext,
  more: Pick<TokensPageProps, "link" | "generate"> = {},
  status: 200 | 404 | 422 = 200,
): Promise<Response> {
  const { actor } = c.var
  const filter = readFilter(c)
  const customerIds = filter.q ? await searchCustomerIds(actor, filter.q) : undefined
  const page = await listTokens(actor, {
    customerIds,
    state: filter.state,
    before: filter.before,
    limit: tokensPerPage,
  })
  const { enabled } = await getPortalSettings(actor)
  const shareNotice = await findShareNotice(c)
  return c.html(
    <TokensPage
      c={c}
      filter={filter}
      {...page}
      portalEnabled={enabled}
      shareNotice={shareNotice}
      {...more}
    />,
    status,
  )
}
