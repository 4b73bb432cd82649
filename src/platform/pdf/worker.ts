/** The process in which PDFs are set. It lives as long as `renderPdf` keeps it, and ends with the server. */
import { createCompile } from "./compile.ts"
import { makeFonts } from "./fonts.ts"
import { PdfError, type PdfJob } from "./pdf-job.ts"
import type { FromWorker } from "./render-pdf.ts"

if (!process.send) throw new Error("worker.ts is started by the renderer only.")
const send = (message: FromWorker) => process.send?.(message)

process.on("disconnect", () => process.exit())
const compile = createCompile(await makeFonts())

process.on("message", (job: PdfJob) => {
  try {
    send({ pdf: compile(job) })
  } catch (error) {
    // What is wrong with this job says the worker; what is wrong with the worker ends it.
    if (!(error instanceof PdfError)) throw error
    send({ refused: error.message })
  }
})
