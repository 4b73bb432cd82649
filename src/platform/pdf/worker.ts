/** The thread in which PDFs are set. It lives as long as `renderPdf` keeps it. */
import { parentPort, workerData } from "node:worker_threads"
import { createCompile } from "./compile.ts"
import { type Fonts, makeFonts } from "./fonts.ts"
import { PdfError, type PdfJob } from "./pdf-job.ts"
import type { FromWorker, SharedFonts } from "./render-pdf.ts"

const port = parentPort
if (port === null) throw new Error("worker.ts runs as a worker only.")
const send = (message: FromWorker) => port.postMessage(message)

const shared: SharedFonts | undefined = workerData?.fonts
const fonts = shared === undefined ? await makeFonts() : fromShared(shared)
if (shared === undefined) send({ fonts: toShared(fonts) })
const compile = createCompile(fonts)

port.on("message", (job: PdfJob) => {
  try {
    send({ pdf: compile(job) })
  } catch (error) {
    // What is wrong with this job says the worker; what is wrong with the worker ends it.
    if (!(error instanceof PdfError)) throw error
    send({ refused: error.message })
  }
})

/** Unpacked once a process: the next worker takes them from memory that both see. */
function toShared(made: Fonts): SharedFonts {
  const files = made.files.map((file) => {
    const bytes = new Uint8Array(new SharedArrayBuffer(file.length))
    bytes.set(file)
    return bytes
  })
  return { files, families: made.families }
}

function fromShared(made: SharedFonts): Fonts {
  return { files: made.files.map((file) => Buffer.from(file)), families: made.families }
}
