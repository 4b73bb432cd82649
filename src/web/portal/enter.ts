import { endDocumentSession, endPortalSession, openSessionByToken } from "../../domain/access/index.ts"
import { routes } from "../../routes.ts"
import type { AnyContext } from "../context.ts"
import { forgetDocumentSecret, readDocumentSecret } from "../guards/document-cookie.ts"
import { openerOf } from "../guards/opener.ts"
import { forgetPortalSecret, readPortalSecret, writePortalSecret } from "../guards/portal-cookie.ts"
import { refuseLink, refuseWhenClosed } from "./dead-ends.tsx"

/** Exchanges a portal token for a session, and leads to an address without the secret. */
export async function enterByToken(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  // A HEAD request is a machine that looks whether the address is there. It gets no session.
  if (c.req.method === "HEAD") return c.body(null, 204)
  const session = await openSessionByToken(
    c.var.kvit,
    c.var.businessId,
    c.req.param("token") ?? "",
    readPortalSecret(c),
    openerOf(c),
  )
  if (!session) return refuseLink(c)
  writePortalSecret(c, session.secret, session.expiresAt)
  return c.redirect(routes.portal.home.to(), 303)
}

export async function signOut(c: AnyContext): Promise<Response> {
  const secret = readPortalSecret(c)
  if (secret) await endPortalSession(c.var.kvit, c.var.businessId, secret)
  forgetPortalSecret(c)
  const documentSecret = readDocumentSecret(c)
  if (documentSecret) await endDocumentSession(c.var.kvit, c.var.businessId, documentSecret)
  forgetDocumentSecret(c)
  c.header("Clear-Site-Data", '"cache", "storage"')
  return c.redirect(routes.portal.home.to(), 303)
}
