/** Where people reach this Kvit. Made from the configuration, never from a request. */
import { type Config, isLoopback } from "./config.ts"
import { routes } from "./routes.ts"

/** What of the configuration says where that is. */
export type Places = Pick<Config, "host" | "port" | "portalOrigin" | "staffOrigin">

/** The origin that links for customers begin with, such as `https://portal.example.com`. */
export function portalAddress(config: Omit<Places, "staffOrigin">): string {
  return config.portalOrigin ?? localAddress(config)
}

/** The origin that links for staff begin with. */
export function staffAddress(config: Omit<Places, "portalOrigin">): string {
  return config.staffOrigin ?? localAddress(config)
}

function localAddress({ host, port }: Pick<Places, "host" | "port">): string {
  const name = isLoopback(host) || host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`
}

/** Where the provider tells of payments: with the id of the webhook that is registered. */
export function webhookAddress(config: Omit<Places, "staffOrigin">, webhookId: string): string {
  return `${portalAddress(config)}${routes.callbacks.mobilePay.to({ id: webhookId })}`
}
