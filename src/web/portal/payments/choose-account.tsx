import { formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { Card } from "../../ui/index.ts"
import { type OwnCustomer, PortalPage } from "../portal-page.tsx"

interface ChooseAccountProps {
  c: PortalContext
  rows: readonly { id: string; name: string; sum: bigint }[]
  currency: string
  customers: readonly OwnCustomer[]
}

/** Whose invoices are paid: a payment is of one account. */
export function ChooseAccount({ c, rows, currency, customers }: ChooseAccountProps) {
  const { language } = c.var
  const words = texts(language).portalPayments.account
  const title = rows.length > 0 ? words.whose : words.nothing
  return (
    <PortalPage c={c} title={title} section="home" customers={customers}>
      <div class="gate pay">
        <Card>
          <h1>{title}</h1>
          <ul class="account-list">
            {rows.map(({ id, name, sum }) => (
              <li>
                <a href={routes.portal.pay.to({ customer: id, currency })}>{name}</a>
                <span class="soft">{words.sum(formatMoney({ amount: sum, currency }, language))}</span>
              </li>
            ))}
          </ul>
        </Card>
        <nav class="pay-links">
          <a href={routes.portal.home.to()}>{texts(language).portalPayments.payment.toOverview}</a>
        </nav>
      </div>
    </PortalPage>
  )
}
