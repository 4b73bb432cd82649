import { type MakeTokenOutcome, makeToken } from "../../../../domain/access/index.ts"
import { findCustomersByKey, listCustomers } from "../../../../domain/customers/index.ts"
import { isId } from "../../../../platform/ids/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { findPortalMissing } from "../portal-missing.tsx"
import { typed, wordsOf } from "../settings-page.tsx"
import { renderTokens } from "./list.tsx"

const mostCandidates = 8

/** `POST /settings/portal/tokens`: for the customer that was typed, or chosen among those it may mean. */
export async function generateToken(c: StaffContext): Promise<Response> {
  const words = wordsOf(c).portalTokens
  const missing = await findPortalMissing(c, words.title)
  if (missing) return missing
  const body = await c.req.parseBody()
  const asked = typed(body, "customer").trim().slice(0, 200)
  const chosen = typed(body, "customerId")
  const candidates = chosen === "" ? await findCandidates(c, asked) : []
  const [only] = candidates
  if (candidates.length > 1) {
    return renderTokens(c, { generate: { typed: asked, customers: candidates } }, 422)
  }
  const customerId = only?.id ?? chosen
  if (!isId(customerId)) {
    return renderTokens(c, { generate: { typed: asked, error: words.generate.none } }, 422)
  }
  const outcome = await makeToken(c.var.actor, c.var.kvit.secrets, customerId, { replace: false })
  if (outcome.ok) return c.redirect(routes.staff.portalTokens.to({ done: "generated" }), 303)
  const error = refusalOf(c, outcome.reason, only?.name)
  return renderTokens(c, { generate: { typed: asked, error } }, 422)
}

/** By number, CVR or mail exactly; where none has these, whoever is found by the words. */
async function findCandidates(c: StaffContext, asked: string) {
  if (asked === "") return []
  const exact = await findCustomersByKey(c.var.actor, asked)
  if (exact.length > 0) return exact
  return (await listCustomers(c.var.actor, { search: asked, limit: mostCandidates })).customers
}

function refusalOf(
  c: StaffContext,
  reason: Extract<MakeTokenOutcome, { ok: false }>["reason"],
  name: string | undefined,
): string {
  const words = wordsOf(c).portalTokens
  if (reason === "no_customer") return words.generate.none
  if (reason === "has_active") return name ? words.generate.hasActive(name) : words.done.has_active
  return name ? words.generate.blocked(name) : words.done.customer_blocked
}

/** `POST /customers/:id/tokens`, from the customer's card: leads back to it, where the link can be copied. */
export async function generateForCustomer(c: StaffContext): Promise<Response> {
  const missing = await findPortalMissing(c, wordsOf(c).portalTokens.title)
  if (missing) return missing
  const id = c.req.param("id") ?? ""
  if (!isId(id)) return c.notFound()
  const outcome = await makeToken(c.var.actor, c.var.kvit.secrets, id, { replace: false })
  if (!outcome.ok && outcome.reason === "no_customer") return c.notFound()
  const done = outcome.ok ? "token" : outcome.reason
  return c.redirect(routes.staff.customer.to({ id }, { done }), 303)
}
