import type { DocumentDetail } from "../../../domain/documents/index.ts"
import {
  brands,
  type MobilePaySettings,
  mostPayable,
  type NoOffer,
  type PaymentOffer,
} from "../../../domain/payments/index.ts"
import { formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import { Button, Notice } from "../../ui/index.ts"

interface PayBoxProps {
  detail: Pick<DocumentDetail, "id" | "kind" | "balance" | "currency">
  offer: PaymentOffer | null
  settings: MobilePaySettings | null
  language: Language
}

/** What an invoice's page says of paying it: the button, the payment under way, or in a sentence why there is none. */
export function PayBox({ detail, offer, settings, language }: PayBoxProps) {
  if (detail.kind !== "invoice" || detail.balance <= 0n || !offer) return null
  const words = texts(language).portalPayments
  const brand = settings?.brand ?? "mobilepay"
  if (offer.kind === "pending") {
    return (
      <>
        <Notice kind="warning">{words.underWay}</Notice>
        {offer.attemptId && (
          <Button kind="primary" icon="arrow-right" href={routes.portal.payment.to({ id: offer.attemptId })}>
            {words.toPayment}
          </Button>
        )}
      </>
    )
  }
  if (offer.kind === "offer") {
    return (
      <Button
        kind="pay"
        provider={brand}
        icon="smartphone"
        href={routes.portal.documentPay.to({ id: detail.id })}
      >
        {words.payWith(brands[brand].name)}
      </Button>
    )
  }
  return <NoPayment reason={offer.reason} brand={brand} currency={detail.currency} language={language} />
}

interface NoPaymentProps {
  reason: NoOffer | "covered"
  brand: keyof typeof brands
  currency: string
  language: Language
}

/** A sentence in place of a button; staff who look as the customer see the button, which does nothing. */
export function NoPayment({ reason, brand, currency, language }: NoPaymentProps) {
  return (
    <>
      {reason === "preview" && (
        <Button kind="pay" provider={brand} icon="smartphone" disabled>
          {texts(language).portalPayments.payWith(brands[brand].name)}
        </Button>
      )}
      <p class="soft small">{sentenceOf(reason, { brand, currency, language })}</p>
    </>
  )
}

/** Why something cannot be paid here, and what to do instead. */
function sentenceOf(
  reason: NoOffer | "covered",
  told: { brand: keyof typeof brands; currency: string; language: Language },
): string {
  const words = texts(told.language).portalPayments.none
  const { name } = brands[told.brand]
  if (reason === "other_currency") return words.other_currency(name, told.currency)
  if (reason === "over_limit") {
    return words.over_limit(
      name,
      formatMoney({ amount: mostPayable, currency: told.currency }, told.language),
    )
  }
  return words[reason]
}
