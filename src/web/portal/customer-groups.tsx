import {
  countOwnDocuments,
  type DocumentRow,
  listOwnDocuments,
  readFilter,
} from "../../domain/documents/index.ts"
import { type CurrencyBalance, findBalances } from "../../domain/ledger/index.ts"
import { formatMoney } from "../../platform/language/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import { routes } from "../../routes.ts"
import type { PortalContext } from "../context.ts"
import { rowView } from "../ui/document/index.ts"
import { DocumentRows } from "../ui/index.ts"
import type { OwnCustomer } from "./portal-page.tsx"

const rowsPerGroup = 5

interface Group {
  customer: OwnCustomer
  rows: readonly DocumentRow[]
  count: number
  /** None where the visitor may not see this customer's account. */
  balances: readonly CurrencyBalance[]
}

/** A section each customer: how many documents, the balance, and the newest of them. */
export async function CustomerGroups({
  c,
  customers,
}: {
  c: PortalContext
  customers: readonly OwnCustomer[]
}) {
  const counts = await countOwnDocuments(c.var.actor)
  const groups: Group[] = []
  // One after the other: a visitor with many customers must not take all connections.
  for (const customer of customers) groups.push(await readGroup(c, customer, counts.get(customer.id) ?? 0))
  return (
    <>
      {groups.map((group) => (
        <GroupSection c={c} group={group} />
      ))}
    </>
  )
}

async function readGroup(c: PortalContext, customer: OwnCustomer, count: number): Promise<Group> {
  const { actor, today } = c.var
  const maySeeAccount = actor.accountIds.includes(customer.id)
  const [page, balances] = await Promise.all([
    listOwnDocuments(actor, readFilter({ customer: customer.id }), { limit: rowsPerGroup, today }),
    maySeeAccount ? findBalances(actor, [customer.id], today) : [],
  ])
  return { customer, rows: page.documents, count, balances }
}

function GroupSection({ c, group }: { c: PortalContext; group: Group }) {
  const { language, today } = c.var
  const words = texts(language).portalSignIn
  const { customer, rows, count, balances } = group
  const sums = balances.map((one) =>
    words.balanceOf(formatMoney({ amount: one.balance, currency: one.currency }, language)),
  )
  return (
    <section class="customer-group">
      <h2>{customer.name}</h2>
      <p class="soft">{[words.documentsOf(count), ...sums].join(" · ")}</p>
      {rows.length > 0 && (
        <DocumentRows
          label={customer.name}
          rows={rows.map((row) =>
            rowView(row, {
              language,
              today,
              href: routes.portal.document.to({ id: row.id }),
              pdfHref: routes.portal.documentPdf.to({ id: row.id }),
            }),
          )}
        />
      )}
      {count > rows.length && (
        <p>
          <a href={routes.portal.documents.to({ customer: customer.id })}>{words.allOf(customer.name)}</a>
        </p>
      )}
    </section>
  )
}
