/** Where people reach this Kvit. Made from the configuration, never from a request. */
import { type Config, isLoopback } from "./config.ts"

/** The origin that links for customers begin with, such as `https://portal.example.com`. */
export function portalAddress(config: Config): string {
  return config.portalOrigin ?? localAddress(config)
}

/** The origin that links for staff begin with. */
export function staffAddress(config: Config): string {
  return config.staffOrigin ?? localAddress(config)
}

function localAddress({ host, port }: Config): string {
  const name = isLoopback(host) || host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`
}
