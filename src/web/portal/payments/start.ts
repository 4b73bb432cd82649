import { findAttempt } from "../../../domain/payments/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"

/** The forms that begin a payment, as they were sent. */
export interface PayForm {
  amount: string
  phone: string
  /** `update` begins nothing: the sum is reckoned anew. */
  method: "wallet" | "card" | "update"
  /** What was open, or the sum, when the page was shown; -1 where that is not told, which fits nothing. */
  shown: bigint
  documentIds: string[]
  /** Whose account, and in what currency; of several invoices. */
  customer: string
  currency: string
}

const methods = ["card", "update"] as const

export async function readPayForm(c: PortalContext): Promise<PayForm> {
  const body = await c.req.parseBody({ all: true })
  const text = (name: string) => {
    const value = body[name]
    return typeof value === "string" ? value : ""
  }
  const documents = [body.document].flat()
  return {
    amount: text("amount"),
    phone: text("phone").slice(0, 100),
    method: methods.find((method) => method === text("method")) ?? "wallet",
    shown: readShown(text("shownOpen")),
    customer: text("customer"),
    currency: text("currency"),
    documentIds: documents.filter((value) => typeof value === "string"),
  }
}

function readShown(text: string): bigint {
  return /^\d{1,18}$/.test(text) ? BigInt(text) : -1n
}

/** Leads to where a payment goes on: the payer's phone is asked from its page, else the provider's own page comes next. */
export async function goOn(c: PortalContext, attemptId: string): Promise<Response> {
  const attempt = await findAttempt(c.var.actor, attemptId)
  const isNext = attempt?.stage === "waiting" && attempt.flow === "redirect"
  return c.redirect((isNext ? routes.portal.paymentGo : routes.portal.payment).to({ id: attemptId }), 303)
}
