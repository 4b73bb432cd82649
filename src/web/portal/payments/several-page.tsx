import {
  type AccountItem,
  type AccountOffer,
  brands,
  formatPhoneNumber,
  mostPayable,
} from "../../../domain/payments/index.ts"
import { formatDate, formatMoney, formatShortDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { minorDigits } from "../../../platform/money/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { Button, Card, Live, Notice } from "../../ui/index.ts"
import { type OwnCustomer, PortalPage } from "../portal-page.tsx"
import { NoPayment } from "./pay-box.tsx"
import { type BrandName, PayButtons, PhoneField, Terms } from "./pay-form.tsx"

/** What can be paid of an account. */
export interface AccountAsked {
  customerId: string
  /** All that can be paid, with all credits that can be used for it. */
  all: AccountOffer
  /** Of it, what is chosen. */
  offer: AccountOffer
}

/** What was typed in the form that came back, and what is wrong with it. */
export interface RefusedSeveral {
  phone: string
  errors: { phone?: string | undefined; form?: string | undefined }
}

interface SeveralProps {
  c: PortalContext
  asked: AccountAsked
  brand: BrandName
  customers: readonly OwnCustomer[]
  refused?: RefusedSeveral | undefined
}

/** Invoices to choose, the credits set off against them line by line, and the sum that is paid. */
export function SeveralPage(props: SeveralProps) {
  const { c, asked, customers, refused } = props
  const { language } = c.var
  const words = texts(language).portalPayments
  const { title, nothing } = words.account
  const { currency } = asked.offer
  const name = customers.find(({ id }) => id === asked.customerId)?.name
  const here = routes.portal.pay.to({ customer: asked.customerId, currency })
  const { invoices, leftOut, underWay } = asked.all
  return (
    <PortalPage c={c} title={title} section="home" customers={customers} here={here}>
      <Live id="pay" events={routes.portal.events.to()}>
        <div class="gate pay">
          <Card>
            <h1>{title}</h1>
            {customers.length > 1 && name && <p class="soft">{name}</p>}
            {refused?.errors.form && <Notice kind="problem">{refused.errors.form}</Notice>}
            {underWay > 0 && <Notice kind="warning">{words.severalUnderWay(underWay)}</Notice>}
            {leftOut > 0 && <Notice kind="info">{words.account.leftOut(invoices.length, leftOut)}</Notice>}
            {invoices.length > 0 ? <SeveralForm {...props} /> : <p>{nothing}</p>}
          </Card>
          <nav class="pay-links">
            <a href={routes.portal.home.to()}>{words.payment.toOverview}</a>
          </nav>
        </div>
      </Live>
    </PortalPage>
  )
}

function SeveralForm(props: SeveralProps) {
  const { c, asked, brand, refused } = props
  const { offer } = asked
  const { language } = c.var
  const words = texts(language).portalPayments
  const { sum, currency, reason } = offer
  const money = (amount: bigint) => formatMoney({ amount, currency }, language)
  // With other invoices chosen these may be otherwise.
  const mayPay = reason === null || reason === "covered" || reason === "over_limit" || reason === "paid"
  return (
    <form
      method="post"
      action={routes.portal.pay.to()}
      class="stack"
      target={offer.flow === "redirect" && !refused ? "_blank" : undefined}
    >
      <input type="hidden" name="customer" value={asked.customerId} />
      <input type="hidden" name="currency" value={currency} />
      <pay-choice
        lang={language}
        digits={String(minorDigits(currency))}
        none={money(0n)}
        most={String(mostPayable)}
      >
        <Choices {...props} />
        <p class="error" data-too-much="" hidden={reason !== "over_limit"}>
          {words.none.over_limit_several(brands[brand].name, money(mostPayable))}
        </p>
        <p data-covered="" hidden={reason !== "covered"}>
          {words.none.covered}
        </p>
        {mayPay ? (
          <Confirm {...props} />
        ) : (
          <NoPayment reason={reason} brand={brand} currency={currency} language={language} />
        )}
        <input type="hidden" name="shownOpen" value={String(sum)} />
      </pay-choice>
    </form>
  )
}

/** The button comes after the sum; the button that reckons anew is for those without JavaScript. */
function Confirm({ c, asked, refused, brand }: SeveralProps) {
  const { offer } = asked
  const words = texts(c.var.language).portalPayments
  if (!offer.settings) return null
  const phone = offer.phoneNumber ? formatPhoneNumber(offer.phoneNumber) : undefined
  return (
    <>
      <PhoneField
        c={c}
        offer={{ settings: offer.settings, flow: offer.flow }}
        value={refused?.phone ?? phone}
        error={refused?.errors.phone}
      />
      <PayButtons
        c={c}
        settings={offer.settings}
        flow={offer.flow}
        isAnswer={refused !== undefined}
        text={words.pay(brands[brand].name)}
      />
      <Terms c={c} />
    </>
  )
}

function Choices({ c, asked }: SeveralProps) {
  const { language } = c.var
  const words = texts(language).portalPayments.account
  const { all, offer } = asked
  const money = (amount: bigint) => formatMoney({ amount, currency: offer.currency }, language)
  const chosen = new Set(offer.chosen.map((item) => item.documentId))
  const used = new Map(offer.credits.map((item) => [keyOf(item), item.open]))
  return (
    <>
      <fieldset class="pay-items">
        <legend class="label-heading">{words.invoices}</legend>
        {all.invoices.map((item) => (
          <label class="pay-item">
            <input
              class="checkbox"
              type="checkbox"
              name="document"
              value={item.documentId ?? ""}
              checked={chosen.has(item.documentId)}
              data-amount={String(item.open)}
            />
            <span>
              {texts(language).shared.kinds.invoice} {item.number}
              <span class="hint">{words.dueOn(formatShortDate(item.date, language))}</span>
            </span>
            <span class="pay-amount">{money(item.open)}</span>
          </label>
        ))}
      </fieldset>
      <noscript>
        <Button name="method" value="update" formtarget="_self" formnovalidate>
          {words.update}
        </Button>
      </noscript>
      {all.credits.length > 0 && (
        <section class="pay-items">
          <h2 class="label-heading">{words.credits}</h2>
          {all.credits.map((item) => (
            <div class="pay-item" data-credit={String(-item.open)} hidden={!used.has(keyOf(item))}>
              <span>{creditName(c, item)}</span>
              <span class="pay-amount" data-used="">
                {money(used.get(keyOf(item)) ?? 0n)}
              </span>
            </div>
          ))}
        </section>
      )}
      <p class="pay-sum">
        <span>{words.total}</span>
        <output data-sum="">{money(offer.sum)}</output>
      </p>
    </>
  )
}

function keyOf(item: AccountItem): string {
  return `${item.documentId} ${item.paymentId}`
}

function creditName(c: PortalContext, { kind, number, date }: AccountItem): string {
  const words = texts(c.var.language).portalPayments.account
  if (kind === "on_account") return words.onAccount(formatDate(date, c.var.language))
  return number ? words.creditNote(number) : words.hiddenCredit
}
