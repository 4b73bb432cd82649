import {
  describeLine,
  describePeriod,
  type Statement,
  type StatementLine,
} from "../../../domain/statements/index.ts"
import {
  formatAmount,
  formatMoney,
  formatShortDate,
  type Language,
} from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { Sheet } from "../sheet.tsx"

interface StatementSheetProps {
  statement: Statement
  language: Language
  /** Where a document opens. */
  documentHref: (documentId: string) => string
}

/** So many lines are shown; of a longer statement the last, after what was brought forward. */
const mostShown = 400

/** A table shown as a grid, as on a phone, loses its roles in some browsers; so they are told. */
const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  cell: { role: "cell" },
} as const

/** The statement as it would lie on a desk. On a phone each line is two: what and how much, when and what is left. */
export function StatementSheet({ statement, language, documentHref }: StatementSheetProps) {
  const words = texts(language).statement
  const { customer, currency, lines } = statement
  const period = describePeriod(statement, language)
  return (
    <Sheet label={`${words.title}, ${period}`}>
      <header class="statement-head">
        <h2>{period}</h2>
        <p class="soft">
          {customer.name} · {words.customerNumber} {customer.number} · {currency}
        </p>
      </header>
      {lines.length > mostShown && <p class="sheet-note">{words.earlier(lines.length - mostShown)}</p>}
      <table class="statement-table" {...roles.table}>
        <caption class="sr-only">{words.lines}</caption>
        <thead {...roles.rowgroup}>
          <tr {...roles.row}>
            {[words.date, words.text].map((text) => (
              <th scope="col" {...roles.columnheader}>
                {text}
              </th>
            ))}
            {[words.amount, words.balance].map((text) => (
              <th scope="col" class="number" {...roles.columnheader}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...roles.rowgroup}>
          <Opening statement={statement} language={language} />
          {lines.slice(-mostShown).map((line) => (
            <Line line={line} currency={currency} language={language} documentHref={documentHref} />
          ))}
          {lines.length === 0 && (
            <tr {...roles.row} class="statement-none">
              <td colspan={4} {...roles.cell} class="soft">
                {words.noLines}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <dl class="totals">
        <Moved statement={statement} language={language} />
        <div class="total">
          <dt>{words.closing}</dt>
          <dd>{formatMoney({ amount: statement.closing, currency }, language)}</dd>
        </div>
      </dl>
    </Sheet>
  )
}

function Opening({ statement, language }: Pick<StatementSheetProps, "statement" | "language">) {
  const words = texts(language).statement
  const { lines, currency } = statement
  const skipped = lines.length > mostShown ? lines[lines.length - mostShown - 1] : undefined
  const date = skipped?.date ?? statement.from
  const amount = skipped?.balance ?? statement.opening
  return (
    <tr {...roles.row} class="statement-opening">
      <td {...roles.cell} class="statement-date">
        {date && formatShortDate(date, language)}
      </td>
      <td {...roles.cell} class="statement-text">
        <span class="statement-title">{skipped ? words.broughtForward : words.opening}</span>
      </td>
      <td {...roles.cell} class="number statement-amount"></td>
      <td {...roles.cell} class="number statement-balance">
        {formatAmount({ amount, currency }, language)}
      </td>
    </tr>
  )
}

interface LineProps extends Omit<StatementSheetProps, "statement"> {
  line: StatementLine
  currency: string
}

function Line({ line, currency, language, documentHref }: LineProps) {
  const words = texts(language).statement
  const said = describeLine(line, language)
  // A title that names a document leads to it; of a payment, the numbers of what it was for do.
  const [document] = said.named.length === 0 ? line.documents : []
  const amount = (value: bigint) => formatAmount({ amount: value, currency }, language)
  return (
    <tr {...roles.row}>
      <td {...roles.cell} class="statement-date">
        {formatShortDate(line.date, language)}
      </td>
      <td {...roles.cell} class="statement-text">
        <span class="statement-title">
          {document ? <a href={documentHref(document.id)}>{said.title}</a> : said.title}
        </span>
        {line.dueDate && (
          <span class="statement-note">{words.due(formatShortDate(line.dueDate, language))}</span>
        )}
        {said.named.length > 0 && (
          <span class="statement-note">
            {words.forDocuments("")}
            {said.named.map(({ id, number }, index) => (
              <>
                {index > 0 && ", "}
                <a href={documentHref(id)}>{number}</a>
              </>
            ))}
            {said.more > 0 && ` ${words.andMore(said.more)}`}
          </span>
        )}
      </td>
      <td {...roles.cell} class="number statement-amount">
        {amount(line.amount)}
      </td>
      <td {...roles.cell} class="number statement-balance">
        <span class="statement-word">{words.balance} </span>
        {amount(line.balance)}
      </td>
    </tr>
  )
}

/** What was added and what was taken off, where anything was. */
function Moved({ statement, language }: Pick<StatementSheetProps, "statement" | "language">) {
  const words = texts(language).statement
  const { lines, currency } = statement
  if (lines.length === 0) return null
  const sum = (of: (amount: bigint) => boolean) =>
    lines.reduce((total, { amount }) => (of(amount) ? total + amount : total), 0n)
  const rows = [
    { label: words.opening, amount: statement.opening },
    { label: words.added, amount: sum((amount) => amount > 0n) },
    { label: words.taken, amount: sum((amount) => amount < 0n) },
  ]
  return (
    <>
      {rows.map(({ label, amount }) => (
        <div>
          <dt>{label}</dt>
          <dd>{formatAmount({ amount, currency }, language)}</dd>
        </div>
      ))}
    </>
  )
}
