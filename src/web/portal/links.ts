import { openDocumentLink, openSignInLink } from "../../domain/access/index.ts"
import { routes } from "../../routes.ts"
import type { AnyContext } from "../context.ts"
import { readDocumentSecret, writeDocumentSecret, writeSignInLink } from "../guards/document-cookie.ts"
import { openerOf } from "../guards/opener.ts"
import { portalOrigin } from "../guards/origins.ts"
import { refuseLink, refuseWhenClosed } from "./dead-ends.tsx"

/**
 * Exchanges a document link for a session that opens this document, and leads to its clean address. Where the
 * business asks for a sign-in first, the document's page asks for it.
 */
export async function enterByDocumentLink(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  // A HEAD request is a machine that looks whether the address is there. It gets no session.
  if (c.req.method === "HEAD") return c.body(null, 204)
  const { kvit, businessId } = c.var
  const opened = await openDocumentLink(kvit, kvit.secrets, businessId, {
    link: c.req.param("link") ?? "",
    issuer: portalOrigin(c),
    heldSecret: readDocumentSecret(c),
    by: openerOf(c),
  })
  if (!opened) return refuseLink(c)
  writeDocumentSecret(c, opened.secret)
  return c.redirect(routes.portal.document.to({ id: opened.documentId }), 303)
}

/** Leads to the sign-in page with the address filled in. It signs nobody in. */
export async function goToSignIn(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  if (c.req.method === "HEAD") return c.body(null, 204)
  const token = c.req.param("token") ?? ""
  if (!(await openSignInLink(c.var.kvit, c.var.businessId, token, openerOf(c)))) return refuseLink(c)
  writeSignInLink(c, token)
  return c.redirect(routes.portal.signIn.to(), 303)
}
