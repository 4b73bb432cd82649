import { isIP, isIPv6 } from "node:net"

/**
 * Whose budget a request is counted on: the IPv4 address, or the /64 of an IPv6 address, of the nearest hop
 * that is not one of our own `trustedProxies`. What is written left of that in X-Forwarded-For is hearsay.
 */
export function findClientNetwork(
  socketAddress: string,
  forwardedFor: string | null,
  trustedProxies: number,
): string {
  const hops = (forwardedFor ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "")
  const chain = [...hops, socketAddress]
  const chosen = chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? socketAddress
  return toNetwork(isIP(chosen) ? chosen : socketAddress)
}

function toNetwork(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  if (!isIPv6(address)) return address
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? []
  const left = head === "" ? [] : head.split(":")
  const right = tail === undefined || tail === "" ? [] : tail.split(":")
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`
}
