import { askForStatement } from "../../../domain/sharing/index.ts"
import { isPrintable } from "../../../domain/statements/index.ts"
import { isId, newId } from "../../../platform/ids/index.ts"
import type { PortalContext } from "../../context.ts"
import { toStatementQuery } from "../../ui/statement/index.ts"
import { findAsked, showNothing } from "./asked.ts"
import { pageOf, readStatement } from "./show.tsx"

/** `POST /portal/statement/mail`: mails the statement to who is signed in. Staff who look as the customer send nothing. */
export async function mailStatement(c: PortalContext): Promise<Response> {
  const { actor, kvit } = c.var
  const body = await c.req.parseBody()
  const asked = actor.way === "preview" ? null : await findAsked(c, toStatementQuery(body))
  if (!asked) return showNothing(c)
  const statement = await readStatement(c, asked)
  if (!statement) return c.redirect(pageOf(asked), 303)
  if (!isPrintable(statement)) return c.redirect(pageOf(asked, "too_long"), 303)
  const { currency, from, to } = statement
  const key = body.requestKey
  const requestKey = typeof key === "string" && isId(key) ? key : newId()
  const customerId = asked.account.id
  const outcome = await askForStatement(kvit, actor, { customerId, currency, from, to, requestKey })
  if (outcome.ok) return c.redirect(pageOf(asked, "asked"), 303)
  return outcome.reason === "not_shown" ? showNothing(c) : c.redirect(pageOf(asked, outcome.reason), 303)
}
