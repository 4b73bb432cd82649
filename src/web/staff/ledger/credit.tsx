import { z } from "zod"
import { type CustomerCard, findCustomerCard } from "../../../domain/customers/index.ts"
import { allocate, findOpenItems, type OpenItem } from "../../../domain/ledger/index.ts"
import { isId, newId } from "../../../platform/ids/index.ts"
import { formatAmount, formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { showNothingHere } from "../refusals.tsx"
import { checkAmount } from "./amount-field.tsx"
import { ChoosePage, CreditPage, NothingToUse } from "./credit-page.tsx"
import { findItem, itemKey, readKey } from "./open-item.ts"

const typedSchema = z.object({
  from: z.string().max(100).catch(""),
  to: z.string().max(100).catch(""),
  amount: z.string().max(100).catch(""),
  requestKey: z.string().max(100).catch(""),
})
export type TypedCredit = z.infer<typeof typedSchema>
export type CreditErrors = Partial<Record<keyof TypedCredit, string>>

/** `GET /customers/:id/credit`: first which credit and for what, unless there is no choice, and then how much. */
export async function askCredit(c: StaffContext): Promise<Response> {
  const customer = await findAsked(c)
  if (!customer) return showNothingHere(c)
  const { credits, owed } = await findSides(c, customer)
  const asked = typedSchema.parse(c.req.query())
  const from = asked.from ? findItem(credits, asked.from) : onlyOne(credits)
  const targets = owed.filter((item) => !from || item.currency === from.currency)
  const to = asked.to ? findItem(targets, asked.to) : from && onlyOne(targets)
  if (credits.length === 0 || targets.length === 0) return c.html(<NothingToUse c={c} customer={customer} />)
  if (!from || !to) {
    return c.html(<ChoosePage c={c} customer={customer} credits={credits} targets={targets} from={from} />)
  }
  const most = from.balance + to.balance > 0n ? -from.balance : to.balance
  const typed = {
    from: itemKey(from.subject),
    to: itemKey(to.subject),
    amount: formatAmount({ amount: most, currency: from.currency }, c.var.language),
    requestKey: newId(),
  }
  return c.html(<CreditPage c={c} customer={customer} from={from} to={to} typed={typed} errors={{}} />)
}

/** Uses it, once however often the button is pressed; what is wrong comes back at its field. */
export async function saveCredit(c: StaffContext): Promise<Response> {
  const customer = await findAsked(c)
  if (!customer) return showNothingHere(c)
  const { actor, language } = c.var
  const { staffLedger } = texts(language)
  const typed = typedSchema.parse(await c.req.parseBody())
  const subjects = { from: readKey(typed.from), to: readKey(typed.to) }
  const { credits, owed } = await findSides(c, customer)
  const from = findItem(credits, typed.from)
  const to = findItem(owed, typed.to)
  const { requestKey } = typed
  const done = () => c.redirect(routes.staff.customer.to({ id: customer.id }, { done: "credit" }), 303)
  const nothing = () => c.html(<NothingToUse c={c} customer={customer} />, 422)
  const currency = from?.currency ?? to?.currency ?? c.var.business.currency
  const amount = checkAmount(typed.amount, currency, language)
  if (!subjects.from || !subjects.to || "paymentId" in subjects.to) return nothing()
  const refuse = (errors: CreditErrors) =>
    from && to
      ? c.html(
          <CreditPage c={c} customer={customer} from={from} to={to} typed={typed} errors={errors} />,
          422,
        )
      : nothing()
  if (!isId(requestKey)) return refuse({ requestKey: staffLedger.form })
  if (!amount.ok) return refuse({ amount: amount.error })
  const input = { from: subjects.from, to: subjects.to, amount: amount.amount, requestKey }
  const outcome = await actor.transaction((db) => allocate(db, actor, input))
  if (outcome.ok) return done()
  const words = staffLedger.credit.errors
  const money = (value: bigint) => formatMoney({ amount: value, currency }, language)
  if (outcome.reason === "key_of_another") return refuse({ requestKey: words.key_of_another })
  if (outcome.reason === "more_than_left")
    return refuse({ amount: words.more_than_left(money(outcome.left)) })
  if (outcome.reason === "more_than_open")
    return refuse({ amount: words.more_than_open(money(outcome.open)) })
  return nothing()
}

async function findAsked(c: StaffContext): Promise<CustomerCard | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findCustomerCard(c.var.actor, id) : null
}

async function findSides(c: StaffContext, { id }: CustomerCard) {
  const items = await findOpenItems(c.var.actor, [id])
  return {
    credits: items.filter((item) => item.balance < 0n),
    owed: items.filter((item) => item.balance > 0n),
  }
}

function onlyOne(items: readonly OpenItem[]): OpenItem | null {
  return items.length === 1 ? (items[0] ?? null) : null
}
