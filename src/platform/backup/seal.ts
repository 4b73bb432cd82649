/**
 * The last bytes of a backup: the SHA-256 of all before them, in a frame that zstd passes over (RFC 8878, section
 * 3.1.2, "Skippable Frames"). A file that was cut short or changed anywhere is known before anything is read from it.
 */
import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { type FileHandle, open } from "node:fs/promises"
import { Transform } from "node:stream"
import { isEqual } from "../secrets/index.ts"
import { BackupError } from "./error.ts"

const magic = 0x184d2a5b
const mark = Buffer.from("kvit sha")
const hashBytes = 32
const frameHead = Buffer.alloc(8)
frameHead.writeUInt32LE(magic, 0)
frameHead.writeUInt32LE(mark.length + hashBytes, 4)
const head = Buffer.concat([frameHead, mark])
const sealBytes = head.length + hashBytes

/** Passes everything on and adds the seal. */
export function addSeal(): Transform {
  const hash = createHash("sha256")
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done) {
      done(null, Buffer.concat([head, hash.digest()]))
    },
  })
}

/** How many bytes of a file come before its seal. Refuses (BackupError) a file that is not whole. */
export async function checkSeal(file: string): Promise<number> {
  const { size, seal } = await readSeal(file)
  const content = size - sealBytes
  if (content <= 0 || !seal.subarray(0, head.length).equals(head)) {
    throw new BackupError(`${file} is no backup of Kvit, or not a whole one: its end is missing.`)
  }
  const hash = createHash("sha256")
  for await (const chunk of createReadStream(file, { end: content - 1, highWaterMark: 1 << 20 }))
    hash.update(chunk)
  if (!isEqual(hash.digest(), seal.subarray(head.length))) {
    throw new BackupError(
      `${file} is damaged: it is not what was written. Take another copy of it, or another backup.`,
    )
  }
  return content
}

async function openThere(file: string): Promise<FileHandle> {
  try {
    return await open(file)
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT"
    throw isMissing ? new BackupError(`${file} is not there.`) : error
  }
}

async function readSeal(file: string): Promise<{ size: number; seal: Buffer }> {
  const handle = await openThere(file)
  try {
    const { size } = await handle.stat()
    const seal = Buffer.alloc(Math.min(size, sealBytes))
    await handle.read(seal, 0, seal.length, size - seal.length)
    return { size, seal }
  } finally {
    await handle.close()
  }
}
