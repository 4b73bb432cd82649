import type { CurrencyBalance } from "../../domain/ledger/index.ts"
import { formatMoney } from "../../platform/language/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import type { PortalContext } from "../context.ts"
import { Card, DueBox } from "../ui/index.ts"
import { PayDue, type PayOffers } from "./payments/pay-due.tsx"

interface BalancesProps {
  c: PortalContext
  balances: readonly CurrencyBalance[]
  /** What can be paid here, where it is one account that is shown; by currency. */
  offers: PayOffers
}

/** What is due, a box a currency, or that nothing is. */
export function Balances({ c, balances, offers }: BalancesProps) {
  const words = texts(c.var.language).portal
  const shown = balances.filter((balance) => balance.due > 0n || balance.balance !== 0n)
  if (shown.length === 0) {
    return (
      <Card>
        <p>{words.nothingToPay}</p>
      </Card>
    )
  }
  return (
    <>
      {shown.map((balance) => (
        <BalanceCard c={c} balance={balance} offers={offers} />
      ))}
    </>
  )
}

/** What is due in one currency: the invoices, the credits set off against them, and what is left. */
function BalanceCard({ c, balance, offers }: Omit<BalancesProps, "balances"> & { balance: CurrencyBalance }) {
  const { language } = c.var
  const words = texts(language).portal
  const money = (amount: bigint) => formatMoney({ amount, currency: balance.currency }, language)
  if (balance.balance < 0n) {
    return (
      <Card>
        <p>{words.inYourFavour(money(-balance.balance))}</p>
      </Card>
    )
  }
  return (
    <DueBox note={words.toPay(balance.dueCount, balance.overdueCount)} amount={money(balance.balance)}>
      {(balance.credit > 0n || balance.overdue > 0n || balance.owedBefore > 0n) && (
        <dl class="totals">
          {(balance.credit > 0n || balance.owedBefore > 0n) && (
            <Line label={words.openInvoices} amount={money(balance.due - balance.owedBefore)} />
          )}
          {balance.owedBefore > 0n && <Line label={words.owedBefore} amount={money(balance.owedBefore)} />}
          {balance.credit > 0n && <Line label={words.credits} amount={money(-balance.credit)} />}
          {balance.overdue > 0n && <Line label={words.overdue} amount={money(balance.overdue)} />}
        </dl>
      )}
      <PayDue c={c} currency={balance.currency} offers={offers} />
    </DueBox>
  )
}

function Line({ label, amount }: { label: string; amount: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{amount}</dd>
    </div>
  )
}
