import type { CustomerWay } from "../../platform/database/index.ts"

/**
 * What a customer's session opens: the whole portal (list, home, statement, every document), or the pages of one
 * document. Routes name one of the two; contact data is changed by no link, whatever route asks (ASVS 6.3.4, R06).
 */
export type Capability = "customer" | "document"

/** Every way in, and all it may do. A way or a capability that is not written here does not exist. */
export const capabilities: Readonly<Record<CustomerWay, readonly Capability[]>> = {
  token: ["customer", "document"],
  link: ["customer", "document"],
  code: ["customer", "document"],
  preview: ["customer", "document"],
  document: ["document"],
}

export function isCapable(way: CustomerWay, capability: Capability): boolean {
  return capabilities[way].includes(capability)
}
