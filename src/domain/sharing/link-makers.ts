import { type ActorEnvironment, createSystemActor } from "../../platform/database/index.ts"
import type { Secrets } from "../../platform/secrets/index.ts"
import { routes } from "../../routes.ts"
import { ensureToken, findDocumentLinkText, findSignInLinkToken } from "../access/index.ts"
import type { LinkMakers } from "../notifications/index.ts"
import { getPortalSettings, isPortalOpen } from "../settings/index.ts"

export function documentLinkAddress(issuer: string, link: string): string {
  return issuer + routes.portal.documentLink.to({ link })
}

/**
 * The addresses that mails carry, made when a mail goes out: no link stands in a job or a mail's row. The portal
 * link is that of the customer's active token, made now where there is none; null for who is not let in.
 */
export function createLinkMakers(
  environment: ActorEnvironment,
  secrets: Secrets,
  which: { businessId: string; issuer: string },
): Omit<LinkMakers, "signIn"> {
  const { businessId, issuer } = which
  const system = createSystemActor(environment, businessId, "job")
  return {
    async portalToken(of) {
      const customerId = "customerId" in of ? of.customerId : await findCustomerOf(of.tokenId)
      const made = customerId ? await ensureToken(system, secrets, customerId) : null
      return made ? issuer + routes.portal.token.to({ token: made.token }) : null
    },
    async documentLink(linkId) {
      const link = await system.transaction((db) =>
        findDocumentLinkText(db, secrets, { businessId, linkId, issuer }),
      )
      return link ? documentLinkAddress(issuer, link) : null
    },
    async signInLink(linkId) {
      const token = await system.transaction((db) => findSignInLinkToken(db, secrets, { businessId, linkId }))
      return token ? issuer + routes.portal.toSignIn.to({ token }) : null
    },
    async statement({ customerId, currency, from, to }) {
      const settings = await getPortalSettings(system)
      if (!settings.showStatement || !(await isPortalOpen(system))) return null
      const period = from ? { from, to } : { to }
      return issuer + routes.portal.statement.to({ customer: customerId, currency, ...period })
    },
  }

  /** A token that was replaced before the mail went out: the customer's present one goes along. */
  async function findCustomerOf(tokenId: string): Promise<string | null> {
    const row = await system.transaction((db) =>
      db
        .selectFrom("portal_tokens")
        .select("customer_id")
        .where("business_id", "=", businessId)
        .where("id", "=", tokenId)
        .executeTakeFirst(),
    )
    return row?.customer_id ?? null
  }
}
