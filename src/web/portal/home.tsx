import { listOwnDocuments, readFilter } from "../../domain/documents/index.ts"
import { findBalances } from "../../domain/ledger/index.ts"
import { getPortalSettings } from "../../domain/settings/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import { routes } from "../../routes.ts"
import type { PortalContext } from "../context.ts"
import { LinkedText, Live } from "../ui/index.ts"
import { Balances } from "./balances.tsx"
import { CustomerGroups } from "./customer-groups.tsx"
import { CustomerSwitch } from "./customer-switch.tsx"
import { rowsPerPage } from "./documents/list.tsx"
import { DocumentList } from "./documents/list-view.tsx"
import { findPayOffers } from "./payments/pay-due.tsx"
import { findOwnCustomers, type OwnCustomer, PortalPage } from "./portal-page.tsx"

/** Where every general way in leads: what is due, above the first page of everything; of all customers or of one. */
export async function showHome(c: PortalContext): Promise<Response> {
  const { actor, language, today } = c.var
  const customers = await findOwnCustomers(c)
  const chosen = customers.find((customer) => customer.id === c.req.query("customer"))
  const isGrouped = !chosen && customers.length > 1 && c.req.query("group") === "customer"
  const accountIds = chosen ? actor.accountIds.filter((id) => id === chosen.id) : actor.accountIds
  const filter = readFilter(chosen ? { customer: chosen.id } : {})
  const [settings, balances, page] = await Promise.all([
    getPortalSettings(actor),
    findBalances(actor, accountIds, today),
    isGrouped ? null : listOwnDocuments(actor, filter, { limit: rowsPerPage, today }),
  ])
  const offers = await findPayOffers(c, accountIds, balances)
  const title = titleOf(c, customers, chosen)
  return c.html(
    <PortalPage c={c} title={title} section="home" customers={customers}>
      <h1>{title}</h1>
      {settings.welcome[language] && <LinkedText text={settings.welcome[language]} />}
      <CustomerSwitch
        c={c}
        customers={customers}
        chosen={chosen?.id}
        action={routes.portal.home.to()}
        to={(customer) => routes.portal.home.to({ customer })}
      />
      {accountIds.length > 0 && (
        <Live id="live-balances" events={routes.portal.events.to()}>
          <div role="status">
            <Balances c={c} balances={balances} offers={offers} />
          </div>
        </Live>
      )}
      {customers.length > 1 && !chosen && <GroupLink c={c} isGrouped={isGrouped} />}
      {page ? (
        <DocumentList c={c} page={page} filter={filter} customers={customers} />
      ) : (
        <Live id="live-groups" events={routes.portal.events.to()}>
          <CustomerGroups c={c} customers={customers} />
        </Live>
      )}
    </PortalPage>,
  )
}

function titleOf(
  c: PortalContext,
  customers: readonly OwnCustomer[],
  chosen: OwnCustomer | undefined,
): string {
  const [only, ...others] = customers
  if (chosen) return chosen.name
  return only && others.length === 0 ? only.name : texts(c.var.language).portal.home
}

function GroupLink({ c, isGrouped }: { c: PortalContext; isGrouped: boolean }) {
  const words = texts(c.var.language).portalSignIn
  return (
    <p>
      <a href={routes.portal.home.to({ group: isGrouped ? undefined : "customer" })}>
        {isGrouped ? words.asOneList : words.groupByCustomer}
      </a>
    </p>
  )
}
