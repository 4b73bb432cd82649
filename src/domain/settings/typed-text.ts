/** One line as a person typed it: trimmed, without control characters, composed as Unicode NFC. */
export function readLine(text: string | undefined): string {
  return plain(text ?? "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
}

/** Several lines: breaks are kept as `\n`, other control characters are not; blank ends are cut. */
export function readLines(text: string | undefined): string {
  return plain(text ?? "")
    .replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, "\n")
    .replace(/[^\P{Cc}\n]+/gu, " ")
    .trim()
}

/** What the database can keep: whole characters. */
function plain(text: string): string {
  return text.toWellFormed().normalize("NFC")
}
