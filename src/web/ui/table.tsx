import type { Child } from "hono/jsx"

export interface Column {
  /** Empty for the column of what can be done. */
  label: string
  /** Figures stand to the right. */
  numeric?: boolean | undefined
  /** Dates and the like, which do not break. */
  short?: boolean | undefined
}

export interface TableProps {
  /** What the table lists, for a screen reader. */
  caption: string
  columns: readonly Column[]
  /** Each as long as `columns`. */
  rows: readonly (readonly Child[])[]
}

/** A staff table. On a phone each row becomes a small list of names and values. */
export function Table({ caption, columns, rows }: TableProps) {
  return (
    <div class="records-card">
      <table class="records">
        <caption class="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) =>
              column.label ? (
                <th scope="col" class={classOf(column)}>
                  {column.label}
                </th>
              ) : (
                <td></td>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {columns.map((column, index) => (
                <td class={classOf(column)} data-label={column.label || undefined}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function classOf({ label, numeric, short }: Column): string | undefined {
  if (numeric) return "number"
  if (short) return "short"
  return label === "" ? "deeds" : undefined
}
