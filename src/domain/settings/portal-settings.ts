import type { Actor } from "../../platform/database/index.ts"

export interface PortalSettings {
  enabled: boolean
  tokenExpiryDays: number
  showQuotes: boolean
  showOrders: boolean
  showCreditNotes: boolean
  showStatement: boolean
  allowMessages: boolean
  showPricesWithVat: boolean
  welcome: { da: string; en: string }
}

/** What the business decided about its portal. Throws where there is no business. */
export async function getPortalSettings(actor: Actor): Promise<PortalSettings> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("portal_settings")
      .selectAll()
      .where("business_id", "=", actor.businessId)
      .executeTakeFirstOrThrow(),
  )
  return {
    enabled: row.enabled,
    tokenExpiryDays: row.token_expiry_days,
    showQuotes: row.show_quotes,
    showOrders: row.show_orders,
    showCreditNotes: row.show_credit_notes,
    showStatement: row.show_statement,
    allowMessages: row.allow_messages,
    showPricesWithVat: row.show_prices_with_vat,
    welcome: { da: row.welcome_da, en: row.welcome_en },
  }
}
