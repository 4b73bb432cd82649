import type { DocumentDetail } from "../../../domain/documents/index.ts"
import { brands, formatPhoneNumber, type PaymentOffer } from "../../../domain/payments/index.ts"
import { formatAmount, formatDate, formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Card, Field, Figure, Live, Notice } from "../../ui/index.ts"
import { type OwnCustomer, PortalPage } from "../portal-page.tsx"
import { NoPayment } from "./pay-box.tsx"
import { type BrandName, PayButtons, PhoneField, Terms } from "./pay-form.tsx"

/** What was typed in the form that came back, and what is wrong with it. */
export interface RefusedPay {
  typed: { amount: string; phone: string }
  errors: { amount?: string | undefined; phone?: string | undefined; form?: string | undefined }
}

interface PayPageProps {
  c: PortalContext
  detail: DocumentDetail
  offer: PaymentOffer
  brand: BrandName
  customers: readonly OwnCustomer[]
  refused?: RefusedPay | undefined
}

/** Confirms what is paid, with what, and begins. Where nothing can be paid, a sentence says so. */
export function PayPage({ c, detail, offer, brand, customers, refused }: PayPageProps) {
  const { language, business } = c.var
  const words = texts(language).portalPayments
  // Within a sentence: "Pay invoice 10042".
  const document = documentTitle(detail, language).replace(/^./u, (first) => first.toLowerCase())
  const title = words.title(document)
  const here = routes.portal.documentPay.to({ id: detail.id })
  return (
    <PortalPage c={c} title={title} section="documents" customers={customers} here={here}>
      <Live id="pay" events={routes.portal.documentEvents.to({ id: detail.id })}>
        <div class="gate pay">
          <Card>
            <h1>{title}</h1>
            {refused?.errors.form && <Notice kind="problem">{refused.errors.form}</Notice>}
            <p class="soft">
              {detail.dueDate
                ? words.dueTo(formatDate(detail.dueDate, language), business.name)
                : words.toBusiness(business.name)}
            </p>
            <Figure amount={formatMoney({ amount: detail.balance, currency: detail.currency }, language)} />
            {offer.kind === "offer" ? (
              <PayForm c={c} detail={detail} offer={offer} refused={refused} />
            ) : offer.kind === "pending" ? (
              <p>{words.refused.pending}</p>
            ) : (
              <NoPayment reason={offer.reason} brand={brand} currency={detail.currency} language={language} />
            )}
          </Card>
          <nav class="pay-links">
            <a href={routes.portal.document.to({ id: detail.id })}>{words.back(document)}</a>
            <a href={`${routes.portal.document.to({ id: detail.id })}#how-to-pay`}>{words.byBank}</a>
          </nav>
        </div>
      </Live>
    </PortalPage>
  )
}

interface PayFormProps extends Pick<PayPageProps, "c" | "detail" | "refused"> {
  offer: Extract<PaymentOffer, { kind: "offer" }>
}

function PayForm({ c, detail, offer, refused }: PayFormProps) {
  const { language } = c.var
  const words = texts(language).portalPayments
  const { open, currency, least, settings } = offer
  const money = (amount: bigint) => formatMoney({ amount, currency }, language)
  const brand = brands[settings.brand].name
  return (
    <form
      method="post"
      action={routes.portal.documentPay.to({ id: detail.id })}
      class="stack"
      // Answered in a tab of its own, where the provider's page opens; a form that came back is there already.
      target={offer.flow === "redirect" && !refused ? "_blank" : undefined}
    >
      <input type="hidden" name="shownOpen" value={String(open)} />
      {least !== null && (
        <Field
          name="amount"
          label={words.amount}
          hint={words.amountHint(money(least), money(open))}
          value={refused?.typed.amount ?? formatAmount({ amount: open, currency }, language)}
          error={refused?.errors.amount}
          inputmode="decimal"
          autocomplete="off"
          after={currency === "DKK" ? "kr." : currency}
          required
        />
      )}
      <PhoneField
        c={c}
        offer={offer}
        value={refused?.typed.phone ?? (offer.phoneNumber ? formatPhoneNumber(offer.phoneNumber) : undefined)}
        error={refused?.errors.phone}
      />
      <PayButtons
        c={c}
        settings={settings}
        flow={offer.flow}
        isAnswer={refused !== undefined}
        text={least === null ? words.payAmount(money(open), brand) : words.pay(brand)}
      />
      <Terms c={c} />
    </form>
  )
}
