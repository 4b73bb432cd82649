import { announceBankPayment } from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { showNothingHere } from "../dead-ends.tsx"
import { answerDocument } from "./show.tsx"

/** `POST /portal/documents/:id/bank-payments`: the customer says when they paid by bank. */
export async function saveBankPayment(c: PortalContext): Promise<Response> {
  const documentId = c.req.param("id") ?? ""
  if (!isId(documentId)) return showNothingHere(c)
  const { paidOn: typed } = await c.req.parseBody()
  const paidOn = typeof typed === "string" ? typed : ""
  const outcome = await announceBankPayment(c.var.actor, { documentId, paidOn, today: c.var.today })
  if (outcome.ok) return c.redirect(`${routes.portal.document.to({ id: documentId })}#paid-by-bank`, 303)
  const error = texts(c.var.language).portalPayments.bank.errors[outcome.reason]
  return answerDocument(c, documentId, { status: 422, bankPayment: { paidOn, error } })
}
