/**
 * Text as it can be set. PDF/A forbids characters without a glyph (ISO 19005-3, clause 6.2.11.8), and one
 * emoji in a name must not cost a business its invoice: what no font of ours draws becomes a question mark.
 *
 * Control characters go, and so do the marks that turn the direction of text, because they can make
 * an account number read as another. Line breaks stay.
 */
export function toPrintable(text: string, covered: ReadonlySet<number>): string {
  let printable = ""
  for (const character of plain(text)) {
    const code = character.codePointAt(0) ?? 0
    if (code === 0x0a || covered.has(code)) printable += character
    else printable += likeness[character] ?? missing(character)
  }
  return printable
}

/** Every text in a JSON value made printable; keys are ours and stay. */
export function toPrintableValues(value: unknown, covered: ReadonlySet<number>): unknown {
  if (typeof value === "string") return toPrintable(value, covered)
  if (Array.isArray(value)) return value.map((item) => toPrintableValues(item, covered))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, toPrintableValues(item, covered)]),
  )
}

const unseen = /(?!\n)[\p{Cc}\p{Cs}\p{Co}\p{Cn}]|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}/gu

function plain(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replaceAll("\t", " ")
    .normalize("NFC")
    .replaceAll(unseen, "")
}

/** Characters our fonts lack, and what says the same. */
const likeness: Record<string, string> = {
  "\u2010": "-",
  "\u2011": "-",
  "\u2012": "–",
  "\u2015": "—",
  "\u202f": "\u00a0",
  "→": "->",
  "←": "<-",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "≈": "~",
  "●": "•",
  "▪": "•",
  "■": "•",
  "✓": "v",
  "✔": "v",
  "✗": "x",
  "✘": "x",
}

function missing(character: string): string {
  if (/\p{Zs}/u.test(character)) return " "
  // A mark that joined no letter would stand alone as a box.
  return /\p{M}/u.test(character) ? "" : "?"
}
