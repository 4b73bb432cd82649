import { type CustomerCard, findCustomerCard } from "../../../domain/customers/index.ts"
import { findOpenItems } from "../../../domain/ledger/index.ts"
import { recordAccountPayment } from "../../../domain/payments/index.ts"
import { isId, newId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { isCurrency } from "../../../platform/money/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { showNothingHere } from "../refusals.tsx"
import {
  type AccountErrors,
  checkAccountPayment,
  fillOldest,
  mostInvoices,
  type OpenInvoice,
  openInvoices,
  readTypedAccountPayment,
  type TypedAccountPayment,
} from "./account-form.ts"
import { AccountPage } from "./account-page.tsx"
import { checkAmount, readText } from "./typed-payment.ts"
import { money } from "./words.tsx"

/** What the pages of one account's payment are made of. */
export interface Account {
  customer: CustomerCard
  currency: string
  /** In which something is open, or money stands; the one shown left out. */
  otherCurrencies: string[]
  invoices: OpenInvoice[]
}

/** `GET /customers/:id/payments`: asks for one payment over several invoices. */
export async function showAccountPayment(c: StaffContext): Promise<Response> {
  const account = await findAccount(c, c.req.query("currency"))
  if (!account) return showNothingHere(c)
  const typed = {
    amount: "",
    receivedOn: c.var.today,
    method: "bank",
    reference: "",
    requestKey: newId(),
    parts: null,
    shownRest: "",
  }
  return c.html(<AccountPage c={c} account={account} typed={typed} errors={{}} rest={null} />)
}

/**
 * `POST /customers/:id/payments`: with the amount alone, the invoices come back filled, the oldest first; with the
 * invoices it is recorded, once however often the button is pressed. What would stand on the account is said first.
 */
export async function saveAccountPayment(c: StaffContext): Promise<Response> {
  const body = await c.req.parseBody()
  const account = await findAccount(c, readText(body, "currency", 3))
  if (!account) return showNothingHere(c)
  const typed = readTypedAccountPayment(body)
  const known = { ...account, customerId: account.customer.id, language: c.var.language, today: c.var.today }
  const page = (
    shown: TypedAccountPayment,
    errors: AccountErrors,
    rest: bigint | null,
    status: 200 | 422 = 422,
  ) => c.html(<AccountPage c={c} account={account} typed={shown} errors={errors} rest={rest} />, status)
  if (typed.parts === null) {
    const first = checkAccountPayment(typed, known)
    if (!first.ok) return page(typed, first.errors, null)
    const parts = fillOldest(first.payment.amount, account.invoices.slice(0, mostInvoices), known)
    const filled = { ...typed, parts }
    const again = checkAccountPayment(filled, known)
    return page(filled, {}, again.ok ? again.rest : null, 200)
  }
  // The verb says whether so much is still open, and knows a form that was sent twice.
  const generous = account.invoices.map((invoice) => ({ ...invoice, open: mostEverOpen }))
  const sent = Object.keys(typed.parts).filter((id) => !account.invoices.some((invoice) => invoice.id === id))
  const settled = sent.map((id) => ({ id, number: "", dueDate: null, open: mostEverOpen }))
  const checked = checkAccountPayment(typed, { ...known, invoices: [...generous, ...settled] })
  if (!checked.ok) return page(typed, checked.errors, restOf(typed, known))
  if (checked.rest > 0n && typed.shownRest !== checked.rest.toString()) return page(typed, {}, checked.rest)
  const outcome = await recordAccountPayment(c.var.actor, checked.payment)
  if (outcome.ok)
    return c.redirect(routes.staff.payment.to({ id: outcome.paymentId }, { done: "recorded" }), 303)
  const words = texts(c.var.language)
  switch (outcome.reason) {
    case "no_customer":
      return showNothingHere(c)
    case "more_than_open": {
      const isShown = account.invoices.some((invoice) => invoice.id === outcome.documentId)
      const error = words.staffPayments.account.errors.more_than_open(
        money(c, outcome.open, account.currency),
      )
      return page(
        typed,
        isShown
          ? { parts: { [outcome.documentId]: error } }
          : { requestKey: words.staffPayments.account.errors.gone },
        checked.rest,
      )
    }
    default:
      return page(typed, { requestKey: words.staffDocuments.payment.errors.key_of_another }, checked.rest)
  }
}

/** More than any invoice can have open. */
const mostEverOpen = 10n ** 17n

/** What is left of the typed amount, however wrong the rest is; null where no amount can be read. */
function restOf(
  typed: TypedAccountPayment,
  known: { currency: string; language: "da" | "en" },
): bigint | null {
  const amount = checkAmount(typed.amount, known)
  if (!amount.ok) return null
  const parts = Object.values(typed.parts ?? {}).map((text) => checkAmount(text, known))
  const rest = parts.reduce((left, part) => (part.ok ? left - part.amount : left), amount.amount)
  return rest < 0n ? null : rest
}

async function findAccount(c: StaffContext, asked: string | undefined): Promise<Account | null> {
  const { actor, business } = c.var
  const id = c.req.param("id") ?? ""
  const customer = isId(id) ? await findCustomerCard(actor, id) : null
  if (!customer || customer.mergedInto) return null
  const items = await findOpenItems(actor, [id])
  const open = [...new Set(items.filter(({ balance }) => balance > 0n).map((item) => item.currency))]
  const first = open.includes(business.currency) ? business.currency : (open[0] ?? business.currency)
  const currency = asked && isCurrency(asked) ? asked : first
  return {
    customer,
    currency,
    otherCurrencies: [...new Set([...open, business.currency])].filter((one) => one !== currency),
    invoices: openInvoices(items, currency),
  }
}
