import { formatDate, type Language } from "../../platform/language/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import type { Statement, StatementLine } from "./find-statement.ts"

const mostNumbers = 6

/** What a line says of itself: its title, and the documents it was for where the title does not name them. */
export interface LineWords {
  title: string
  /** Documents to be named below the title; the others are only counted. */
  named: StatementLine["documents"]
  more: number
}

/** The words of a line, the same on page, PDF and CSV. */
export function describeLine(line: StatementLine, language: Language): LineWords {
  const { statement: words, shared } = texts(language)
  const [first] = line.documents
  switch (line.kind) {
    case "invoice":
    case "credit_note": {
      if (!first) return { title: line.kind === "invoice" ? words.kinds.invoice : words.credit, ...none }
      const title = `${shared.kinds[first.kind]} ${first.number}`
      return { title: (line.version ?? 1) > 1 ? words.corrected(title) : title, ...none }
    }
    case "payment":
    case "refund": {
      const way = wayOf(line, words.methods)
      return { title: way ? `${words.kinds[line.kind]}, ${way}` : words.kinds[line.kind], ...namesOf(line) }
    }
    case "write_off":
      return { title: line.amount > 0n ? words.writeOffTakenBack : words.kinds.write_off, ...namesOf(line) }
    default:
      return { title: words.kinds[line.kind], ...namesOf(line) }
  }
}

const none = { named: [], more: 0 }

function namesOf({ documents }: StatementLine): Pick<LineWords, "named" | "more"> {
  return { named: documents.slice(0, mostNumbers), more: Math.max(0, documents.length - mostNumbers) }
}

function wayOf({ paymentMethod }: StatementLine, methods: Readonly<Record<string, string>>): string {
  return paymentMethod === null ? "" : (methods[paymentMethod] ?? "")
}

/** `for 10042, 10043 and 4 more`; nothing where no document is named. */
export function namedDocuments({ named, more }: LineWords, language: Language): string {
  if (named.length === 0) return ""
  const words = texts(language).statement
  const numbers = named.map(({ number }) => number).join(", ")
  return words.forDocuments(more > 0 ? `${numbers} ${words.andMore(more)}` : numbers)
}

/** `1 January 2026 – 21 November 2026`. */
export function describePeriod({ from, to }: Pick<Statement, "from" | "to">, language: Language): string {
  const words = texts(language).statement
  return from
    ? words.range(formatDate(from, language), formatDate(to, language))
    : words.until(formatDate(to, language))
}
