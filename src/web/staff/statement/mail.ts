import { sendStatement } from "../../../domain/sharing/index.ts"
import { isPrintable } from "../../../domain/statements/index.ts"
import { isId, newId } from "../../../platform/ids/index.ts"
import type { StaffContext } from "../../context.ts"
import { toStatementQuery } from "../../ui/statement/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { findAsked, pageOf, readStatement } from "./asked.ts"

/** `POST /customers/:id/statement/mail`: mails it to whom was chosen, once however often the button is pressed. */
export async function mailStatement(c: StaffContext): Promise<Response> {
  const body = await c.req.parseBody()
  const asked = await findAsked(c, toStatementQuery(body))
  if (!asked) return showNothingHere(c)
  const statement = await readStatement(c, asked, { asCustomer: true })
  if (!statement) return c.redirect(pageOf(asked), 303)
  if (!isPrintable(statement)) return c.redirect(pageOf(asked, "too_long"), 303)
  const { currency, from, to } = statement
  const { requestKey, recipient } = body
  const outcome = await sendStatement(c.var.actor, {
    customerId: asked.customer.id,
    currency,
    from,
    to,
    recipient: typeof recipient === "string" ? recipient : "",
    requestKey: typeof requestKey === "string" && isId(requestKey) ? requestKey : newId(),
  })
  return c.redirect(pageOf(asked, outcome.ok ? "sent" : outcome.reason), 303)
}
