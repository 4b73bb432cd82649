/**
 * COPY, which `pg` leaves to others: whole tables as PostgreSQL writes and reads them, with no value understood on
 * the way (PostgreSQL's documentation, "Frontend/Backend Protocol", section "COPY Operations").
 */
import { once } from "node:events"
import { Readable } from "node:stream"
import type pg from "pg"

/** What `pg` calls on the statement that is running; those of its own statements are more. */
interface CopyListener extends pg.Submittable {
  handleCopyInResponse?(connection: CopyConnection): void
  handleCopyData?(message: { chunk: Buffer }): void
  handleCommandComplete(message: { text: string }): void
  handleReadyForQuery(): void
  handleError(error: Error): void
}

/** `pg`'s connection, with what its types leave out. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** What a `copy … to stdout` answers, in blocks; `rows` is the server's count once it has ended. */
export interface CopyOut extends AsyncIterable<Buffer> {
  rows(): number
}

/**
 * Runs a `copy … to stdout`. Rows come in blocks of `blockBytes` (the last one is shorter), which may end within a row;
 * the server waits while nobody takes them. Whoever stops reading before the end loses the connection.
 */
export function copyOut(client: pg.Client, text: string, blockBytes: number): CopyOut {
  const stream = new CopyOutStream(text, blockBytes)
  client.query(stream)
  return stream
}

class CopyOutStream extends Readable implements CopyOut, CopyListener {
  readonly #text: string
  readonly #blockBytes: number
  #connection: pg.Connection | null = null
  #block = Buffer.alloc(0)
  #filled = 0
  #rows = 0
  #ended = false

  constructor(text: string, blockBytes: number) {
    super({ objectMode: true, highWaterMark: 1 })
    this.#text = text
    this.#blockBytes = blockBytes
  }

  rows(): number {
    return this.#rows
  }

  submit(connection: pg.Connection): void {
    this.#connection = connection
    connection.query(this.#text)
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // Copied at once: `pg` uses the memory of a message again for the next.
    for (let at = 0; at < chunk.length; ) {
      if (this.#filled === this.#block.length) this.#block = Buffer.allocUnsafe(this.#blockBytes)
      if (this.#filled === this.#blockBytes) this.#filled = 0
      const copied = chunk.copy(this.#block, this.#filled, at)
      at += copied
      this.#filled += copied
      if (this.#filled === this.#blockBytes && !this.push(this.#block)) this.#connection?.stream.pause()
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#rows = countOf(text)
  }

  handleReadyForQuery(): void {
    this.#end()
    if (this.#filled > 0 && this.#filled < this.#blockBytes) this.push(this.#block.subarray(0, this.#filled))
    this.push(null)
  }

  handleError(error: Error): void {
    this.#end()
    this.destroy(error)
  }

  /** The connection is whoever's comes next, and is listened to again. */
  #end(): void {
    this.#ended = true
    this.#connection?.stream.resume()
  }

  override _read(): void {
    this.#connection?.stream.resume()
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    // The server would go on sending for as long as the table is large.
    if (!this.#ended) this.#connection?.stream.destroy()
    callback(error)
  }
}

/** A `copy … from stdin` that is under way. */
export interface CopyIn {
  /** Resolves when more may be sent. Throws the server's refusal. */
  write(chunk: Buffer): Promise<void>
  /** Resolves with the server's count of rows when all are stored. Throws the server's refusal. */
  end(): Promise<number>
}

/** Begins a `copy … from stdin`. The connection does nothing else until it has ended. */
export function copyIn(client: pg.Client, text: string): CopyIn {
  const started = Promise.withResolvers<CopyConnection>()
  const finished = Promise.withResolvers<number>()
  // Whoever writes meets a refusal at the next write or at the end; until then it is nobody's.
  for (const { promise } of [started, finished]) promise.catch(() => undefined)
  let rows = 0
  const listener: CopyListener = {
    submit: (connection) => connection.query(text),
    handleCopyInResponse: (connection) => started.resolve(connection),
    handleCommandComplete: ({ text: tag }) => {
      rows = countOf(tag)
    },
    handleReadyForQuery: () => finished.resolve(rows),
    handleError: (error) => {
      started.reject(error)
      finished.reject(error)
    },
  }
  client.query(listener)
  return {
    write: async (chunk) => {
      const connection = await started.promise
      connection.sendCopyFromChunk(chunk)
      if (connection.stream.writableNeedDrain) {
        await Promise.race([once(connection.stream, "drain"), finished.promise])
      }
    },
    end: async () => {
      const connection = await started.promise
      connection.endCopyFrom()
      return finished.promise
    },
  }
}

/** The rows of a command's tag, such as `COPY 12`. */
function countOf(tag: string): number {
  return Number(/^COPY (\d+)$/.exec(tag)?.[1] ?? 0)
}
