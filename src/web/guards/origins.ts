import type { Config } from "../../config.ts"
import type { AnyContext } from "../context.ts"

const wildcards = ["0.0.0.0", "::", "[::]"]

/**
 * The origin customers reach the portal at, for links that leave the building: as configured, never as a request's
 * Host header says (CWE-640, R20). Without PORTAL_ORIGIN it is where this server listens.
 */
export function portalOrigin(c: AnyContext): string {
  return portalOriginOf(c.var.kvit.config)
}

export function portalOriginOf(config: Pick<Config, "portalOrigin" | "host" | "port">): string {
  return config.portalOrigin ?? listeningOrigin(config)
}

/** Where staff pages and portal have an origin each, no cookie of the one is seen by the other. */
export function haveOneOrigin(
  config: Pick<Config, "portalOrigin" | "staffOrigin" | "host" | "port">,
): boolean {
  return portalOriginOf(config) === (config.staffOrigin ?? listeningOrigin(config))
}

/** A server that listens everywhere is reached from its own machine as localhost. */
function listeningOrigin({ host, port }: Pick<Config, "host" | "port">): string {
  const name = wildcards.includes(host)
    ? "localhost"
    : host.includes(":")
      ? `[${host.replace(/^\[|\]$/g, "")}]`
      : host
  return new URL(`http://${name}:${port}`).origin
}
