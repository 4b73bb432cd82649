import { brands, type MobilePaySettings } from "../../../domain/payments/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { PortalContext } from "../../context.ts"
import { Button, Field, Notice } from "../../ui/index.ts"

export type BrandName = keyof typeof brands

/** How the provider asks the payer: on their phone, or on a page of its own. */
interface Asking {
  settings: MobilePaySettings
  flow: "push" | "redirect"
}

interface PhoneFieldProps {
  c: PortalContext
  offer: Asking
  value: string | undefined
  error: string | undefined
}

/** The number in the app. Only a number that is asked straight away is needed; elsewhere it is filled in for the payer. */
export function PhoneField({ c, offer, value, error }: PhoneFieldProps) {
  const words = texts(c.var.language).portalPayments
  const brand = brands[offer.settings.brand].name
  return (
    <Field
      name="phone"
      label={words.phone}
      hint={offer.flow === "push" ? words.phoneHintPush(brand) : words.phoneHintRedirect(brand)}
      value={value ?? "+45 "}
      error={error}
      type="tel"
      autocomplete="tel"
      maxlength={30}
      required={offer.flow === "push"}
    />
  )
}

interface PayButtonsProps extends Asking {
  c: PortalContext
  text: string
  /** Whether the page is itself the answer to a form, so that it need not open another tab. */
  isAnswer: boolean
}

/** One main button; card beside it where the sales unit may. Says beforehand what will open, and that a test is one. */
export function PayButtons({ c, settings, flow, text, isAnswer }: PayButtonsProps) {
  const words = texts(c.var.language).portalPayments
  const brand = brands[settings.brand].name
  return (
    <>
      {settings.environment === "test" && <Notice kind="warning">{words.test}</Notice>}
      <div class="pay-buttons">
        <Button kind="pay" provider={settings.brand} icon="smartphone" name="method" value="wallet">
          {text}
        </Button>
        {settings.cardAllowed && (
          <Button
            icon="credit-card"
            name="method"
            value="card"
            formnovalidate
            formtarget={isAnswer ? undefined : "_blank"}
          >
            {words.byCard}
          </Button>
        )}
      </div>
      {flow === "redirect" && !isAnswer && <p class="soft small">{words.newTab(brand)}</p>}
    </>
  )
}

/** The business's terms are accepted before a payment is begun (the provider asks for it). */
export function Terms({ c }: { c: PortalContext }) {
  const { business, language } = c.var
  const words = texts(language).portalPayments
  if (!business.termsUrl) return null
  return (
    <p class="soft small">
      {words.acceptBefore}
      <a href={business.termsUrl} target="_blank" rel="noopener noreferrer">
        {words.acceptLink(business.name)}
      </a>
      .
    </p>
  )
}

/** What was typed, where it is more than the country code that stood there. */
export function typedPhone(text: string): string {
  return /^\s*\+?\d{0,3}\s*$/.test(text) ? "" : text
}
