import type { Child } from "hono/jsx"
import type { AttemptView } from "../../../domain/payments/index.ts"
import type { PortalContext } from "../../context.ts"
import { Icon, type IconName, type Tone } from "../../ui/index.ts"
import type { BrandName } from "./pay-form.tsx"

/** What every part of a payment's page is shown with. */
export interface PaymentProps {
  c: PortalContext
  attempt: AttemptView
  brand: BrandName
}

interface HeadProps {
  icon: IconName
  tone: Tone
  title: string
  text: string
  /** Turns slowly while something is awaited. */
  isWaiting?: boolean
  children?: Child
}

/** What a payment is at, read out when it changes. */
export function PaymentHead({ icon, tone, title, text, isWaiting, children }: HeadProps) {
  return (
    <div class="payment-head" role="status">
      <span class={`payment-sign tone-${tone}${isWaiting ? " payment-waits" : ""}`}>
        <Icon name={icon} />
      </span>
      <h1>{title}</h1>
      {children}
      <p>{text}</p>
    </div>
  )
}
