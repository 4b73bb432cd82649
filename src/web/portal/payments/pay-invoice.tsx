import { type DocumentDetail, findDocument } from "../../../domain/documents/index.ts"
import {
  findMobilePaySettings,
  findPaymentOffer,
  type PaymentOffer,
  recordPayPageOpened,
  type StartOutcome,
  startPayment,
} from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatAmount, formatMoney, parseAmount } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { isLiveRead } from "../../guards/live-read.ts"
import { showNothingHere } from "../dead-ends.tsx"
import { findOwnCustomers } from "../portal-page.tsx"
import { typedPhone } from "./pay-form.tsx"
import { PayPage, type RefusedPay } from "./pay-page.tsx"
import { goOn, readPayForm } from "./start.ts"

/** `GET /portal/documents/:id/pay`. While a payment is under way, that is what there is to see; once paid, the invoice. */
export async function showPayPage(c: PortalContext): Promise<Response> {
  const asked = await findAsked(c)
  if (!asked) return showNothingHere(c)
  const { offer, detail } = asked
  if (offer.kind === "pending" && offer.attemptId)
    return c.redirect(routes.portal.payment.to({ id: offer.attemptId }), 303)
  if (offer.kind === "none" && offer.reason === "paid")
    return c.redirect(routes.portal.document.to({ id: detail.id }), 303)
  if (offer.kind === "offer" && c.req.method === "GET" && !isLiveRead(c))
    await recordPayPageOpened(c.var.actor, { customerId: offer.payerId, documentId: detail.id })
  return answer(c, asked)
}

/** `POST /portal/documents/:id/pay`: begins to pay it. Pressed twice, it is the same payment. */
export async function startToPay(c: PortalContext): Promise<Response> {
  const asked = await findAsked(c)
  if (!asked) return showNothingHere(c)
  const { kvit, actor, language } = c.var
  const form = await readPayForm(c)
  const shownOpen = form.shown
  const whole = asked.offer.kind === "offer" && asked.offer.least === null
  const amount = whole
    ? { ok: true as const, amount: shownOpen }
    : parseAmount(form.amount, asked.detail.currency, language)
  if (!amount.ok)
    return refuse(c, asked, {
      ...form,
      errors: { amount: texts(language).portalPayments.refused.not_amount },
    })
  const outcome = await startPayment(kvit, actor, {
    documentId: asked.detail.id,
    amount: amount.amount,
    shownOpen,
    phone: typedPhone(form.phone),
    method: form.method === "card" ? "card" : "wallet",
  })
  if (outcome.ok) return goOn(c, outcome.attemptId)
  if (outcome.reason === "pending" && outcome.attemptId) return goOn(c, outcome.attemptId)
  // What stands in the way is read again: it may be new.
  const now = await findAsked(c)
  if (!now) return showNothingHere(c)
  // An amount that was shown for another balance is not kept: it would be paid by mistake.
  const typed = outcome.reason === "balance_changed" ? formatOpen(c, now) : form.amount
  return refuse(c, now, { amount: typed, phone: form.phone, errors: errorsOf(c, now, outcome) })
}

interface Asked {
  detail: DocumentDetail
  offer: PaymentOffer
}

async function findAsked(c: PortalContext): Promise<Asked | null> {
  const id = c.req.param("id") ?? ""
  if (!isId(id)) return null
  const [detail, offer] = await Promise.all([
    findDocument(c.var.actor, id),
    findPaymentOffer(c.var.actor, id),
  ])
  return detail && offer ? { detail, offer } : null
}

function formatOpen(c: PortalContext, { offer, detail }: Asked): string {
  const amount = offer.kind === "offer" ? offer.open : detail.balance
  return formatAmount({ amount, currency: detail.currency }, c.var.language)
}

function errorsOf(
  c: PortalContext,
  { offer, detail }: Asked,
  outcome: Extract<StartOutcome, { ok: false }>,
): RefusedPay["errors"] {
  const words = texts(c.var.language).portalPayments.refused
  const money = (amount: bigint) => formatMoney({ amount, currency: detail.currency }, c.var.language)
  const open = offer.kind === "offer" ? offer.open : detail.balance
  const least = offer.kind === "offer" ? (offer.least ?? open) : open
  switch (outcome.reason) {
    case "balance_changed":
      return { form: words.balance_changed(money(open)) }
    case "amount_too_small":
      return { amount: words.amount_too_small(money(least)) }
    case "amount_too_large":
      return { amount: words.amount_too_large(money(open)) }
    case "phone":
      return { phone: words.phone }
    case "card":
    case "too_often":
    case "pending":
      return { form: words[outcome.reason] }
    default:
      // The page itself says why there is no button.
      return {}
  }
}

function refuse(
  c: PortalContext,
  asked: Asked,
  { amount, phone, errors }: RefusedPay["typed"] & { errors: RefusedPay["errors"] },
): Promise<Response> {
  return answer(c, asked, { typed: { amount, phone }, errors })
}

async function answer(c: PortalContext, { detail, offer }: Asked, refused?: RefusedPay): Promise<Response> {
  const [customers, settings] = await Promise.all([findOwnCustomers(c), findMobilePaySettings(c.var.actor)])
  return c.html(
    <PayPage
      c={c}
      detail={detail}
      offer={offer}
      brand={settings?.brand ?? "mobilepay"}
      customers={customers}
      refused={refused}
    />,
    refused ? 422 : 200,
  )
}
