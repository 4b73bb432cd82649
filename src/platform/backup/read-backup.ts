import { createReadStream } from "node:fs"
import { pipeline } from "node:stream/promises"
import { createZstdDecompress } from "node:zlib"
import { BackupError } from "./error.ts"
import { type BackupHead, firstMember, readHead } from "./manifest.ts"
import { checkSeal } from "./seal.ts"
import { type Member, readTar } from "./tar.ts"

/** A backup that was read once from end to end and is what was written. */
export interface Backup {
  file: string
  head: BackupHead
  /** Reads it again, and gives its members to `work`, one after the other. */
  read<T>(work: (members: AsyncIterable<Member>) => Promise<T>): Promise<T>
}

/** Opens a backup. Refuses (BackupError) a file that is none, is not whole, was changed, or is of a later format. */
export async function openBackup(file: string): Promise<Backup> {
  const bytes = await checkSeal(file)
  const read = async <T>(work: (members: AsyncIterable<Member>) => Promise<T>): Promise<T> => {
    const found: { result?: T } = {}
    await pipeline(createReadStream(file, { end: bytes - 1 }), createZstdDecompress(), async (chunks) => {
      const members = readTar(chunks)
      found.result = await work(members)
      // Whatever is left is passed over, to the end, so that the streams end as they should.
      for await (const _ of members);
    })
    return found.result as T
  }
  return { file, head: await readFirst(file, bytes), read }
}

/** The first member alone. */
async function readFirst(file: string, bytes: number): Promise<BackupHead> {
  const source = createReadStream(file, { end: bytes - 1 })
  const unpacked = createZstdDecompress()
  source.on("error", (error) => unpacked.destroy(error))
  try {
    for await (const member of readTar(source.pipe(unpacked))) {
      return readHead(member.name === firstMember ? await readText(member) : "")
    }
    return readHead("")
  } finally {
    source.destroy()
    unpacked.destroy()
  }
}

/** What a backup says of itself is a few kilobytes; whatever is larger was not written by Kvit. */
const largestText = 16 * 1024 * 1024

/** A small member's content. Refuses (BackupError) one of more than 16 MB before it is read. */
export async function readText(member: Member): Promise<string> {
  if (member.size > largestText)
    throw new BackupError("The backup cannot be read: what it says of itself is larger than 16 MB.")
  const pieces: Buffer[] = []
  for await (const piece of member.body) pieces.push(piece)
  return Buffer.concat(pieces).toString("utf8")
}
