import type { DocumentDetail } from "../../../domain/documents/index.ts"
import type { Booking } from "../../../domain/ledger/index.ts"
import { formatMoney, formatShortDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Button, Table } from "../../ui/index.ts"

interface BookingsProps {
  c: StaffContext
  detail: DocumentDetail
  bookings: readonly Booking[]
}

/** The ledger's entries on a document; their sum is its balance. Quotes and orders are in no ledger. */
export function Bookings({ c, detail, bookings }: BookingsProps) {
  const { language } = c.var
  const words = texts(language).staffDocuments
  if (detail.kind === "quote" || detail.kind === "order" || detail.state === "draft") return null
  const canTakeBack =
    c.var.actor.role !== "read_only" && bookings.some((booking) => booking.writeOffId !== null)
  const money = (amount: bigint) => formatMoney({ amount, currency: detail.currency }, language)
  return (
    <section class="block">
      <h2>{words.bookings}</h2>
      {bookings.length === 0 ? (
        <p class="soft">{words.noBookings}</p>
      ) : (
        <Table
          caption={words.bookings}
          columns={[
            { label: words.date, short: true },
            { label: words.entry },
            { label: words.amount, numeric: true },
            ...(canTakeBack ? [{ label: "" }] : []),
          ]}
          rows={[
            ...bookings.map((booking) => [
              formatShortDate(booking.entryDate, language),
              <Entry c={c} booking={booking} />,
              money(booking.amount),
              booking.writeOffId && canTakeBack && (
                <TakeBack c={c} documentId={detail.id} writeOffId={booking.writeOffId} />
              ),
            ]),
            [<strong>{words.sum}</strong>, null, <strong>{money(detail.balance)}</strong>],
          ]}
        />
      )}
    </section>
  )
}

function TakeBack({ c, ...ids }: { c: StaffContext; documentId: string; writeOffId: string }) {
  const action = routes.staff.documentWriteOffBack.to({ id: ids.documentId, writeOff: ids.writeOffId })
  return (
    <form method="post" action={action}>
      <Button kind="plain">{texts(c.var.language).staffLedger.writeOff.takeBack}</Button>
    </form>
  )
}

function Entry({ c, booking }: { c: StaffContext; booking: Booking }) {
  const { language } = c.var
  const { staffDocuments: words, shared } = texts(language)
  const methods: Record<string, string> = shared.methodsWithin
  const title = booking.counterpart && documentTitle(booking.counterpart, language)
  const entry = shared.entries[booking.kind]
  return (
    <span>
      {booking.paymentId ? <a href={routes.staff.payment.to({ id: booking.paymentId })}>{entry}</a> : entry}
      {booking.version !== null && booking.version > 1 && `, ${words.versionOf(booking.version)}`}
      {booking.paymentMethod && `, ${methods[booking.paymentMethod] ?? booking.paymentMethod}`}
      {booking.counterpart && title && (
        <>
          {" "}
          <a href={routes.staff.document.to({ id: booking.counterpart.id })}>{words.with(title)}</a>
        </>
      )}
      {booking.writeOffReason && <span class="soft"> · {booking.writeOffReason}</span>}
      {booking.reference && <span class="soft"> · {booking.reference}</span>}
    </span>
  )
}
