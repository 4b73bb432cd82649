/**
 * Search that forgives: what a text is found by, and what a person's words ask for. Both sides fold letters the
 * same way, so that "aarhus" finds Århus; codes (numbers, registrations) are found by any part of them; amounts
 * in whatever way they are written. Terms are lexemes of a PostgreSQL tsvector, queries are tsquery text.
 */

const danish: Record<string, string> = { æ: "ae", ø: "oe", å: "aa", ä: "ae", ö: "oe", ß: "ss" }

/** Lower case, without accents; Danish letters written out. */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[æøåäöß]/g, (letter) => danish[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
}

const longestWord = 40
const mostTerms = 2000

function wordsOf(text: string): string[] {
  return (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, longestWord))
}

/** `AB 12 345` becomes `ab12345`. */
export function compact(code: string): string {
  return wordsOf(code).join("").slice(0, longestWord)
}

export interface Searchable {
  /** Words, found by how they begin. */
  texts: readonly (string | null | undefined)[]
  /** Numbers, references, registrations: found by any part of two characters or more. */
  codes: readonly (string | null | undefined)[]
  /** Decimal amounts such as `9124.38`. */
  amounts?: readonly string[]
  /** Exact marks of our own, such as `k:invoice`. */
  marks?: readonly string[]
}

/** What something is found by; at most 2,000 terms, codes and amounts first. */
export function termsOf(searchable: Searchable): string[] {
  const terms = new Set<string>(searchable.marks ?? [])
  for (const amount of searchable.amounts ?? []) terms.add(`m:${amount.replace("-", "")}`)
  for (const code of searchable.codes) {
    const whole = compact(code ?? "")
    for (let start = 0; start + 2 <= whole.length || start === 0; start += 1) terms.add(whole.slice(start))
    for (const word of wordsOf(code ?? "")) terms.add(word)
  }
  for (const text of searchable.texts) {
    for (const word of wordsOf(text ?? "")) {
      if (terms.size >= mostTerms) break
      terms.add(word)
    }
  }
  terms.delete("")
  return [...terms]
}

function quote(lexeme: string): string {
  return `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`
}

/**
 * A word matches how a term begins. One of one or two characters does so only where it is all that is asked: every
 * number that begins with 12 is a tenth of them all, and reading several such would cost more than all the rest.
 */
function begins(word: string, least: number): string {
  return word.length < least ? quote(word) : `${quote(word)}:*`
}

/** The shortest word that matches by its beginning, among these. */
function leastOf(words: readonly string[]): number {
  return words.length > 1 ? 3 : 2
}

/** Reads `9.124,38`, `9,124.38`, `9124,38` or `9124` as the beginning of an amount term. */
function amountOf(word: string): string | null {
  if (!/^-?\d[\d.,]*$/.test(word) || word.length > 20) return null
  const digits = word.replace("-", "")
  const decimal = /^(.*)[.,](\d{2})$/.exec(digits)
  const whole = (decimal?.[1] ?? digits).replace(/[.,]/g, "").replace(/^0+(?=\d)/, "")
  return decimal?.[2] ? quote(`m:${whole}.${decimal[2]}`) : `${quote(`m:${whole}.`)}:*`
}

const mostWords = 6

/** A person's words as tsquery text, every word required; null when there is nothing to look for. */
export function toSearchQuery(asked: string): string | null {
  const words = asked
    .slice(0, 200)
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, mostWords)
  const least = leastOf(words.map(compact))
  const conditions = words.flatMap((word) => {
    const parts = wordsOf(word)
    const whole = parts.join("").slice(0, longestWord)
    if (whole === "") return []
    const ways = new Set([begins(whole, least)])
    if (parts.length > 1) {
      const leastPart = leastOf(parts)
      ways.add(`(${parts.map((part) => begins(part, leastPart)).join(" & ")})`)
    }
    const withoutZeros = whole.replace(/^0+(?=.)/, "")
    if (/^\d+$/.test(whole) && withoutZeros !== whole) ways.add(begins(withoutZeros, least))
    const amount = amountOf(word)
    if (amount) ways.add(amount)
    return [`(${[...ways].join(" | ")})`]
  })
  return conditions.length === 0 ? null : conditions.join(" & ")
}
