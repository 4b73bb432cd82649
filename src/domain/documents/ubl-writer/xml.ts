/** Elements of UBL as text. Peppol forbids empty ones (PEPPOL-EN16931-R008), so what holds nothing is not written. */

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
}

type Attributes = Record<string, string | undefined>

/** An aggregate (`cac:`) of the elements given, or nothing when they are all empty. */
export function group(name: string, ...children: (string | undefined)[]): string {
  const content = children.join("")
  return content === "" ? "" : `<cac:${name}>${content}</cac:${name}>`
}

/** A basic element (`cbc:`) with its text, or nothing when there is none. */
export function basic(name: string, text: string | undefined, attributes: Attributes = {}): string {
  const content = escapeXml(text ?? "")
  if (content.trim() === "") return ""
  const written = Object.entries(attributes)
    .map(([key, value]) => (value ? ` ${key}="${escapeXml(value)}"` : ""))
    .join("")
  return `<cbc:${name}${written}>${content}</cbc:${name}>`
}

/** Escaped, and without the characters that XML 1.0 (clause 2.2) has no way to write. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(forbidden, "")
    .replaceAll(/[&<>"\r]/g, (character) => escapes[character] ?? character)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to drop.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
