import type { Config } from "../../config.ts"
import { portalAddress, staffAddress } from "../../origins.ts"
import type { AnyContext } from "../context.ts"

/**
 * The origin customers reach the portal at, for links that leave the building: as configured, never as a request's
 * Host header says (CWE-640, R20). Jobs write their links with the same one.
 */
export function portalOrigin(c: AnyContext): string {
  return portalAddress(c.var.kvit.config)
}

/** Where staff pages and portal have an origin each, no cookie of the one is seen by the other. */
export function haveOneOrigin(config: Config): boolean {
  return portalAddress(config) === staffAddress(config)
}
