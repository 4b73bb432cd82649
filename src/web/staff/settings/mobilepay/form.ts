import type { MobilePayForm, MobilePayOverview } from "../../../../domain/payments/index.ts"
import { formatAmount, type Language } from "../../../../platform/language/index.ts"
import { typed } from "../settings-page.tsx"

/** What was typed. */
export function readTyped(body: Record<string, unknown>): MobilePayForm {
  const isOn = (name: string) => typed(body, name) === "on"
  return {
    enabled: isOn("enabled"),
    environment: typed(body, "environment"),
    merchantSerialNumber: typed(body, "merchantSerialNumber"),
    clientId: typed(body, "clientId"),
    clientSecret: typed(body, "clientSecret"),
    subscriptionKey: typed(body, "subscriptionKey"),
    currency: typed(body, "currency"),
    brand: typed(body, "brand"),
    pushAllowed: isOn("pushAllowed"),
    cardAllowed: isOn("cardAllowed"),
    partPaymentAllowed: isOn("partPaymentAllowed"),
    leastPartPayment: typed(body, "leastPartPayment"),
    prepaymentCapture: typed(body, "prepaymentCapture"),
  }
}

/** The form as it is filled in at first. Secrets never leave the database. */
export function toForm(
  overview: MobilePayOverview | null,
  currency: string,
  language: Language,
): MobilePayForm {
  const settings = overview?.settings
  const unit = settings?.currency ?? (currency === "EUR" || currency === "NOK" ? currency : "DKK")
  return {
    enabled: settings?.isReady ?? false,
    environment: settings?.environment ?? "test",
    merchantSerialNumber: settings?.merchantSerialNumber ?? "",
    clientId: overview?.clientId ?? "",
    clientSecret: "",
    subscriptionKey: "",
    currency: unit,
    brand: settings?.brand ?? "mobilepay",
    pushAllowed: settings?.pushAllowed ?? false,
    cardAllowed: settings?.cardAllowed ?? false,
    partPaymentAllowed: settings?.partPaymentAllowed ?? false,
    leastPartPayment: formatAmount(
      { amount: settings?.leastPartPayment ?? 10_000n, currency: unit },
      language,
    ),
    prepaymentCapture: settings?.prepaymentCapture ?? "by_hand",
  }
}
