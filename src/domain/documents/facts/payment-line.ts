import type { DocumentData } from "../document-data.ts"

type PaymentMeans = DocumentData["paymentMeans"][number]

/**
 * The line of a Danish payment slip, `+71<000000000100420+87654321<`: card type and payment id as
 * `71#000000000100420`, and the creditor's number as the account (Peppol BIS, code 93; OIOUBL, code 50 and 93).
 */
export function findFikLine(means: PaymentMeans): string | undefined {
  if (means.code !== "93" && means.code !== "50") return undefined
  const [, type, id] = /^\+?(01|04|15|71|73|75)[#<](\d*)$/.exec(means.paymentId ?? "") ?? []
  if (type === undefined || means.account === undefined || !/^\d{7,8}$/.test(means.account)) return undefined
  return `+${type}<${id}+${means.account}<`
}

/** Whether an account is an IBAN (ISO 13616) by its shape. */
export function isIban(account: string): boolean {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(account)
}

/** Whether a bank is named by its BIC (ISO 9362) rather than a Danish registration number. */
export function isBic(bank: string): boolean {
  return /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bank)
}

/** An IBAN in groups of four, as banks print it, joined by `space`; other accounts as they are. */
export function groupAccount(account: string, space = "\u00a0"): string {
  return isIban(account) ? account.replaceAll(/(.{4})(?=.)/g, `$1${space}`) : account
}

/** What a code of UNCL4461 means, in our words. */
export function paymentWay(code: string): "transfer" | "card" | "direct_debit" | "cash" | "other" {
  if (["30", "31", "42", "57", "58"].includes(code)) return "transfer"
  if (["48", "54", "55"].includes(code)) return "card"
  if (["49", "59"].includes(code)) return "direct_debit"
  return code === "10" ? "cash" : "other"
}
