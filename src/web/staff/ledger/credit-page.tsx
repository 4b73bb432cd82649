import type { CustomerCard } from "../../../domain/customers/index.ts"
import type { OpenItem } from "../../../domain/ledger/index.ts"
import { formatMoney, formatShortDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, EmptyState, PageHead, Select, Table } from "../../ui/index.ts"
import { BookingForm } from "../booking-form.tsx"
import { StaffPage } from "../staff-page.tsx"
import { AmountField } from "./amount-field.tsx"
import type { CreditErrors, TypedCredit } from "./credit.tsx"
import { itemKey, itemName } from "./open-item.ts"

interface ChooseProps {
  c: StaffContext
  customer: CustomerCard
  credits: readonly OpenItem[]
  targets: readonly OpenItem[]
  from: OpenItem | null
}

/** Which credit, and for what. Where the credit is chosen, only what is in its currency is offered. */
export function ChoosePage({ c, customer, credits, targets, from }: ChooseProps) {
  const { staffLedger, shared } = texts(c.var.language)
  const words = staffLedger.credit
  const { id } = customer
  const options = (items: readonly OpenItem[]) =>
    items.map((item) => ({ value: itemKey(item.subject), text: itemText(c, item) }))
  return (
    <StaffPage c={c} title={words.title} section="customers">
      <section class="card narrow">
        <h1>{words.title}</h1>
        <p class="soft">{words.intro(customer.name)}</p>
        <form method="get" action={routes.staff.customerCredit.to({ id })} class="form">
          <Select
            name="from"
            label={words.from}
            value={from ? itemKey(from.subject) : undefined}
            options={options(credits)}
          />
          {from && <Select name="to" label={words.to} options={options(targets)} />}
          <div class="actions">
            <Button kind="primary">{words.choose}</Button>
            <Button href={routes.staff.customer.to({ id })}>{shared.cancel}</Button>
          </div>
        </form>
      </section>
    </StaffPage>
  )
}

interface CreditProps {
  c: StaffContext
  customer: CustomerCard
  from: OpenItem
  to: OpenItem
  typed: TypedCredit
  errors: CreditErrors
}

/** How much, and how both sides stand before and after. */
export function CreditPage({ c, customer, from, to, typed, errors }: CreditProps) {
  const { language } = c.var
  const { staffLedger } = texts(language)
  const words = staffLedger.credit
  const { id } = customer
  const { currency } = from
  const money = (amount: bigint) => formatMoney({ amount, currency }, language)
  const most = from.balance + to.balance > 0n ? -from.balance : to.balance
  return (
    <BookingForm
      c={c}
      section="customers"
      title={words.title}
      intro={words.intro(customer.name)}
      action={routes.staff.customerCredit.to({ id })}
      back={routes.staff.customer.to({ id })}
      save={{ text: words.save }}
      errors={errors}
      problem={words.problem}
      requestKey={typed.requestKey}
      hidden={{ from: typed.from, to: typed.to }}
    >
      <AmountField
        label={words.amount}
        value={typed.amount}
        error={errors.amount}
        currency={currency}
        language={language}
      />
      <div class="field">
        <p class="hint">{words.afterHint(money(most))}</p>
        <Table
          caption={words.title}
          columns={[
            { label: staffLedger.item },
            { label: words.before, numeric: true },
            { label: words.after, numeric: true },
          ]}
          rows={[
            [words.left(itemName(from, language)), money(-from.balance), money(-from.balance - most)],
            [words.open(itemName(to, language)), money(to.balance), money(to.balance - most)],
          ]}
        />
      </div>
    </BookingForm>
  )
}

export function NothingToUse({ c, customer }: { c: StaffContext; customer: CustomerCard }) {
  const { staffLedger, shared } = texts(c.var.language)
  const words = staffLedger.credit
  return (
    <StaffPage c={c} title={words.nothing} section="customers">
      <PageHead title={words.title} />
      <EmptyState title={words.nothing} icon="circle-check">
        <p>{words.nothingText}</p>
        <Button href={routes.staff.customer.to({ id: customer.id })}>{shared.back}</Button>
      </EmptyState>
    </StaffPage>
  )
}

function itemText(c: StaffContext, item: OpenItem): string {
  const { language } = c.var
  const words = texts(language).staffLedger.credit
  const { balance, currency, dueDate } = item
  const amount = formatMoney({ amount: balance < 0n ? -balance : balance, currency }, language)
  const name = itemName(item, language)
  return balance > 0n && dueDate
    ? words.itemDue(name, amount, formatShortDate(dueDate, language))
    : words.item(name, amount)
}
