import { periodNames } from "../../../domain/statements/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { Button } from "../button.tsx"
import { Field } from "../field.tsx"
import { Icon } from "../icon.tsx"
import { Chips } from "../search-field.tsx"
import { queryOf, type StatementChoice } from "./asked.ts"

interface PeriodChoiceProps {
  choice: StatementChoice
  language: Language
  /** The page's address, without and with a query. */
  action: string
  to: (query: Record<string, string | undefined>) => string
}

/** Currencies, where there are several, and periods by name or by dates of one's own. All of it stands in the address. */
export function PeriodChoice({ choice, language, action, to }: PeriodChoiceProps) {
  const words = texts(language).statement
  const chosen = choice.period.ok ? choice.period.period.name : "own"
  return (
    <div class="statement-choice">
      {choice.currencies.length > 1 && (
        <Chips
          label={words.currency}
          chips={choice.currencies.map((currency) => ({
            href: to(queryOf(choice, { currency })),
            text: currency,
            current: currency === choice.currency,
          }))}
        />
      )}
      <Chips
        label={words.period}
        chips={periodNames.map((name) => ({
          href: to(queryOf(choice, { period: { name, from: null, to: "" } })),
          text: words.periods[name],
          current: name === chosen,
        }))}
      />
      <details class="more-filters" open={chosen === "own"}>
        <summary>
          {words.ownPeriod}
          <Icon name="chevron-down" />
        </summary>
        <OwnDates choice={choice} language={language} action={action} />
      </details>
    </div>
  )
}

function OwnDates({ choice, language, action }: Omit<PeriodChoiceProps, "to">) {
  const words = texts(language).statement
  const { typed, period } = choice
  const problem = (name: "from" | "to") => {
    const found = period.ok ? undefined : period.problems[name]
    if (!found) return undefined
    return found === "no_date" ? words.noDate : words.beforeFrom
  }
  // The dates of the period shown are where people start from when they want others.
  const shown = period.ok ? period.period : null
  const value = (name: "from" | "to") =>
    typed[name] ?? (shown && !typed.from && !typed.to ? shown[name] : null) ?? ""
  const kept = { customer: queryOf(choice).customer, currency: queryOf(choice).currency }
  return (
    <form method="get" action={action} class="statement-dates">
      {Object.entries(kept).map(([name, text]) => text && <input type="hidden" name={name} value={text} />)}
      {(["from", "to"] as const).map((name) => (
        <Field
          name={name}
          label={words[name]}
          // What a date field cannot hold it would show as nothing.
          type={problem(name) ? "text" : "date"}
          value={value(name)}
          error={problem(name)}
        />
      ))}
      <Button>{words.show}</Button>
    </form>
  )
}
