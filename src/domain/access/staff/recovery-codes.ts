import { randomInt } from "node:crypto"

const alphabet = "23456789abcdefghjkmnpqrstvwxyz"

/** Ten codes of 58 bits that each stand once for the second factor, without characters that look alike. */
export function makeRecoveryCodes(): string[] {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("")
  return Array.from({ length: 10 }, () => [group(), group(), group()].join("-"))
}

/** A recovery code as it was made, from what a person typed off a sheet of paper. */
export function readRecoveryCode(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[^0-9a-z]/g, "")
  return [plain.slice(0, 4), plain.slice(4, 8), plain.slice(8)].join("-")
}

/** The six digits of an authenticator app, from what a person typed. */
export function readTotpCode(text: string): string {
  return text.replaceAll(/[\s-]/g, "")
}
