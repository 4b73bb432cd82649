/** Where people reach this Kvit. Made from the configuration, never from a request. */
import { sql } from "kysely"
import { type Config, isLoopback } from "./config.ts"
import type { WorkActor } from "./platform/database/index.ts"
import { routes } from "./routes.ts"

/** What of the configuration says where that is. */
export type Places = Pick<Config, "host" | "port" | "portalOrigin" | "staffOrigin">

/** The origin that links for customers begin with, such as `https://portal.example.com`. */
export function portalAddress(config: Omit<Places, "staffOrigin">): string {
  return config.portalOrigin ?? localAddress(config)
}

/**
 * The origin of one business's portal: in the cloud edition under its own host name, with scheme and port as
 * configured; else where the portal is.
 */
export async function findPortalAddress(
  config: Omit<Places, "staffOrigin"> & Pick<Config, "edition">,
  actor: WorkActor,
): Promise<string> {
  const address = portalAddress(config)
  if (config.edition !== "cloud") return address
  const result = await actor.transaction((db) =>
    sql<{ host: string | null }>`select own_host() as host`.execute(db),
  )
  const host = result.rows[0]?.host
  if (!host) return address
  const own = new URL(address)
  own.hostname = host
  return own.origin
}

/** The origin that links for staff begin with. */
export function staffAddress(config: Omit<Places, "portalOrigin">): string {
  return config.staffOrigin ?? localAddress(config)
}

function localAddress({ host, port }: Pick<Places, "host" | "port">): string {
  const name = isLoopback(host) || host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`
}

/**
 * Where the provider tells of payments: with the id of the webhook that is registered, which says whose it is, so that
 * many businesses may be told at one host name.
 */
export function webhookAddress(config: Omit<Places, "staffOrigin">, webhookId: string): string {
  return `${portalAddress(config)}${routes.callbacks.mobilePay.to({ id: webhookId })}`
}
