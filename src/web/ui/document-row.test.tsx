import { expect, test } from "vitest"
import { DocumentRow, type DocumentRowProps, documentRowHtml, documentRowsHtml } from "./document-row.tsx"
import { Code } from "./facts.tsx"
import { LinesTable } from "./lines-table.tsx"
import { Pager } from "./pager.tsx"

const row: DocumentRowProps = {
  href: "/portal/documents/1",
  type: "invoice",
  typeText: "Invoice",
  title: "Invoice 10042",
  note: "13 Nov 2026 · Large service",
  state: "overdue",
  stateText: "Overdue 19 days",
  amount: "9,124.38 kr.",
}

test("a row says type and state in words and colours, and links to the document", () => {
  const html = String(documentRowHtml(row))
  expect(html).toContain('class="type type-invoice row-type">Invoice<')
  expect(html).toContain('class="state tone-late row-state">Overdue 19 days<')
  expect(html).toContain('<a class="row-title" href="/portal/documents/1">Invoice 10042</a>')
  expect(html).not.toContain("row-pdf")
  expect(html).not.toContain("row-select")
})

test("a row written as a template and as a component is the same", () => {
  expect(String(<DocumentRow {...row} />)).toBe(String(documentRowHtml(row)))
})

test("rows are joined with nothing between them", () => {
  const html = String(documentRowsHtml("Documents", [row, row]))
  expect(html.match(/<li /g)).toHaveLength(2)
  expect(html).toContain("</li><li")
})

test("a row that can be chosen has a named box, ticked or not", () => {
  const select = { name: "document", value: "1", label: "Choose invoice 10042" }
  expect(String(documentRowHtml({ ...row, select }))).not.toContain(" checked")
  const ticked = String(documentRowHtml({ ...row, select: { ...select, checked: true } }))
  expect(ticked).toContain('aria-label="Choose invoice 10042" checked>')
})

test("a FIK line may break only before its second plus, and is copied as it is", () => {
  const html = String(<Code value="+71<000000000100420+87654321<" />)
  expect(html).toBe(
    '<span class="unbroken">+71&lt;000000000100420</span><wbr/><span class="unbroken">+87654321&lt;</span>',
  )
})

test("lines leave out the columns that have no heading, and reckon on a phone", () => {
  const labels = { text: "Text", quantity: "Quantity", unitPrice: "Price", amount: "Amount" }
  const line = {
    number: "7731",
    text: "Pads",
    quantity: "1 set",
    unitPrice: "1,180.00",
    discount: "10 %",
    amount: "1,062.00",
  }
  const html = String(<LinesTable caption="Lines" labels={labels} lines={[line]} />)
  expect(html).toContain("7731 · 1 set ×\u00a01,180.00 −\u00a010 %")
  expect(html.match(/<th /g)).toHaveLength(4)
  expect(html.match(/<td /g)).toHaveLength(4)
})

test("a pager has no counts, and is not there when there is one page", () => {
  expect(String(<Pager label="Pages" />)).toBe("")
  const html = String(<Pager label="Pages" older={{ href: "?after=x", text: "Older" }} />)
  expect(html).toContain('<a rel="next" href="?after=x">Older')
  expect(html).not.toContain("prev")
})
