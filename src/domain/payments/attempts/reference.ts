const alphabet = "abcdefghjkmnpqrstvwxyz23456789"

/**
 * What a payment is called at the provider, and shown to the payer: the invoice's number and a tail of the attempt's own,
 * so that no two are alike. 8 to 64 of letters, digits and hyphens, not digits alone (Vipps MobilePay, ePayment).
 */
export function newReference(name: string, attemptId: string): string {
  const readable = name
    .replace(/-[a-z2-9]{12}$/, "")
    .replaceAll(/[^a-zA-Z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40)
  return `${readable || "kvit"}-${tailOf(attemptId)}`
}

/** Twelve characters of the random half of a UUID, told apart as well as 58 bits tell. */
function tailOf(attemptId: string): string {
  let number = BigInt(`0x${attemptId.replaceAll("-", "").slice(12)}`)
  let tail = ""
  for (let at = 0; at < 12; at += 1) {
    tail += alphabet[Number(number % BigInt(alphabet.length))] ?? ""
    number /= BigInt(alphabet.length)
  }
  return tail
}
