import type { Child } from "hono/jsx"

export interface Column {
  /** Empty for a column of buttons. */
  label: string
  /** Figures stand to the right. */
  numeric?: boolean | undefined
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
            {columns.map((column) => (
              <th scope="col" class={column.numeric ? "number" : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {columns.map((column, index) => (
                <td class={column.numeric ? "number" : undefined} data-label={column.label || undefined}>
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
