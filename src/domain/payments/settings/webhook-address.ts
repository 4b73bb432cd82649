import { BlockList, isIP } from "node:net"

/** Why the provider could not deliver to an address; each has its sentence with what to do. */
export type AddressProblem = "not_https" | "not_public" | "port"

const privateAddresses = new BlockList()
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  privateAddresses.addSubnet(network, bits, "ipv4")
for (const [network, bits] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  privateAddresses.addSubnet(network, bits, "ipv6")

/** The provider delivers to common ports alone (Webhooks API, "Register webhook"). */
const commonPorts = ["", "80", "443", "8080"]

/** What keeps the provider from delivering to the portal at `origin`, if anything; the simulator reaches everything. */
export function findAddressProblem(origin: string, simulator: string | null): AddressProblem | null {
  if (simulator !== null) return null
  const { protocol, hostname, port } = new URL(origin)
  if (!isPublic(hostname)) return "not_public"
  if (protocol !== "https:") return "not_https"
  return commonPorts.includes(port) ? null : "port"
}

/** As far as a name tells: a public one may still lead to nowhere. */
function isPublic(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "")
  const family = isIP(bare)
  if (family !== 0) return !privateAddresses.check(bare, family === 4 ? "ipv4" : "ipv6")
  return bare.includes(".") && !/\.(localhost|local|internal|lan|home\.arpa|test|invalid)$/.test(bare)
}
