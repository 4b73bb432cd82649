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
    const link = await makeLink(runtime, actor, customer, options.new === true)
    const address = `${originOf(runtime, options)}${link.path}`
    say(options, address, {
      customer: customer.number,
      name: customer.name,
      address,
      expiresAt: link.expiresAt.toISOString(),
    })
  })
}

export interface FoundCustomer {
  id: string
  number: string
  name: string
}

/** The one customer a key names. Refuses a key nobody or more than one has. */
export async function getCustomer(actor: SystemActor, key: string): Promise<FoundCustomer> {
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

/**
 * The path of a customer's portal link, recorded as shared. The link is made where there is none, or in place of the
 * one there is where `replace` is asked. Refuses blocked and merged customers.
 */
export async function makeLink(
  runtime: Runtime,
  actor: SystemActor,
  customer: FoundCustomer,
  replace: boolean,
): Promise<{ path: string; expiresAt: Date }> {
  const which = { customerId: customer.id }
  const share = () => shareToken(actor, runtime.secrets, which, "command")
  const active = replace ? null : await share()
  if (active) return toLink(active)
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
  const shared = await share()
  if (!shared) throw new Error(`The link of customer ${customer.number} was revoked while it was being made.`)
  return toLink(shared)
}

function toLink({ token, expiresAt }: { token: string; expiresAt: Date }) {
  return { path: routes.portal.token.to({ token }), expiresAt }
}

/** In the cloud edition a business's own host name; else where the portal is. */
function originOf(runtime: Runtime, options: CommandOptions): string {
  return runtime.config.edition === "cloud" ? `https://${options.business}` : portalAddress(runtime.config)
}
