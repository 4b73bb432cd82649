/** The words above the columns. A column without its word is left out. */
export interface LineLabels {
  number?: string | undefined
  text: string
  quantity: string
  unitPrice: string
  discount?: string | undefined
  vat?: string | undefined
  amount: string
}

export interface DocumentLine {
  number?: string | undefined
  text: string
  /** Smaller, below the text, each on its own line; line breaks within are kept. */
  detail?: string | readonly string[] | undefined
  /** With its unit: "2.5 h" */
  quantity: string
  unitPrice: string
  discount?: string | undefined
  vat?: string | undefined
  amount: string
}

export interface LinesTableProps {
  /** What the table is, for a screen reader: "Lines". */
  caption: string
  labels: LineLabels
  lines: readonly DocumentLine[]
}

/** A table shown as a grid, as on a phone, loses its roles in some browsers; so they are told. */
const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  cell: { role: "cell" },
} as const

/**
 * The lines of a document. On a phone each is its text and amount, with the reckoning below:
 * "7731 · 1 set × 1,180.00 − 10 %".
 */
export function LinesTable({ caption, labels, lines }: LinesTableProps) {
  return (
    <table class="lines-table" {...roles.table}>
      <caption class="sr-only">{caption}</caption>
      <thead {...roles.rowgroup}>
        <tr {...roles.row}>
          {labels.number && <Head text={labels.number} />}
          <Head text={labels.text} />
          <Head text={labels.quantity} numeric />
          <Head text={labels.unitPrice} numeric />
          {labels.discount && <Head text={labels.discount} numeric />}
          {labels.vat && <Head text={labels.vat} numeric />}
          <Head text={labels.amount} numeric />
        </tr>
      </thead>
      <tbody {...roles.rowgroup}>
        {lines.map((line) => (
          <Line line={line} labels={labels} />
        ))}
      </tbody>
    </table>
  )
}

function Head({ text, numeric }: { text: string; numeric?: boolean }) {
  return (
    <th scope="col" {...roles.columnheader} class={numeric ? "number" : undefined}>
      {text}
    </th>
  )
}

function Line({ line, labels }: { line: DocumentLine; labels: LineLabels }) {
  return (
    <tr {...roles.row}>
      {labels.number && (
        <td {...roles.cell} class={isLong(line.number) ? "line-number long" : "line-number"}>
          {line.number}
        </td>
      )}
      <td {...roles.cell} class="line-text">
        {line.text}
        {detailsOf(line).map((detail) => (
          <span class="line-detail">{detail}</span>
        ))}
        <span class="line-reckoning">{reckoning(line, labels)}</span>
      </td>
      <Figures text={line.quantity} />
      <Figures text={line.unitPrice} />
      {labels.discount && <Figures text={line.discount ?? "–"} />}
      {labels.vat && <Figures text={line.vat ?? "–"} />}
      <td {...roles.cell} class="number line-amount">
        {line.amount}
      </td>
    </tr>
  )
}

function detailsOf({ detail = [] }: DocumentLine): readonly string[] {
  return typeof detail === "string" ? [detail].filter(Boolean) : detail
}

function Figures({ text }: { text: string }) {
  return (
    <td {...roles.cell} class={isLong(text) ? "number long" : "number"}>
      {text}
    </td>
  )
}

/** Numbers and figures stay on one line, but not those that would push the table off the page. */
function isLong(text: string | undefined): boolean {
  return (text ?? "").length > 18
}

function reckoning(line: DocumentLine, labels: LineLabels): string {
  const price = `${line.quantity} ×\u00a0${line.unitPrice}${line.discount ? ` −\u00a0${line.discount}` : ""}`
  const vat = labels.vat && line.vat ? `${labels.vat} ${line.vat}` : undefined
  return [line.number, price, vat].filter(Boolean).join(" · ")
}
