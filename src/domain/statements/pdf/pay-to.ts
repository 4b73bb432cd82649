import { formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { type Branding, groupAccount } from "../../documents/index.ts"
import type { Statement } from "../find-statement.ts"

/** How what is owed is paid by bank; null where nothing is, or the business names no account. */
export function payTo(statement: Statement, { bank }: Branding, language: Language) {
  const { closing, currency, ageing, customer } = statement
  if (closing <= 0n) return null
  const words = texts(language).statement
  const money = (amount: bigint) => formatMoney({ amount, currency }, language)
  const sentence = (text: string) => text.replace(/\.\.$/, ".")
  const notDue = ageing.notDue < closing ? ageing.notDue : closing
  const reference = { label: words.pleaseState, value: customer.number }
  const domestic = [bank?.registrationNumber, bank?.account].filter((part) => part !== undefined).join(" ")
  const means = [
    ...(domestic
      ? [{ label: words.bankTransfer, facts: [{ label: words.account, value: domestic }, reference] }]
      : []),
    ...(bank?.iban
      ? [
          {
            label: domestic ? words.abroad : words.bankTransfer,
            facts: [
              { label: "IBAN", value: groupAccount(bank.iban.replaceAll(" ", "")) },
              ...(bank.bic ? [{ label: "BIC", value: bank.bic }] : []),
              reference,
            ],
          },
        ]
      : []),
  ]
  if (means.length === 0) return null
  return {
    heading: words.payHeading,
    terms: [
      sentence(words.pleasePay(money(closing))),
      ...(notDue > 0n ? [words.notYetDue(money(notDue))] : []),
    ],
    means,
  }
}
