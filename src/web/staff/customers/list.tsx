import { type CustomerPage, listCustomers } from "../../../domain/customers/index.ts"
import { findOpenByCustomer } from "../../../domain/ledger/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Badge, Button, EmptyState, PageHead, Pager, SearchField, Table } from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"

const customersPerPage = 50

type OpenAmounts = Awaited<ReturnType<typeof findOpenByCustomer>>

/** The customers by name, or those that a search finds. */
export async function listCustomersPage(c: StaffContext): Promise<Response> {
  const { actor, language } = c.var
  const words = texts(language).staffCustomers
  const shared = texts(language).shared
  const search = (c.req.query("search") ?? "").trim().slice(0, 200)
  const asked = c.req.query("after") ?? ""
  const after = isId(asked) ? asked : undefined
  const page = await listCustomers(actor, { search, after, limit: customersPerPage })
  const open = await findOpenByCustomer(
    actor,
    page.customers.map((customer) => customer.id),
  )
  const to = (key?: string | null) => routes.staff.customers.to({ search, after: key ?? undefined })
  return c.html(
    <StaffPage c={c} title={words.title} section="customers">
      <PageHead title={words.title} />
      <div class="tools">
        <SearchField
          action={routes.staff.customers.to()}
          name="search"
          value={search}
          label={words.searchLabel}
          placeholder={words.searchPlaceholder}
          submit={words.search}
        />
      </div>
      {page.customers.length > 0 ? (
        <CustomerTable c={c} page={page} open={open} />
      ) : (
        <EmptyState title={search ? words.noneFound : words.none} icon="users">
          <p>{search ? words.noneFoundHint : words.noneHint}</p>
          {search && <Button href={routes.staff.customers.to()}>{words.showAll}</Button>}
        </EmptyState>
      )}
      <Pager
        label={shared.pages}
        newer={after ? { href: to(), text: shared.first } : undefined}
        older={page.next ? { href: to(page.next), text: shared.next } : undefined}
      />
    </StaffPage>,
  )
}

function CustomerTable({ c, page, open }: { c: StaffContext; page: CustomerPage; open: OpenAmounts }) {
  const { language } = c.var
  const words = texts(language).staffCustomers
  return (
    <Table
      caption={words.title}
      columns={[
        { label: words.name },
        { label: words.number, short: true },
        { label: words.cvr, short: true },
        { label: words.town },
        { label: words.reach },
        { label: words.owes, numeric: true },
      ]}
      rows={page.customers.map((customer) => [
        <>
          <a class="record-link" href={routes.staff.customer.to({ id: customer.id })}>
            {customer.name}
          </a>
          {!customer.portalAccess && <Badge tone="late" text={words.portalOff} />}
        </>,
        customer.number,
        customer.companyId,
        // A short name of a town stays on its line.
        customer.city && customer.city.length <= 20 ? customer.city.replaceAll(" ", "\u00a0") : customer.city,
        <span class="breakable">{customer.email ?? customer.phone}</span>,
        (open.get(customer.id) ?? []).map((amount) => <div>{formatMoney(amount, language)}</div>),
      ])}
    />
  )
}
