import { type CustomerCard, findCustomerCard } from "../../../domain/customers/index.ts"
import { type PaymentFilter, paymentLists, readPaymentFilter } from "../../../domain/payments/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import {
  Button,
  Chips,
  EmptyState,
  Field,
  Live,
  Notice,
  PageHead,
  Pager,
  SearchField,
} from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"
import { readList } from "./list-rows.tsx"
import { PaymentSums } from "./sums.tsx"
import { Warnings } from "./warnings.tsx"

/** `GET /payments`: money and attempts, one list at a time, narrowed by what stands in the address. */
export async function showPayments(c: StaffContext): Promise<Response> {
  const { actor, language } = c.var
  const filter = readPaymentFilter(c.req.query())
  const isOverview =
    filter.list === "received" &&
    !(filter.after || filter.search || filter.customer || filter.from || filter.to)
  const [list, customer, sums, warnings] = await Promise.all([
    readList(c, filter),
    filter.customer ? findCustomerCard(actor, filter.customer) : null,
    isOverview ? PaymentSums({ c }) : null,
    isOverview ? Warnings({ c }) : null,
  ])
  const { staffPayments: words, shared } = texts(language)
  const title = customer ? words.titleOf(customer.name) : words.title
  return c.html(
    <StaffPage c={c} title={title} section="payments">
      <PageHead title={title}>
        {customer && <Button href={linkTo(filter, { customer: undefined })}>{words.everyCustomer}</Button>}
        {customer && actor.role !== "read_only" && !customer.mergedInto && (
          <Button kind="primary" href={routes.staff.customerPayments.to({ id: customer.id })}>
            {words.account.button}
          </Button>
        )}
      </PageHead>
      <Done c={c} />
      <Live id="live-sums" events={routes.staff.events.to()}>
        {warnings}
        {sums}
      </Live>
      <Filters c={c} filter={filter} />
      <Live id="live-list" events={routes.staff.events.to()}>
        {list.content ?? <Nothing c={c} filter={filter} customer={customer} />}
      </Live>
      <Pager
        label={shared.pages}
        newer={
          filter.after
            ? { href: linkTo(filter, {}), text: list.isOldestFirst ? shared.first : shared.newer }
            : undefined
        }
        older={
          list.next
            ? {
                href: linkTo(filter, { after: list.next }),
                text: list.isOldestFirst ? shared.next : shared.older,
              }
            : undefined
        }
      />
    </StaffPage>,
  )
}

/** What the form before did, by one of the words it may say. */
function Done({ c }: { c: StaffContext }) {
  const words = texts(c.var.language).staffPayments
  switch (c.req.query("done")) {
    case "dismissed":
      return <Notice kind="success">{words.notices.dismissed}</Notice>
    case "gone":
      return <Notice kind="info">{words.notices.gone}</Notice>
    case "not_pending":
      return <Notice kind="info">{words.payment.notPending}</Notice>
    default:
      return null
  }
}

/** The list with some of its filter changed, from its first page on. */
function linkTo(filter: PaymentFilter, changed: Partial<PaymentFilter>): string {
  return routes.staff.payments.to(queryOf({ ...filter, after: undefined, ...changed }))
}

function queryOf({ list, search, customer, from, to, after }: PaymentFilter) {
  return { list: list === "received" ? undefined : list, search, customer, from, to, after }
}

/** The filter as hidden fields of a form, but for what the form asks itself. */
function kept(filter: PaymentFilter, asked: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(queryOf({ ...filter, after: undefined })).flatMap(([name, value]) =>
      value && !asked.includes(name) ? [[name, value]] : [],
    ),
  )
}

function Filters({ c, filter }: { c: StaffContext; filter: PaymentFilter }) {
  const words = texts(c.var.language).staffPayments
  const isSearched = filter.list !== "notices"
  return (
    <>
      <div class="tools">
        <Chips
          label={words.listsLabel}
          chips={paymentLists.map((list) => ({
            href: linkTo(filter, { list }),
            text: words.lists[list],
            current: filter.list === list,
          }))}
        />
      </div>
      {isSearched && (
        <div class="tools">
          <SearchField
            action={routes.staff.payments.to()}
            name="search"
            value={filter.search}
            label={words.searchLabel}
            placeholder={words.searchPlaceholder}
            submit={words.search}
            kept={kept(filter, ["search"])}
          />
        </div>
      )}
      {isSearched && (
        <form method="get" action={routes.staff.payments.to()} class="filter-form">
          {Object.entries(kept(filter, ["from", "to"])).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Field name="from" label={words.from} type="date" value={filter.from} />
          <Field name="to" label={words.to} type="date" value={filter.to} />
          <Button>{words.apply}</Button>
        </form>
      )}
    </>
  )
}

interface NothingProps {
  c: StaffContext
  filter: PaymentFilter
  customer: CustomerCard | null
}

function Nothing({ c, filter, customer }: NothingProps) {
  const words = texts(c.var.language).staffPayments
  const isNarrowed = Boolean(filter.search || filter.from || filter.to || filter.after || customer)
  const { title, hint } = words.empty[filter.list]
  return (
    <EmptyState title={isNarrowed ? words.noneFound : title} icon="credit-card">
      <p>{isNarrowed ? words.noneFoundHint : hint}</p>
      {isNarrowed && <Button href={routes.staff.payments.to({ list: filter.list })}>{words.showAll}</Button>}
    </EmptyState>
  )
}
