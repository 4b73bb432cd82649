import { makeToken, shareToken } from "../domain/access/index.ts"
import { findCustomersByKey } from "../domain/customers/index.ts"
import { portalAddress } from "../origins.ts"
import type { SystemActor } from "../platform/database/index.ts"
import { routes } from "../routes.ts"
import type { Runtime } from "../runtime.ts"
import { type CommandOptions, say, withBusiness } from "./open.ts"
import { UsageError } from "./problems.ts"

interface TokenOptions extends CommandOptions {
  new?: boolean
}

/** Prints a customer's portal link: the active one, one made now, or with --new one in its place. */
export async function printToken(key: string, options: TokenOptions): Promise<void> {
  await withBusiness(options, "command", async (runtime, actor) => {
    if (runtime.config.edition === "desktop") throw new UsageError("The desktop edition has no portal.")
    const customer = await getCustomer(actor, key)
    const shared = await share(runtime, actor, customer, options.new === true)
    const address = `${originOf(runtime, options)}${routes.portal.token.to({ token: shared.token })}`
    say(options, address, {
      customer: customer.number,
      name: customer.name,
      address,
      expiresAt: shared.expiresAt.toISOString(),
    })
  })
}

interface FoundCustomer {
  id: string
  number: string
  name: string
}

async function getCustomer(actor: SystemActor, key: string): Promise<FoundCustomer> {
  const found = await findCustomersByKey(actor, key)
  const [first] = found
  if (!first) {
    throw new UsageError(`No customer has the number, CVR, VAT number, GLN or e-mail address ${key}.`)
  }
  if (found.length > 1) {
    const list = found.map(({ number, name }) => `  ${number}  ${name}`).join("\n")
    throw new UsageError(`${key} belongs to several customers. Name one by its number:\n${list}`)
  }
  return first
}

/** The token, recorded as a link that was shared. Made first where there is none or a new one is wanted. */
async function share(runtime: Runtime, actor: SystemActor, customer: FoundCustomer, replace: boolean) {
  const which = { customerId: customer.id }
  const active = replace ? null : await shareToken(actor, runtime.secrets, which, "command")
  if (active) return active
  const made = await makeToken(actor, runtime.secrets, customer.id, { replace })
  if (!made.ok && made.reason === "blocked") {
    throw new UsageError(
      `${customer.name} (${customer.number}) is blocked from the portal, so there is no link.`,
    )
  }
  if (!made.ok && made.reason === "no_customer") {
    throw new UsageError(`${customer.name} (${customer.number}) has been merged into another customer.`)
  }
  // Where somebody else made one at the same time, that one is the customer's.
  const shared = await shareToken(actor, runtime.secrets, which, "command")
  if (!shared) throw new Error(`The link of customer ${customer.number} was revoked while it was being made.`)
  return shared
}

/** In the cloud edition a business's own host name; else where the portal is. */
function originOf(runtime: Runtime, options: CommandOptions): string {
  return runtime.config.edition === "cloud" ? `https://${options.business}` : portalAddress(runtime.config)
}
