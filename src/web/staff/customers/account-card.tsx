import type { CurrencyBalance } from "../../../domain/ledger/index.ts"
import { formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import { Card, Figure } from "../../ui/index.ts"

/** How the customer's account stands, by the ledger: one figure a currency, and what it is made of. */
export function AccountCard({
  customerId,
  balances,
  language,
}: {
  customerId: string
  balances: readonly CurrencyBalance[]
  language: Language
}) {
  const words = texts(language).staffCustomers
  const open = balances.filter((balance) => balance.due > 0n || balance.balance !== 0n)
  return (
    <Card title={words.account}>
      <div role="status">
        {open.length === 0 && <p class="soft">{words.nothingOwed}</p>}
        {open.map((balance) => (
          <Balance balance={balance} language={language} />
        ))}
      </div>
      <p class="card-more">
        <a href={routes.staff.customerStatement.to({ id: customerId })}>
          {texts(language).statement.staffLink}
        </a>
      </p>
    </Card>
  )
}

function Balance({ balance, language }: { balance: CurrencyBalance; language: Language }) {
  const words = texts(language).staffCustomers
  const money = (amount: bigint) => formatMoney({ amount, currency: balance.currency }, language)
  const inFavour = balance.balance < 0n
  return (
    <div class="account">
      <span class="soft">{inFavour ? words.inFavour : words.owesNow(balance.dueCount)}</span>
      <Figure amount={money(inFavour ? -balance.balance : balance.balance)} />
      {(balance.overdue > 0n || balance.credit > 0n || balance.owedBefore > 0n) && (
        <dl class="facts facts-inline">
          {balance.overdue > 0n && (
            <div>
              <dt>{words.overdue}</dt>
              <dd class="late">{money(balance.overdue)}</dd>
            </div>
          )}
          {balance.owedBefore > 0n && (
            <div>
              <dt>{texts(language).staffLedger.openingBalance}</dt>
              <dd>{money(balance.owedBefore)}</dd>
            </div>
          )}
          {balance.credit > 0n && (
            <div>
              <dt>{words.credit}</dt>
              <dd>{money(balance.credit)}</dd>
            </div>
          )}
        </dl>
      )}
    </div>
  )
}
