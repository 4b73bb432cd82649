import type { OpenItem } from "../../../domain/ledger/index.ts"
import { formatMoney, formatShortDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Notice, Table } from "../../ui/index.ts"
import { itemKey, itemName } from "./open-item.ts"

const owedShown = 20

interface AccountProps {
  c: StaffContext
  customerId: string
  items: readonly OpenItem[]
}

/** What is open on a customer's account, money and opening balances too, and what staff can do about it. */
export function AccountSection({ c, customerId, items }: AccountProps) {
  const { language, actor } = c.var
  const words = texts(language).staffLedger
  const credits = items.filter((item) => item.balance < 0n)
  const owed = items.filter((item) => item.balance > 0n)
  const mayChange = actor.role !== "read_only"
  const usable = new Set(owed.map((item) => item.currency))
  const canUse = (item: OpenItem) => mayChange && item.balance < 0n && usable.has(item.currency)
  return (
    <section class="block">
      <h2 id="account">{words.openItems}</h2>
      {items.length === 0 ? (
        <p class="soft">{words.noItems}</p>
      ) : (
        <Table
          caption={words.openItems}
          columns={[
            { label: words.item },
            { label: words.date, short: true },
            { label: words.due, short: true },
            { label: words.amount, numeric: true },
            { label: "" },
          ]}
          rows={[...credits, ...owed.slice(0, owedShown)].map((item) => [
            <ItemName item={item} c={c} />,
            formatShortDate(item.date, language),
            item.balance > 0n && item.dueDate ? <Due c={c} date={item.dueDate} /> : null,
            formatMoney({ amount: item.balance, currency: item.currency }, language),
            canUse(item) ? (
              <a href={routes.staff.customerCredit.to({ id: customerId }, { from: itemKey(item.subject) })}>
                {words.use}
              </a>
            ) : null,
          ])}
        />
      )}
      {owed.length > owedShown && (
        <p class="card-more">
          <a href={routes.staff.documents.to({ customer: customerId, status: "unpaid" })}>
            {words.more(owed.length - owedShown)}
          </a>
        </p>
      )}
      {mayChange && (
        <div class="actions">
          <Button href={routes.staff.customerOpeningBalance.to({ id: customerId })} icon="plus">
            {words.addOpening}
          </Button>
        </div>
      )}
    </section>
  )
}

function ItemName({ item, c }: { item: OpenItem; c: StaffContext }) {
  const name = itemName(item, c.var.language)
  if ("paymentId" in item.subject)
    return <a href={routes.staff.payment.to({ id: item.subject.paymentId })}>{name}</a>
  if (!("documentId" in item.subject)) return name
  return <a href={routes.staff.document.to({ id: item.subject.documentId })}>{name}</a>
}

function Due({ c, date }: { c: StaffContext; date: string }) {
  const { language, today } = c.var
  const text = formatShortDate(date, language)
  if (date >= today) return text
  return (
    <span class="late">
      {text} · {texts(language).staffLedger.late}
    </span>
  )
}

/** What a form of these pages did, by one of the words it may say. */
export function LedgerDone({ c }: { c: StaffContext }) {
  const words: Record<string, string> = texts(c.var.language).staffLedger.done
  const done = c.req.query("done") ?? ""
  return Object.hasOwn(words, done) ? <Notice kind="success">{words[done]}</Notice> : null
}
