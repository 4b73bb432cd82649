import type { Child } from "hono/jsx"
import { Plate } from "./facts.tsx"

export interface Party {
  /** "Customer", "Bill to", "Customer and bill-to", "Your dealer" */
  heading: string
  /** Name first, then the lines of the address and what else identifies it. */
  lines: readonly string[]
}

/** Type, state, number and date, as a letter begins. */
export function DocumentHead({ badges, title, note }: { badges: Child; title: string; note?: Child }) {
  return (
    <header>
      <div class="badges">{badges}</div>
      <h1>{title}</h1>
      {note && <p class="soft">{note}</p>}
    </header>
  )
}

/** Who the document is between. */
export function PartyBlock({ parties }: { parties: readonly Party[] }) {
  return (
    <div class="parties">
      {parties.map((party) => (
        <section>
          <h2 class="label-heading">{party.heading}</h2>
          {party.lines.map((line) => (
            <div>{line}</div>
          ))}
        </section>
      ))}
    </div>
  )
}

/** The vehicle a document is about. */
export function VehicleBlock(props: {
  registration?: { label: string; value: string } | undefined
  facts: readonly { label: string; value: string }[]
}) {
  return (
    <dl class="vehicle">
      {props.registration && (
        <div>
          <dt class="sr-only">{props.registration.label}</dt>
          <dd>
            <Plate registration={props.registration.value} />
          </dd>
        </div>
      )}
      {props.facts.map((fact) => (
        <div>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

export interface TotalRow {
  label: string
  amount: string
  /** Already within a row above, such as one of several discounts. */
  detail?: boolean | undefined
}

export interface TotalsProps {
  /** Gross, discount, net, VAT per rate. */
  rows: readonly TotalRow[]
  total: TotalRow
  /** Paid, credited … */
  after?: readonly TotalRow[] | undefined
  /** What is left to pay. */
  balance?: TotalRow | undefined
}

/** The sums below the lines: one rule of ink above the total. */
export function TotalsBlock({ rows, total, after = [], balance }: TotalsProps) {
  return (
    <dl class="totals">
      {rows.map((row) => (
        <Sum {...row} />
      ))}
      <Sum {...total} look="total" />
      {after.map((row) => (
        <Sum {...row} />
      ))}
      {balance && <Sum {...balance} look="balance" />}
    </dl>
  )
}

function Sum({ label, amount, detail, look }: TotalRow & { look?: "total" | "balance" }) {
  return (
    <div class={detail ? "detail" : look}>
      <dt>{label}</dt>
      <dd>{amount}</dd>
    </div>
  )
}
