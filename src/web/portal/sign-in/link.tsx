import { findOpenLink, redeemLink } from "../../../domain/access/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import { safeNext } from "../../guards/next-path.ts"
import { isPrefetch, openerOf } from "../../guards/opener.ts"
import { Button, Card } from "../../ui/index.ts"
import { refuseLink, refuseWhenClosed, showDenied } from "../dead-ends.tsx"
import { PortalPage } from "../portal-page.tsx"
import { Reach } from "./ask.tsx"
import { readFlowSecret, visitOf, welcome } from "./cookies.ts"

/**
 * `GET /portal/sign-in/link/:token`. In the browser that asked it signs in at once, when a person goes to it.
 * Everywhere else, and so for every mail scanner, it shows whose portal it is and changes nothing.
 */
export async function openLink(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  const token = c.req.param("token") ?? ""
  const isPerson = openerOf(c) === "person"
  const isLook = c.req.method === "HEAD"
  const link = await findOpenLink(c.var.kvit, c.var.businessId, token, {
    browserSecret: readFlowSecret(c),
    by: isLook ? "nobody" : isPerson || couldBeOldBrowser(c) ? "somebody" : "machine",
  })
  if (!link) return isLook ? showDenied(c) : refuseLink(c)
  if (link.isAskedHere && isPerson) return enter(c, token)
  return c.html(<LinkPage c={c} token={token} maskedAddress={link.maskedAddress} />)
}

/** `POST /portal/sign-in/link/:token`: somebody pressed the button. */
export async function pressLink(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  return closed ?? enter(c, c.req.param("token") ?? "")
}

async function enter(c: AnyContext, token: string): Promise<Response> {
  const signedIn = await redeemLink(c.var.kvit, c.var.businessId, token, visitOf(c))
  if (!signedIn) return refuseLink(c)
  welcome(c, signedIn)
  return c.redirect(safeNext(signedIn.nextPath, "portal"), 303)
}

/** Browsers from before the Sec-Fetch headers. Only the trace asks; they still press the button. */
function couldBeOldBrowser(c: AnyContext): boolean {
  return (
    !isPrefetch(c) &&
    c.req.header("sec-fetch-mode") === undefined &&
    c.req.header("accept-language") !== undefined &&
    /^Mozilla\/5\.0 .*(Safari|Firefox)\//.test(c.req.header("user-agent") ?? "")
  )
}

interface LinkPageProps {
  c: AnyContext
  token: string
  maskedAddress: string | null
}

function LinkPage({ c, token, maskedAddress }: LinkPageProps) {
  const words = texts(c.var.language).portalSignIn
  const title = words.linkTitle(c.var.business.name)
  return (
    <PortalPage c={c} title={title}>
      <div class="gate">
        <Card>
          <h1>{title}</h1>
          {maskedAddress && <p>{words.linkAs(maskedAddress)}</p>}
          <p class="soft">{words.linkText}</p>
          <form method="post" action={routes.portal.signInLink.to({ token })}>
            <div class="actions">
              <Button kind="primary">{words.linkButton}</Button>
            </div>
          </form>
        </Card>
        <Reach c={c} />
      </div>
    </PortalPage>
  )
}
