import { formatAmount, formatDate, formatShortDate, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { type PdfJob, type PdfStandard, renderPdf } from "../../../platform/pdf/index.ts"
import { accountLine, type Branding, letterhead } from "../../documents/index.ts"
import { describeLine, describePeriod, namedDocuments } from "../describe-line.ts"
import type { Statement } from "../find-statement.ts"
import { payTo } from "./pay-to.ts"

export interface StatementPdfInput {
  statement: Statement
  branding: Branding
  /** As the business stands in the register. */
  companyId: string | null
  language: Language
  /** `a-3a` is what is sent. */
  standard?: PdfStandard
}

/** More lines than this are a book, which nobody reads and which takes half a minute to set. */
export const mostPdfLines = 5_000
/** From here on a PDF takes longer than people like to wait behind. */
const longStatementLines = 500

/** A statement as a letter. The same input gives the same bytes; throws `PdfError`. */
export function renderStatementPdf(input: StatementPdfInput): Promise<Uint8Array> {
  return renderPdf(statementPdfJob(input))
}

/** What the template is given: every value a text. */
export function statementPdfJob(input: StatementPdfInput): PdfJob {
  const { statement, branding, language } = input
  const words = texts(language).statement
  return {
    template: "statement",
    title: words.title,
    author: branding.name,
    language,
    date: statement.madeOn,
    images: branding.logo ? { logo: branding.logo } : {},
    attachments: [],
    isLong: statement.lines.length > longStatementLines,
    standard: input.standard ?? "a-3a",
    values: {
      pageWords: words.page,
      brand: letterhead(branding),
      recipient: recipientOf(statement, language),
      facts: factsOf(statement, language),
      period: describePeriod(statement, language),
      lines: linesOf(statement, language),
      ageing: ageingOf(statement, language),
      payment: payTo(statement, branding, language),
      footer: footerLines(input),
    },
  }
}

function recipientOf({ customer }: Statement, language: Language) {
  const cvr = customer.companyId?.replace(/^(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1\u00a0$2\u00a0$3\u00a0$4")
  return {
    label: texts(language).document.customer,
    lines: [
      customer.name,
      ...customer.addressLines,
      ...(cvr ? [`${texts(language).document.registrations.cvr} ${cvr}`] : []),
    ],
  }
}

function factsOf({ customer, currency, madeOn }: Statement, language: Language) {
  const words = texts(language).statement
  return [
    { label: words.madeOn, value: formatDate(madeOn, language) },
    { label: words.customerNumber, value: customer.number },
    { label: words.currency, value: currency },
  ]
}

function linesOf(statement: Statement, language: Language) {
  const words = texts(language).statement
  const amount = (value: bigint) => formatAmount({ amount: value, currency: statement.currency }, language)
  const rows = statement.lines.map((line) => {
    const said = describeLine(line, language)
    return {
      date: formatShortDate(line.date, language),
      text: said.title,
      note: namedDocuments(said, language),
      due: line.dueDate ? formatShortDate(line.dueDate, language) : "",
      amount: amount(line.amount),
      balance: amount(line.balance),
    }
  })
  const opening = amount(statement.opening)
  const closing = amount(statement.closing)
  return {
    head: {
      date: words.date,
      text: words.text,
      due: words.dueDate,
      amount: words.amount,
      balance: words.balance,
    },
    opening: {
      date: statement.from ? formatShortDate(statement.from, language) : "",
      text: words.opening,
      balance: opening,
    },
    rows,
    none: rows.length === 0 ? words.noLines : "",
    closing: {
      text: words.balanceOn(formatShortDate(statement.to, language)),
      // The code stands before the amount, so that the figures end on the same decimal as those above.
      balance: `${statement.currency}\u00a0${closing}`,
    },
    longest: {
      date: longest(rows.map((row) => row.date)),
      due: longest(rows.map((row) => row.due)),
      amount: longest(rows.map((row) => row.amount)),
      balance: longest([opening, closing, ...rows.map((row) => row.balance)]),
    },
  }
}

function longest(all: string[]): string {
  return all.reduce((most, one) => (one.length > most.length ? one : most), "")
}

/** The age of what is open, and none of it where nothing is. */
function ageingOf({ ageing, currency, to }: Statement, language: Language) {
  const words = texts(language).statement
  const buckets = (["notDue", "days1to30", "days31to60", "days61to90", "over90", "credit"] as const).map(
    (name) => ({
      label: words.buckets[name],
      amount: name === "credit" ? -ageing[name] : ageing[name],
    }),
  )
  if (buckets.every(({ amount }) => amount === 0n)) return null
  return {
    heading: words.ageingOn(formatDate(to, language)),
    buckets: buckets
      .filter(({ label, amount }) => amount !== 0n || label !== words.buckets.credit)
      .map(({ label, amount }) => ({
        label,
        value: formatAmount({ amount, currency }, language),
        isNothing: amount === 0n,
      })),
  }
}

/** Who the business is by law, and where the money goes. */
function footerLines({ branding, companyId, language }: StatementPdfInput): string[] {
  const cvr = companyId?.replace(/^(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1\u00a0$2\u00a0$3\u00a0$4")
  const legal = [
    branding.name,
    ...branding.addressLines,
    cvr && `${texts(language).document.registrations.cvr} ${cvr}`,
  ]
  return [legal, accountLine(branding), [branding.footerText]]
    .map((parts) => parts.filter((part) => part !== undefined && part !== null && part !== "").join(" · "))
    .filter((line) => line !== "")
}
