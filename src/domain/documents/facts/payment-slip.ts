/** Danish payment slips (FIK, "indbetalingskort") of card type 71: a payment id of 15 digits and no message. */

const wholeId = "##############"

/**
 * The payment id of an invoice on card type 71: fourteen digits and their check digit. The digits of `number` fill
 * the places `#` of `mask` from the right, zeros before them. Null where they do not fit, or where the number has
 * digits in more than one place, since joined they could be another's ("1-23" and "12-3").
 */
export function findSlipPaymentId(number: string, mask: string | null): string | null {
  const [digits, ...others] = number.match(/\d+/g) ?? []
  if (digits === undefined || others.length > 0) return null
  const places = (mask ?? wholeId).split("#").length - 1
  const significant = digits.replace(/^0+(?=\d)/, "")
  if (significant.length > places) return null
  let at = 0
  const filling = significant.padStart(places, "0")
  const id = (mask ?? wholeId).replaceAll("#", () => filling[at++] ?? "0")
  return id + slipCheckDigit(id)
}

/**
 * Modulus 10 with the weight 2 on the digit before the check digit and 1 and 2 in turns before it, products added
 * digit by digit (Luhn).
 */
export function slipCheckDigit(digits: string): string {
  let sum = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1)
    sum += product > 9 ? product - 9 : product
  }
  return String((10 - (sum % 10)) % 10)
}
