import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { readCustomersCsv, readDocumentsCsv } from "./index.ts"

test("the examples in the documentation are read without a problem", () => {
  const page = readFileSync(new URL("../../../../docs/import-csv.md", import.meta.url), "utf8")
  const [customers = "", documents = ""] = [...page.matchAll(/```csv\n([\s\S]*?)```/g)].map(
    (each) => each[1] ?? "",
  )
  const bytes = (text: string) => new TextEncoder().encode(text)
  const seller = { name: "Nordvik Auto A/S", identifiers: [] }
  const files = [readCustomersCsv(bytes(customers)), readDocumentsCsv(bytes(documents), { seller })]
  expect(files.map((file) => file.ignoredColumns)).toEqual([[], []])
  expect(files.flatMap((file) => file.rows.map((row) => "data" in row))).toEqual([true, true, true, true])
})
