import { readFile, stat } from "node:fs/promises"
import { type DecimalMark, importCustomersCsv, importDocumentsCsv } from "../../domain/exchange/index.ts"
import { type CommandOptions, withBusiness } from "../open.ts"
import { UsageError } from "../problems.ts"
import { openReport } from "./report.ts"

interface CsvOptions extends CommandOptions {
  decimalMark?: DecimalMark
}

const largestFile = 50_000_000

/** Imports customers or documents from a CSV file. */
export async function importCsvFile(
  what: "customers" | "documents",
  file: string,
  options: CsvOptions,
): Promise<void> {
  const bytes = await read(file)
  await withBusiness(options, "import", async (_runtime, actor) => {
    const read =
      what === "customers"
        ? importCustomersCsv(actor, bytes)
        : await importDocumentsCsv(actor, bytes, { decimalMark: options.decimalMark })
    const report = await openReport(options, read.count, what)
    for await (const outcome of read.outcomes) report.tell(outcome)
    report.finish({ ignoredColumns: read.ignoredColumns })
  })
}

async function read(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file)
    if (size > largestFile) throw new UsageError(`${file} is larger than ${largestFile / 1_000_000} MB.`)
    return await readFile(file)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file} cannot be read.`, { cause: error })
  }
}
