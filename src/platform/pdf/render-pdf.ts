import { Worker } from "node:worker_threads"
import { PdfError, type PdfJob } from "./pdf-job.ts"

export interface SharedFonts {
  files: Uint8Array[]
  families: string[]
}

export type FromWorker = { pdf: Uint8Array } | { refused: string } | { fonts: SharedFonts }

export interface RendererOptions {
  timeoutMs: number
  /** A worker holds about 40 MB, so one that is not used ends. */
  idleMs: number
  mostWaiting: number
  workerFile: URL
}

export interface Renderer {
  render(job: PdfJob): Promise<Uint8Array>
  /** Whether a worker thread is there. */
  isAwake(): boolean
  /** Ends the worker; what is not set yet is rejected. A later job starts a new one. */
  end(): Promise<void>
}

interface Waiting {
  job: PdfJob
  resolve(pdf: Uint8Array): void
  reject(error: PdfError): void
}

/** From the sources it is `worker.ts` beside this file, in the built server `dist/pdf-worker.js`. */
const workerFile = new URL(
  import.meta.url.endsWith(".ts") ? "./worker.ts" : "./pdf-worker.js",
  import.meta.url,
)

/** One worker, started by the first job and ended when idle. It never keeps the process alive. */
export function createRenderer(options: Partial<RendererOptions> = {}): Renderer {
  const settings = { timeoutMs: 10_000, idleMs: 30_000, mostWaiting: 200, workerFile, ...options }
  const queue: Waiting[] = []
  let current: Waiting | undefined
  let worker: Worker | undefined
  let fonts: SharedFonts | undefined
  let timer: NodeJS.Timeout | undefined

  function next(): void {
    clearTimeout(timer)
    current = queue.shift()
    if (current === undefined) {
      worker?.unref()
      timer = setTimeout(stop, settings.idleMs).unref()
      return
    }
    worker ??= start()
    worker.ref()
    worker.postMessage(current.job)
    timer = setTimeout(() => fail("timeout", `No PDF after ${settings.timeoutMs} ms.`), settings.timeoutMs)
  }

  function start(): Worker {
    const started = new Worker(settings.workerFile, {
      workerData: { fonts },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    let cause = "The PDF worker ended."
    started.on("message", (message: FromWorker) => {
      if (worker === started) receive(message)
    })
    started.on("error", (error) => {
      cause = error instanceof Error ? error.message : String(error)
    })
    started.on("exit", () => {
      if (worker === started) fail("crashed", cause)
    })
    return started
  }

  function receive(message: FromWorker): void {
    if ("fonts" in message) {
      fonts = message.fonts
      return
    }
    if ("pdf" in message) current?.resolve(message.pdf)
    else current?.reject(new PdfError("refused", message.refused))
    next()
  }

  /** The job that was being set fails; those that wait get a new worker. */
  function fail(reason: "timeout" | "crashed", cause: string): void {
    const failed = current
    void stop()
    failed?.reject(new PdfError(reason, cause))
    next()
  }

  async function stop(): Promise<void> {
    clearTimeout(timer)
    const ended = worker
    worker = undefined
    await ended?.terminate()
  }

  return {
    render(job) {
      if (queue.length >= settings.mostWaiting) {
        return Promise.reject(new PdfError("busy", `${queue.length} PDFs are waiting already.`))
      }
      return new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject })
        if (current === undefined) next()
      })
    },
    isAwake: () => worker !== undefined,
    async end() {
      const unset = [current, ...queue.splice(0)]
      current = undefined
      await stop()
      for (const waiting of unset) waiting?.reject(new PdfError("crashed", "The renderer was ended."))
    },
  }
}

const renderer = createRenderer()

/**
 * Sets a PDF/A-3a (or PDF/UA-1) in a thread of its own. The same job gives the same bytes, in any
 * process on any machine. Throws `PdfError`: see there for the reasons.
 */
export function renderPdf(job: PdfJob): Promise<Uint8Array> {
  return renderer.render(job)
}
