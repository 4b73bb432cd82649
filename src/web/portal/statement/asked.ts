import { listStatementCurrencies, maySeeStatement } from "../../../domain/statements/index.ts"
import type { PortalContext } from "../../context.ts"
import { chooseStatement, type StatementChoice, type StatementQuery } from "../../ui/statement/index.ts"
import { findOwnCustomers, type OwnCustomer } from "../portal-page.tsx"

export interface Asked {
  /** All the visitor is let in for, and those of them whose account they may see. */
  customers: readonly OwnCustomer[]
  accounts: readonly OwnCustomer[]
  account: OwnCustomer
  choice: StatementChoice
}

/**
 * Whose statement is asked for, and which. Null where there is none for this visitor: the business shows none, they
 * may not see the account, or it is not theirs. All of it is the same to them as a page that does not exist.
 */
export async function findAsked(c: PortalContext, query: StatementQuery): Promise<Asked | null> {
  const { actor, today } = c.var
  if (!maySeeStatement(actor)) return null
  const customers = await findOwnCustomers(c)
  const accounts = customers.filter(({ id }) => maySeeStatement(actor, id))
  const account = query.customer ? accounts.find(({ id }) => id === query.customer) : accounts[0]
  if (!account) return null
  const currencies = await listStatementCurrencies(actor, account.id)
  const customer = accounts.length > 1 ? account.id : null
  const choice = chooseStatement(query, { customer, currencies, today })
  return choice && { customers, accounts, account, choice }
}

/** The same answer as an address where nothing is. */
export function showNothing(c: PortalContext): Response | Promise<Response> {
  return c.notFound()
}
