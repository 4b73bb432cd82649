import { spawn } from "node:child_process"
import { rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { expect, test } from "vitest"
import { newId } from "../../src/platform/ids/index.ts"

/** What a customer's click on "PDF" does in the server's process: one accepted document, larger than the worker's heap. */
const program = (root: string) => `
import { documentSchema } from "${root}/src/domain/documents/index.ts"
import { renderDocumentPdf } from "${root}/src/domain/documents/pdf/render-document-pdf.ts"
const one = { name: "Service", description: "x ".repeat(2400), quantity: "1", netPrice: "1.00", net: "100" }
const totals = { gross: "100", discount: "0", lines: "100", allowances: "0", charges: "0", withoutVat: "100", vat: "25", withVat: "125", prepaid: "0", rounding: "0", payable: "125" }
const data = documentSchema.parse({ kind: "invoice", number: "1", issueDate: "2026-11-01", currency: "DKK", seller: { name: "S" },
  customer: { name: "C" }, lines: Array.from({ length: 10000 }, (_, i) => ({ ...one, id: String(i + 1) })), totals })
const branding = { name: "S", accent: "#0b5d4b", addressLines: [], bank: {} }
for (let click = 0; click < 4; click += 1)
  await renderDocumentPdf({ data, branding, language: "en", attachments: [] }).catch(() => undefined)
`

test("a document too large to be set fails alone; the server lives on", async () => {
  const file = join(tmpdir(), `kvit-${newId()}.ts`)
  await writeFile(file, program(resolve(import.meta.dirname, "../..")))
  const child = spawn(process.execPath, [file], { stdio: "ignore" })
  const code = await new Promise((done) => child.on("exit", (exit, signal) => done(signal ?? exit)))
  await rm(file)
  expect(code).toBe(0)
}, 90_000)
