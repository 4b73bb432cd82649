import { type CustomerCard, findCustomerCard } from "../../../domain/customers/index.ts"
import { findStatement, listStatementCurrencies, type Statement } from "../../../domain/statements/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import {
  chooseStatement,
  queryOf,
  type StatementChoice,
  type StatementQuery,
} from "../../ui/statement/index.ts"

export interface Asked {
  customer: CustomerCard
  choice: StatementChoice
}

/** The customer in the address and the statement asked for; null where there is no such customer or currency. */
export async function findAsked(c: StaffContext, query: StatementQuery): Promise<Asked | null> {
  const { actor, today } = c.var
  const id = c.req.param("id") ?? ""
  const customer = isId(id) ? await findCustomerCard(actor, id) : null
  if (!customer) return null
  const currencies = await listStatementCurrencies(actor, id)
  const choice = chooseStatement(query, { customer: null, currencies, today })
  return choice && { customer, choice }
}

/** Null where the period is none. `asCustomer` for what customers get: without what the portal does not show them. */
export async function readStatement(
  c: StaffContext,
  { customer, choice }: Asked,
  options: { asCustomer: boolean },
): Promise<Statement | null> {
  if (!choice.period.ok) return null
  const { from, to } = choice.period.period
  const { currency } = choice
  return findStatement(
    c.var.actor,
    { customerId: customer.id, currency, from, to, today: c.var.today },
    options,
  )
}

type Done = "sent" | "too_long" | "not_a_recipient"

/** The address of the page of what is asked for, which says what became of it. */
export function pageOf({ customer, choice }: Asked, done?: Done): string {
  return routes.staff.customerStatement.to({ id: customer.id }, { ...queryOf(choice), done })
}
