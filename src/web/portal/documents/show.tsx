import { type DocumentDetail, findDocument, recordView } from "../../../domain/documents/index.ts"
import { listEntries } from "../../../domain/ledger/index.ts"
import {
  findBankPaymentNotice,
  findMobilePaySettings,
  findPaymentOffer,
} from "../../../domain/payments/index.ts"
import { getBankDetails, getPortalSettings } from "../../../domain/settings/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import type { PortalContext } from "../../context.ts"
import { isLiveRead } from "../../guards/live-read.ts"
import { showNothingHere } from "../dead-ends.tsx"
import { findOwnCustomers } from "../portal-page.tsx"
import type { TypedBankPayment } from "./bank-payment.tsx"
import { DocumentPage } from "./document-page.tsx"

/**
 * One document, as a document: its sheet, what is owed, its files. Opening it counts as a view; a HEAD request is a
 * machine that looks whether it is there, and a page that reads itself again was opened before.
 */
export async function showDocument(c: PortalContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const detail = await findAsked(c, id)
  if (!detail) return showNothingHere(c)
  if (c.req.method === "GET" && !isLiveRead(c)) await recordView(c.var.actor, "document.viewed", id)
  return answer(c, detail)
}

/** The same page as the answer to a form that was refused. */
export async function answerDocument(
  c: PortalContext,
  documentId: string,
  refused: { status: 422; bankPayment: TypedBankPayment },
): Promise<Response> {
  const detail = await findAsked(c, documentId)
  return detail ? answer(c, detail, refused) : showNothingHere(c)
}

async function findAsked(c: PortalContext, id: string): Promise<DocumentDetail | null> {
  return isId(id) ? findDocument(c.var.actor, id) : null
}

async function answer(
  c: PortalContext,
  detail: DocumentDetail,
  refused?: { status: 422; bankPayment: TypedBankPayment },
): Promise<Response> {
  const { actor } = c.var
  const [settings, bank, customers, entries, notice, offer, mobilePay] = await Promise.all([
    getPortalSettings(actor),
    getBankDetails(actor),
    findOwnCustomers(c),
    listEntries(actor, detail.id),
    findBankPaymentNotice(actor, detail.id),
    findPaymentOffer(actor, detail.id),
    findMobilePaySettings(actor),
  ])
  const isPerson = customers.some(
    (customer) => customer.id === detail.customerId && customer.kind === "person",
  )
  return c.html(
    <DocumentPage
      c={c}
      detail={detail}
      pricesWithVat={settings.showPricesWithVat && isPerson}
      bank={bank}
      customers={customers}
      entries={entries}
      notice={notice}
      offer={offer}
      mobilePay={mobilePay}
      typed={refused?.bankPayment}
    />,
    refused?.status ?? 200,
  )
}
