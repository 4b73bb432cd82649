/** The tar format (POSIX.1-2024, pax utility, "ustar Interchange Format"), of which a backup needs plain files alone. */
import { BackupError } from "./error.ts"

const blockBytes = 512
const nameBytes = 100
/** The size is eleven octal digits. */
const largestFile = 8 ** 11 - 1

export interface Member {
  name: string
  size: number
  /** The content, in whatever pieces it comes; what is not taken is passed over. */
  body: AsyncIterable<Buffer>
}

/** A file as it stands in an archive. Refuses names and sizes that the format has no room for. */
export function tarFile(name: string, content: Buffer, modified: Date): Buffer[] {
  const padding = Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes)
  return [tarHeader(name, content.length, modified), content, padding]
}

/** What stands at the end of an archive. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * blockBytes)
}

function tarHeader(name: string, size: number, modified: Date): Buffer {
  if (Buffer.byteLength(name) > nameBytes || size > largestFile)
    throw new Error(`${name} has no room in a tar.`)
  const header = Buffer.alloc(blockBytes)
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0")
  header.write(name, 0)
  header.write(octal(0o600, 7), 100)
  header.write(octal(0, 7), 108)
  header.write(octal(0, 7), 116)
  header.write(octal(size, 11), 124)
  header.write(octal(Math.floor(modified.getTime() / 1000), 11), 136)
  header.write("0", 156)
  header.write("ustar\u000000", 257)
  header.write(`${octal(checksumOf(header), 6)}\0 `, 148)
  return header
}

/** The sum of all bytes, those of the checksum itself counted as spaces. */
function checksumOf(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0)
}

/** Reads one file after the other. Throws BackupError where the archive ends too soon or is none. */
export async function* readTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<Member> {
  const input = openInput(chunks)
  for (;;) {
    const header = await input.takeWhole(blockBytes)
    if (header.every((byte) => byte === 0)) return
    const { name, size } = readHeader(header)
    let left = size
    const body = async function* () {
      while (left > 0) {
        const piece = await input.take(left)
        left -= piece.length
        yield piece
      }
    }
    yield { name, size, body: body() }
    const padding = (blockBytes - (size % blockBytes)) % blockBytes
    for (let skip = left + padding; skip > 0; ) skip -= (await input.take(skip)).length
  }
}

function readHeader(header: Buffer): { name: string; size: number } {
  const text = (from: number, bytes: number) =>
    header.toString("utf8", from, from + bytes).replace(/[\0 ]+$/, "")
  const size = Number.parseInt(text(124, 12), 8)
  if (text(257, 5) !== "ustar" || Number.parseInt(text(148, 8), 8) !== checksumOf(header) || !(size >= 0)) {
    throw new BackupError("The backup cannot be read: a part of it does not begin as it should.")
  }
  return { name: text(0, nameBytes), size }
}

function openInput(chunks: AsyncIterable<Buffer>) {
  const iterator = chunks[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  /** At most so many bytes, and at least one. */
  const take = async (most: number): Promise<Buffer> => {
    while (rest.length === 0) {
      const next = await iterator.next()
      if (next.done) throw new BackupError("The backup ends too soon.")
      rest = next.value
    }
    const taken = rest.subarray(0, most)
    rest = rest.subarray(taken.length)
    return taken
  }
  const takeWhole = async (bytes: number): Promise<Buffer> => {
    const pieces: Buffer[] = []
    for (let left = bytes; left > 0; ) {
      const piece = await take(left)
      left -= piece.length
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  }
  return { take, takeWhole }
}
