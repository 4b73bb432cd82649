import {
  type AccountOffer,
  findAccountOffer,
  findMobilePaySettings,
  mostInvoicesAtOnce,
  recordPayPageOpened,
  type StartOutcome,
  startAccountPayment,
} from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { isCurrency } from "../../../platform/money/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { isLiveRead } from "../../guards/live-read.ts"
import { showNothingHere } from "../dead-ends.tsx"
import { findOwnCustomers, type OwnCustomer } from "../portal-page.tsx"
import { ChooseAccount } from "./choose-account.tsx"
import { typedPhone } from "./pay-form.tsx"
import { type AccountAsked, type RefusedSeveral, SeveralPage } from "./several-page.tsx"
import { goOn, readPayForm } from "./start.ts"

/** `GET /portal/pay`: everything of one account that can be paid at once; which account is asked where there are several. */
export async function showPaySeveral(c: PortalContext): Promise<Response> {
  const { actor } = c.var
  const { accounts, customerId, currency } = await findAccount(
    c,
    c.req.query("customer"),
    c.req.query("currency"),
  )
  if (!customerId) return accounts.length > 1 ? chooseAccount(c, accounts, currency) : showNothingHere(c)
  const chosen = c.req.queries("document")?.filter(isId)
  const asked = await findOffers(c, { customerId, currency, chosen })
  if (!asked) return showNothingHere(c)
  if (asked.offer.reason === null && c.req.method === "GET" && !isLiveRead(c))
    await recordPayPageOpened(actor, { customerId })
  return answer(c, accounts, asked)
}

/** `POST /portal/pay`: begins to pay the invoices that are chosen, if the sum is the one that was shown. */
export async function startToPaySeveral(c: PortalContext): Promise<Response> {
  const { kvit, actor } = c.var
  const form = await readPayForm(c)
  const { accounts, customerId, currency } = await findAccount(c, form.customer, form.currency)
  if (!customerId) return showNothingHere(c)
  const documentIds = form.documentIds.filter(isId)
  const { method, phone } = form
  const outcome =
    method === "update"
      ? null
      : await startAccountPayment(kvit, actor, {
          customerId,
          currency,
          documentIds,
          shownSum: form.shown,
          phone: typedPhone(phone),
          method,
        })
  if (outcome?.ok) return goOn(c, outcome.attemptId)
  const asked = await findOffers(c, { customerId, currency, chosen: documentIds })
  if (!asked) return showNothingHere(c)
  if (!outcome) return answer(c, accounts, asked)
  return answer(c, accounts, asked, { phone, errors: errorsOf(c, asked.offer, outcome) })
}

/** The account that is meant: the one named, or the only one there is. */
async function findAccount(c: PortalContext, customer: string | undefined, currency: string | undefined) {
  const { actor, business } = c.var
  const customers = await findOwnCustomers(c)
  const accounts = customers.filter(({ id }) => actor.accountIds.includes(id))
  const [only, ...others] = accounts
  const named = accounts.find(({ id }) => id === customer)
  return {
    accounts,
    customerId: named?.id ?? (others.length === 0 && !customer ? only?.id : undefined),
    currency: currency && isCurrency(currency) ? currency : business.currency,
  }
}

async function findOffers(
  c: PortalContext,
  { customerId, currency, chosen }: { customerId: string; currency: string; chosen: string[] | undefined },
): Promise<AccountAsked | null> {
  const all = await findAccountOffer(c.var.actor, { customerId, currency })
  const offer = chosen
    ? await findAccountOffer(c.var.actor, { customerId, currency, documentIds: chosen })
    : all
  return all && offer ? { customerId, all, offer } : null
}

/** What is to be paid on each account, to choose one. */
async function chooseAccount(
  c: PortalContext,
  accounts: readonly OwnCustomer[],
  currency: string,
): Promise<Response> {
  const rows = []
  // One after the other: a visitor with many customers must not take all connections.
  for (const account of accounts) {
    const offer = await findAccountOffer(c.var.actor, { customerId: account.id, currency })
    if (offer && offer.sum > 0n) rows.push({ ...account, sum: offer.sum })
  }
  const [only, ...others] = rows
  if (only && others.length === 0)
    return c.redirect(routes.portal.pay.to({ customer: only.id, currency }), 303)
  return c.html(<ChooseAccount c={c} rows={rows} currency={currency} customers={accounts} />)
}

function errorsOf(
  c: PortalContext,
  offer: AccountOffer,
  outcome: Extract<StartOutcome, { ok: false }>,
): RefusedSeveral["errors"] {
  const words = texts(c.var.language).portalPayments.refused
  switch (outcome.reason) {
    case "balance_changed": {
      const sum = formatMoney({ amount: offer.sum, currency: offer.currency }, c.var.language)
      return { form: words.sum_changed(sum) }
    }
    case "phone":
      return { phone: words.phone }
    case "too_many":
      return { form: words.too_many(mostInvoicesAtOnce) }
    case "nothing_chosen":
    case "card":
    case "too_often":
    case "pending":
      return { form: words[outcome.reason] }
    default:
      // The page itself says why there is no button.
      return {}
  }
}

async function answer(
  c: PortalContext,
  customers: readonly OwnCustomer[],
  asked: AccountAsked,
  refused?: RefusedSeveral,
): Promise<Response> {
  const settings = await findMobilePaySettings(c.var.actor)
  const brand = settings?.brand ?? "mobilepay"
  const page = <SeveralPage c={c} asked={asked} brand={brand} customers={customers} refused={refused} />
  return c.html(page, refused ? 422 : 200)
}
