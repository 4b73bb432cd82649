import type { BankPaymentNotice } from "../../../domain/payments/index.ts"
import { dateIn } from "../../../platform/clock/index.ts"
import { formatDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { Button, Field, Notice } from "../../ui/index.ts"

/** What was typed, and what is wrong with it. */
export interface TypedBankPayment {
  paidOn: string
  error: string
}

interface BankPaymentProps {
  c: PortalContext
  documentId: string
  issueDate: string
  notice: BankPaymentNotice | null
  typed?: TypedBankPayment | undefined
}

/** "I have paid by bank", or what was said of it. Nothing is booked by it: the bank says when the money is there. */
export function BankPayment({ c, documentId, issueDate, notice, typed }: BankPaymentProps) {
  const { language, today, business, actor } = c.var
  const words = texts(language).portalPayments.bank
  return (
    <section class="means" id="paid-by-bank">
      {notice && (
        <Notice kind="info">
          {words.said(
            formatDate(dateIn(business.timeZone, notice.notedAt), language),
            formatDate(notice.paidOn, language),
          )}
        </Notice>
      )}
      <details class="reveal" open={typed !== undefined}>
        <summary>{notice ? words.change : words.open}</summary>
        <form method="post" action={routes.portal.documentBankPayment.to({ id: documentId })} class="stack">
          <Field
            name="paidOn"
            label={words.paidOn}
            type="date"
            value={typed?.paidOn ?? notice?.paidOn ?? today}
            min={issueDate}
            max={today}
            error={typed?.error}
            required
          />
          <Button disabled={actor.way === "preview"}>{words.submit}</Button>
        </form>
      </details>
    </section>
  )
}
