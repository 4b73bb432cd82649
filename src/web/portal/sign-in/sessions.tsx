import { endOwnSessions, listOwnSessions, type OwnSession } from "../../../domain/access/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { forgetPortalSecret } from "../../guards/portal-cookie.ts"
import { nameBrowser } from "../../ui/browser-name.ts"
import { Button, Card } from "../../ui/index.ts"
import { showNothingHere } from "../dead-ends.tsx"
import { findOwnCustomers, PortalPage } from "../portal-page.tsx"

/** `GET /portal/sessions`: where the person is signed in. */
export async function showSessions(c: PortalContext): Promise<Response> {
  const [customers, sessions] = await Promise.all([
    findOwnCustomers(c),
    listOwnSessions(c.var.kvit, c.var.actor),
  ])
  const words = texts(c.var.language).portalSignIn
  return c.html(
    <PortalPage c={c} title={words.sessions} section="sessions" customers={customers}>
      <div class="gate">
        <h1>{words.sessions}</h1>
        <Card>
          <ul class="records-list">
            {sessions.map((session) => (
              <Session c={c} session={session} />
            ))}
          </ul>
          <p class="small soft">{words.sessionsHint}</p>
          {c.var.actor.way !== "preview" && (
            <form method="post" action={routes.portal.signOutEverywhere.to()}>
              <Button>{words.everywhere}</Button>
            </form>
          )}
        </Card>
      </div>
    </PortalPage>,
  )
}

function Session({ c, session }: { c: PortalContext; session: OwnSession }) {
  const { language, business } = c.var
  const words = texts(language).portalSignIn
  const moment = (at: Date) => formatMoment(at, language, business.timeZone)
  return (
    <li>
      <div>
        <strong>
          {session.isThis ? words.thisBrowser : (nameBrowser(session.userAgent) ?? words.unknownBrowser)}
        </strong>
        <div class="small soft">{words.since(moment(session.startedAt), words.ways[session.way])}</div>
        <div class="small soft">{words.lastSeen(moment(session.lastSeenAt))}</div>
      </div>
      {!session.isThis && (
        <form method="post" action={routes.portal.sessionEnd.to({ id: session.id })}>
          <Button>{words.end}</Button>
        </form>
      )}
    </li>
  )
}

/** `POST /portal/sessions/:id/end`: one of the person's own, in another browser. */
export async function endSession(c: PortalContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const { actor, kvit } = c.var
  if (actor.way === "preview" || !isId(id)) return showNothingHere(c)
  const ended = await endOwnSessions(kvit, actor, id)
  return ended > 0 ? c.redirect(routes.portal.sessions.to(), 303) : showNothingHere(c)
}

/** `POST /portal/sign-out/everywhere`. */
export async function signOutEverywhere(c: PortalContext): Promise<Response> {
  if (c.var.actor.way === "preview") return showNothingHere(c)
  await endOwnSessions(c.var.kvit, c.var.actor)
  forgetPortalSecret(c)
  c.header("Clear-Site-Data", '"cache", "storage"')
  return c.redirect(routes.portal.home.to(), 303)
}
