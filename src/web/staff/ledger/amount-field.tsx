import { formatAmount, type Language, parseAmount } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { Field } from "../../ui/index.ts"

type Checked = { ok: true; amount: bigint } | { ok: false; error: string }

/** The positive amount that was typed, in minor units, or what is wrong with it. */
export function checkAmount(typed: string, currency: string, language: Language): Checked {
  const words = texts(language).staffDocuments.payment.errors
  const parsed = parseAmount(typed, currency, language)
  if (!parsed.ok) {
    const problem = words[parsed.reason]
    return {
      ok: false,
      error: typeof problem === "string" ? problem : problem(exampleOf(currency, language)),
    }
  }
  return parsed.amount === 0n ? { ok: false, error: words.zero } : parsed
}

interface AmountFieldProps {
  label: string
  value: string
  error: string | undefined
  /** Shown behind the box; null where it is a choice of its own. */
  currency: string | null
  language: Language
}

/** An amount to type, with an example of how it is written. */
export function AmountField({ label, value, error, currency, language }: AmountFieldProps) {
  return (
    <Field
      name="amount"
      label={label}
      hint={texts(language).staffDocuments.payment.amountHint(exampleOf(currency ?? "DKK", language))}
      value={value}
      error={error}
      inputmode="decimal"
      autocomplete="off"
      after={currency === "DKK" ? "kr." : (currency ?? undefined)}
      required
    />
  )
}

const exampleOf = (currency: string, language: Language) =>
  formatAmount({ amount: 123_450n, currency }, language)
