import { texts } from "../../platform/language/texts/index.ts"
import type { PortalContext } from "../context.ts"
import { Button, Chips, Select } from "../ui/index.ts"
import type { OwnCustomer } from "./portal-page.tsx"

interface CustomerSwitchProps {
  c: PortalContext
  customers: readonly OwnCustomer[]
  /** The one shown, or all. */
  chosen: string | undefined
  /** The page's address, and the same page for one customer or all. */
  action: string
  to: (customerId: string | undefined) => string
  /** What else stands in the address. */
  kept?: Readonly<Record<string, string>>
}

/** So many stand side by side; more become a list to choose from. */
const mostSideBySide = 6

/** One press to another of the customers somebody is let in for, or all of them. Nothing for those with one. */
export function CustomerSwitch(props: CustomerSwitchProps) {
  const { c, customers, chosen, to } = props
  if (customers.length < 2) return null
  const words = texts(c.var.language).portalSignIn
  if (customers.length > mostSideBySide) return <CustomerList {...props} />
  return (
    <div class="customer-switch">
      <Chips
        label={words.customer}
        chips={[
          { href: to(undefined), text: words.allCustomers, current: chosen === undefined },
          ...customers.map(({ id, name }) => ({ href: to(id), text: name, current: chosen === id })),
        ]}
      />
    </div>
  )
}

function CustomerList({ c, customers, chosen, action, kept = {} }: CustomerSwitchProps) {
  const words = texts(c.var.language)
  return (
    <auto-submit>
      <form method="get" action={action} class="more-filters-form">
        {Object.entries(kept).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Select
          name="customer"
          label={words.portalSignIn.customer}
          value={chosen ?? ""}
          options={[
            { value: "", text: words.portalSignIn.allCustomers },
            ...customers.map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
        <Button>{words.portal.apply}</Button>
      </form>
    </auto-submit>
  )
}
