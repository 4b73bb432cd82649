import type { CurrencyBalance } from "../../../domain/ledger/index.ts"
import {
  type AccountOffer,
  brands,
  findAccountOffer,
  findMobilePaySettings,
  type MobilePaySettings,
} from "../../../domain/payments/index.ts"
import { formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { Button } from "../../ui/index.ts"

/** What can be paid of what is due: of one account exactly, of several whether there is anything to choose. */
export interface PayOffers {
  settings: MobilePaySettings | null
  /** By currency, of the one account that is shown. */
  ofAccount: ReadonlyMap<string, AccountOffer> | null
}

/** Reads what the button says from where the payment is begun, so that both come to the same sum. */
export async function findPayOffers(
  c: PortalContext,
  accountIds: readonly string[],
  balances: readonly CurrencyBalance[],
): Promise<PayOffers> {
  const { actor } = c.var
  const settings = await findMobilePaySettings(actor)
  const [only, ...others] = accountIds
  const payable = balances.filter(({ due, currency }) => due > 0n && currency === settings?.currency)
  if (!settings?.isReady || !only || others.length > 0) return { settings, ofAccount: null }
  const ofAccount = new Map<string, AccountOffer>()
  for (const { currency } of payable) {
    const offer = await findAccountOffer(actor, { customerId: only, currency })
    if (offer) ofAccount.set(currency, offer)
  }
  return { settings, ofAccount }
}

interface PayDueProps {
  c: PortalContext
  currency: string
  offers: PayOffers
}

/** The one button of what is due: how many invoices, and how much. */
export function PayDue({ c, currency, offers }: PayDueProps) {
  const { settings, ofAccount } = offers
  if (!settings?.isReady || settings.currency !== currency) return null
  const words = texts(c.var.language).portalPayments
  const isPreview = c.var.actor.way === "preview"
  if (!ofAccount) {
    return (
      <PayButton settings={settings} href={routes.portal.pay.to({ currency })} isDisabled={isPreview}>
        {words.choose}
      </PayButton>
    )
  }
  const offer = ofAccount.get(currency)
  if (!offer) return null
  const count = offer.invoices.length
  if (count === 0)
    return offer.underWay > 0 ? <p class="soft">{words.severalUnderWay(offer.underWay)}</p> : null
  const sum = formatMoney({ amount: offer.sum, currency }, c.var.language)
  const href = routes.portal.pay.to({ customer: offer.customerId, currency })
  return (
    <div class="pay-due">
      {offer.reason === "covered" ? (
        <p class="soft">{words.none.covered}</p>
      ) : (
        <PayButton settings={settings} href={href} isDisabled={isPreview}>
          {words.payInvoices(count, sum)}
        </PayButton>
      )}
      {offer.underWay > 0 && <p class="soft small">{words.severalUnderWay(offer.underWay)}</p>}
    </div>
  )
}

interface PayButtonProps {
  settings: MobilePaySettings
  href: string
  isDisabled: boolean
  children: string
}

function PayButton({ settings, href, isDisabled, children }: PayButtonProps) {
  const { name } = brands[settings.brand]
  return (
    <Button
      kind="pay"
      provider={settings.brand}
      icon="smartphone"
      href={isDisabled ? undefined : href}
      disabled={isDisabled}
      label={`${children}, ${name}`}
    >
      {children}
    </Button>
  )
}
