import { readFileSync, statSync } from "node:fs"
import { importUbl, isPdf, type RefusedDocument, type UblFile } from "../../domain/exchange/index.ts"
import { type CommandOptions, withBusiness } from "../open.ts"
import { findFiles } from "./find-files.ts"
import { openReport } from "./report.ts"

/** What `readUbl` refuses; such a file is not even read. */
const largestXml = 30_000_000
const largestPdf = 20_000_000
const mostNotes = 100

/** Imports files, and folders with all their files, one after the other; never more of them in memory than a set. */
export async function importUblFiles(paths: readonly string[], options: CommandOptions): Promise<void> {
  const files = await findFiles(paths, /\.xml$/i)
  await withBusiness(options, "import", async (_runtime, actor) => {
    const report = await openReport(options, files.length, files.length === 1 ? "file" : "files")
    const notes: string[] = []
    const note = (text: string) => {
      if (notes.length < mostNotes) notes.push(text)
    }
    const unreadable = (refusal: RefusedDocument) => report.tell(refusal)
    for await (const outcome of importUbl(actor, readFiles(files, unreadable, note))) report.tell(outcome)
    report.finish({ notes })
  })
}

/** Reads one file after the other, each at once: for small files that takes a tenth of the time of asking and waiting. */
async function* readFiles(
  files: readonly string[],
  refuse: (refusal: RefusedDocument) => void,
  note: (text: string) => void,
): AsyncGenerator<UblFile> {
  for (const name of files) {
    const refused = (reason: string) => refuse({ from: name, outcome: "refused", reason, line: 0 })
    try {
      const { size } = statSync(name)
      if (size > largestXml) {
        refused(`The file is larger than ${largestXml / 1_000_000} MB.`)
        continue
      }
      const pdf = readPdfBeside(name, note)
      yield { name, bytes: readFileSync(name), ...(pdf ? { pdf } : {}) }
    } catch (error) {
      if (!isFileError(error)) throw error
      refused(`The file cannot be read: ${error.message}.`)
    }
  }
}

/** `X.pdf` beside `X.xml`: the document as its own system printed it. */
function readPdfBeside(xml: string, note: (text: string) => void): Uint8Array | null {
  for (const name of [xml.replace(/\.xml$/i, ".pdf"), xml.replace(/\.xml$/i, ".PDF")]) {
    const found = name === xml ? undefined : statSync(name, { throwIfNoEntry: false })
    if (!found) continue
    const bytes = found.size <= largestPdf ? readFileSync(name) : null
    if (bytes && isPdf(bytes)) return bytes
    note(`${name} is left out: ${bytes ? "it is no PDF" : `it is larger than ${largestPdf / 1_000_000} MB`}.`)
  }
  return null
}

function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string"
}
