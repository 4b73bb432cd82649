import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Button, Field } from "../../../ui/index.ts"
import { Group, wordsOf } from "../settings-page.tsx"

export interface Candidates {
  /** What was typed. */
  typed?: string | undefined
  error?: string | undefined
  /** Those it may mean, where it means several. */
  customers?: readonly { id: string; number: string; name: string }[] | undefined
}

/** Makes a token for one customer, named by what staff have at hand. */
export function GenerateCard({ c, typed, error, customers = [] }: Candidates & { c: StaffContext }) {
  const words = wordsOf(c).portalTokens.generate
  return (
    <Group title={words.title}>
      <form method="post" action={routes.staff.portalTokens.to()} class="one-line">
        <Field
          name="customer"
          label={words.customer}
          hint={words.customerHint}
          value={typed}
          error={error}
          maxlength={200}
          autocomplete="off"
          required
        />
        <Button>{words.submit}</Button>
      </form>
      {customers.length > 0 && (
        <form method="post" action={routes.staff.portalTokens.to()} class="candidates">
          <p>{words.several}</p>
          {customers.map((customer) => (
            <Button name="customerId" value={customer.id}>
              {customer.name} ({customer.number})
            </Button>
          ))}
        </form>
      )}
    </Group>
  )
}
