/**
 * What the app is called where the customers are. One provider, one interface: only the name and the pages differ.
 * In Denmark and Finland MobilePay is called Vipps from 12 January 2027.
 */
export const brands = {
  mobilepay: { name: "MobilePay" },
  vipps: { name: "Vipps" },
} as const

export type Brand = keyof typeof brands

/**
 * The provider's own domains, whose pages payers are sent to: `pay.` and, in test, `pay-mt.` of each market. Either
 * brand's are taken whatever brand is set, since pages move to the new name before or after a business says so.
 */
const paymentDomains = ["mobilepay.dk", "mobilepay.fi", "vipps.no", "vipps.dk", "vipps.fi"]

/**
 * Whether an address is a page of the provider, or of the simulator where that is asked in its place. Nobody is sent
 * to any other.
 */
export function isPaymentPage(address: string, simulator: string | null): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.username !== "" || url.password !== "") return false
  if (simulator !== null && url.origin === simulator) return true
  const isTheirs = paymentDomains.some(
    (domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`),
  )
  return url.protocol === "https:" && url.port === "" && isTheirs
}
