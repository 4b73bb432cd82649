import { type ChildProcess, fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import { PdfError, type PdfJob } from "./pdf-job.ts"

export type FromWorker = { pdf: Uint8Array } | { refused: string }

export interface RendererOptions {
  timeoutMs: number
  /** A worker holds about 80 MB, so one that is not used ends. */
  idleMs: number
  mostWaiting: number
  workerFile: URL
}

export interface Renderer {
  render(job: PdfJob): Promise<Uint8Array>
  /** Whether a worker is there. */
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

/** What a worker may take; a document that needs more costs its worker, not the server. */
const mostHeapMegabytes = 384

/**
 * One worker, started by the first job and ended when idle. It is a process of its own, since a document may exhaust
 * its memory or hang in native code; it knows nothing of the server's environment. It never keeps the server alive.
 */
export function createRenderer(options: Partial<RendererOptions> = {}): Renderer {
  const settings = { timeoutMs: 10_000, idleMs: 30_000, mostWaiting: 200, workerFile, ...options }
  const queue: Waiting[] = []
  let current: Waiting | undefined
  let worker: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined

  function next(): void {
    clearTimeout(timer)
    current = queue.shift()
    if (current === undefined) {
      rest(worker)
      timer = setTimeout(stop, settings.idleMs).unref()
      return
    }
    worker ??= start()
    worker.ref()
    worker.channel?.ref()
    worker.send(current.job)
    timer = setTimeout(() => fail("timeout", `No PDF after ${settings.timeoutMs} ms.`), settings.timeoutMs)
  }

  function start(): ChildProcess {
    const started = fork(fileURLToPath(settings.workerFile), [], {
      env: {},
      execArgv: [`--max-old-space-size=${mostHeapMegabytes}`],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    })
    let said = ""
    started.stderr?.on("data", (text: Buffer) => {
      said = (said + text.toString()).slice(-8_000)
    })
    started.on("message", (message: FromWorker) => {
      if (worker === started) receive(message)
    })
    // A worker that cannot be started or written to ends too, and `close` says so.
    started.on("error", (error) => {
      said += `\nError: ${error.message}`
    })
    started.on("close", () => {
      if (worker === started) fail("crashed", causeIn(said))
    })
    return started
  }

  function receive(message: FromWorker): void {
    if ("pdf" in message) current?.resolve(message.pdf)
    else current?.reject(new PdfError("refused", message.refused))
    next()
  }

  /** The job that was being set fails; those that wait get a new worker. */
  function fail(reason: "timeout" | "crashed", cause: string): void {
    const failed = current
    stop()
    failed?.reject(new PdfError(reason, cause))
    next()
  }

  function stop(): void {
    clearTimeout(timer)
    const ended = worker
    worker = undefined
    ended?.kill("SIGKILL")
    rest(ended)
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
      stop()
      for (const waiting of unset) waiting?.reject(new PdfError("crashed", "The renderer was ended."))
    },
  }
}

/** Lets the server end though the worker is there. */
function rest(worker: ChildProcess | undefined): void {
  worker?.unref()
  worker?.channel?.unref()
  const errors = worker?.stderr
  if (errors && "unref" in errors && typeof errors.unref === "function") errors.unref()
}

/** What a worker said before it ended. */
function causeIn(said: string): string {
  if (/heap out of memory/i.test(said)) return "The document needs more memory than a PDF may take."
  return /^\w*Error: (.+)$/m.exec(said)?.[1] ?? "The PDF worker ended."
}

/** Long documents are set beside the others, so that nobody waits behind a book. */
const renderers = { short: createRenderer(), long: createRenderer({ timeoutMs: 30_000, mostWaiting: 20 }) }

/**
 * Sets a PDF/A-3a (or PDF/UA-1) in a process of its own. The same job gives the same bytes, in any
 * process on any machine. Throws `PdfError`: see there for the reasons.
 */
export function renderPdf(job: PdfJob): Promise<Uint8Array> {
  return renderers[job.isLong ? "long" : "short"].render(job)
}
