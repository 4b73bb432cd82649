import type { Child } from "hono/jsx"
import {
  type AttemptRow,
  formatPhoneNumber,
  listAttempts,
  listPaymentNotices,
  listPaymentsReceived,
  listRefunds,
  type PageOf,
  type PaymentFilter,
  type PaymentNotice,
  type PaymentRow,
  type RefundRow,
} from "../../../domain/payments/index.ts"
import { formatMoment, formatShortDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Table } from "../../ui/index.ts"
import { type MoneyRowProps, MoneyRows } from "./money-rows.tsx"
import { AttemptBadge, documentNumbers, methodName, money, PaymentBadge, RefundBadge } from "./words.tsx"

export const rowsPerPage = 50

interface ShownList {
  /** Null where there is nothing in it. */
  content: Child
  next: string | null
  isOldestFirst: boolean
}

/** Reads the list the filter asks for, a page of it. */
export async function readList(c: StaffContext, filter: PaymentFilter): Promise<ShownList> {
  const { actor, business, language } = c.var
  const options = { limit: rowsPerPage, currency: business.currency, timeZone: business.timeZone }
  const label = texts(language).staffPayments.lists[filter.list]
  const asRows = <T,>(page: PageOf<T>, toRow: (c: StaffContext, row: T) => MoneyRowProps): ShownList => ({
    content: page.rows.length > 0 && <MoneyRows label={label} rows={page.rows.map((row) => toRow(c, row))} />,
    next: page.next,
    isOldestFirst: false,
  })
  switch (filter.list) {
    case "received":
      return orNull(asRows(await listPaymentsReceived(actor, filter, options), paymentRow))
    case "under_way":
    case "failed":
      return orNull(asRows(await listAttempts(actor, { ...filter, state: filter.list }, options), attemptRow))
    case "refunds":
      return orNull(asRows(await listRefunds(actor, filter, options), refundRow))
    case "notices": {
      const page = await listPaymentNotices(actor, filter, options)
      return orNull({
        content: page.rows.length > 0 && <Notices c={c} notices={page.rows} />,
        next: page.next,
        isOldestFirst: true,
      })
    }
  }
}

function orNull(list: ShownList): ShownList {
  return { ...list, content: list.content || null }
}

/** `of` names the customer on whose page the row stands, who needs not be named on it. */
export function paymentRow(c: StaffContext, row: PaymentRow, { of }: { of?: string } = {}): MoneyRowProps {
  const words = texts(c.var.language).staffPayments
  const documents = documentNumbers(c, row)
  const note = [of ? null : documents, methodName(c, row.method), !row.attemptId && row.reference]
  return {
    href: routes.staff.payment.to({ id: row.id }),
    title: of ? (documents ?? words.onAccountOnly) : row.customerName,
    note: note.filter(Boolean).join(" · "),
    when: formatShortDate(row.receivedOn, c.var.language),
    badge: <PaymentBadge c={c} payment={row} />,
    amount: money(c, row.amount, row.currency),
  }
}

/** The same of an attempt; `isDocument` where the page is that of the document it pays. */
export function attemptRow(
  c: StaffContext,
  row: AttemptRow,
  { of, isDocument = false }: { of?: string; isDocument?: boolean } = {},
): MoneyRowProps {
  const { language, business } = c.var
  const words = texts(language).staffPayments
  const documents = documentNumbers(c, row)
  const problem = row.problem && row.problem !== row.state ? words.attempt.problems[row.problem] : null
  const phone = row.phoneNumber && formatPhoneNumber(row.phoneNumber)
  const title = isDocument ? phone || row.payerName : of ? documents : null
  const note = [
    !of && documents,
    row.payerId !== row.customerId && words.paidBy(row.payerName),
    title !== phone && phone,
    problem ?? (row.checkProblem && words.attempt.checkProblems[row.checkProblem]),
  ]
  return {
    href: routes.staff.paymentAttempt.to({ id: row.id }),
    title: title ?? row.customerName,
    note: note.filter(Boolean).join(" · "),
    when: formatMoment(row.startedAt, language, business.timeZone),
    badge: <AttemptBadge c={c} attempt={row} />,
    amount: money(c, row.amount, row.currency),
    isPale: row.state !== "completed",
  }
}

function refundRow(c: StaffContext, row: RefundRow): MoneyRowProps {
  const { language, business } = c.var
  const words = texts(language).staffPayments
  const note = [
    methodName(c, row.method),
    row.origin === "provider" ? words.atProvider : row.staffName && words.by(row.staffName),
    row.problem ? words.refundProblems[row.problem] : row.reason,
  ]
  return {
    href: routes.staff.payment.to({ id: row.paymentId }),
    title: row.customerName,
    note: note.filter(Boolean).join(" · "),
    when: row.refundedOn
      ? formatShortDate(row.refundedOn, language)
      : formatMoment(row.requestedAt, language, business.timeZone),
    badge: <RefundBadge c={c} refund={row} />,
    amount: money(c, -row.amount, row.currency),
    isPale: row.state !== "completed",
  }
}

function Notices({ c, notices }: { c: StaffContext; notices: readonly PaymentNotice[] }) {
  const { language, actor } = c.var
  const words = texts(language).staffPayments
  const mayWrite = actor.role !== "read_only"
  return (
    <Table
      caption={words.lists.notices}
      columns={[
        { label: words.notices.customer },
        { label: words.notices.invoice, short: true },
        { label: words.notices.paidOn, short: true },
        { label: words.notices.open, numeric: true },
        ...(mayWrite ? [{ label: "" }] : []),
      ]}
      rows={notices.map((notice) => [
        <a href={routes.staff.customer.to({ id: notice.customerId })}>{notice.customerName}</a>,
        <a href={routes.staff.document.to({ id: notice.documentId })}>
          {words.invoice(notice.documentNumber)}
        </a>,
        formatShortDate(notice.paidOn, language),
        money(c, notice.open, notice.currency),
        ...(mayWrite ? [<NoticeActions c={c} notice={notice} />] : []),
      ])}
    />
  )
}

function NoticeActions({ c, notice }: { c: StaffContext; notice: PaymentNotice }) {
  const words = texts(c.var.language).staffPayments.notices
  const { id, documentId, documentNumber, open } = notice
  return (
    <form method="post" action={routes.staff.paymentNoticeDismiss.to({ id })} class="money-deeds">
      {open > 0n && (
        <Button
          href={routes.staff.documentPayments.to({ id: documentId }, { notice: id })}
          label={words.recordLabel(documentNumber)}
        >
          {words.record}
        </Button>
      )}
      <Button kind="plain" label={words.dismissLabel(documentNumber)}>
        {words.dismiss}
      </Button>
    </form>
  )
}
